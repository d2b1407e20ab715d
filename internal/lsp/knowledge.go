package lsp

// What the engine knows, for the places where somebody may ask.
//
// A place is an open, or an identifier that stands for a socket. Which opens
// belong to an identifier is put together from what is opened through it, from
// where its sockets are made (the engine knows the origins of what is opened,
// in whatever function that is), and from what is assigned to it: a field is all
// the variables that are stored in it.

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/packages"

	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// spot is a place in a file of which something is known.
type spot struct {
	start, end int // offsets
	text       []string
}

// lens is what is shown above an open.
type lens struct {
	at    int // offset
	title string
}

// knowledge collects what the engine knows of the packages of a load.
type knowledge struct {
	packages []*packages.Package
	opens    []*sockets.Opening
	settings []*sockets.Setting
	fset     *token.FileSet

	through map[types.Object][]*sockets.Opening // opened through it
	sources map[types.Object][]types.Object     // assigned to it
	made    map[types.Object][]token.Pos        // the calls that make what is assigned to it
	byMaker map[token.Pos][]*sockets.Opening
}

func newKnowledge() *knowledge {
	return &knowledge{
		through: map[types.Object][]*sockets.Opening{}, sources: map[types.Object][]types.Object{},
		made: map[types.Object][]token.Pos{}, byMaker: map[token.Pos][]*sockets.Opening{},
	}
}

// add takes the engine's result for a package.
func (k *knowledge) add(pkg *packages.Package, r *sockets.Result) {
	k.packages = append(k.packages, pkg)
	k.opens = append(k.opens, r.Opens...)
	k.settings = append(k.settings, r.Settings...)
	k.fset = pkg.Fset
	for _, o := range r.Opens {
		for _, u := range o.Contexts {
			for _, origin := range u.Origins {
				if at := origin.Pos(); at.IsValid() && !slices.Contains(k.byMaker[at], o) {
					k.byMaker[at] = append(k.byMaker[at], o)
				}
			}
		}
		if o.Expr != nil {
			for _, obj := range operands(pkg.TypesInfo, o.Expr) {
				k.through[obj] = append(k.through[obj], o)
			}
		}
	}
	for _, f := range pkg.Syntax {
		ast.Inspect(f, func(n ast.Node) bool {
			k.node(pkg.TypesInfo, n)
			return true
		})
	}
}

// into puts what is known of the open documents into the results.
func (k *knowledge) into(r *results) {
	seen := map[string]bool{} // a file may belong to several packages
	for _, pkg := range k.packages {
		for _, f := range pkg.Syntax {
			path := k.fset.PositionFor(f.FileStart, false).Filename
			if r.docs[path] == nil || seen[path] {
				continue
			}
			seen[path] = true
			in := r.file(path)
			k.identifiers(pkg, f, in)
			k.openings(f, in)
			slices.SortStableFunc(in.spots, func(a, b spot) int { return cmp.Compare(a.start, b.start) })
			slices.SortStableFunc(in.opens, func(a, b lens) int { return cmp.Compare(a.at, b.at) })
		}
	}
}

// operands are the variables and fields with sockets that a call is about: its
// receiver, or what it hands over.
func operands(info *types.Info, call *ast.CallExpr) (objs []types.Object) {
	exprs := call.Args
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		exprs = append([]ast.Expr{sel.X}, exprs...)
	}
	for _, e := range exprs {
		if obj := socketObject(info, e); obj != nil {
			objs = append(objs, obj)
		}
	}
	return objs
}

// node takes note of assignments.
func (k *knowledge) node(info *types.Info, n ast.Node) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		for i, l := range n.Lhs {
			k.assign(info, socketObject(info, l), n.Rhs, i)
		}
	case *ast.ValueSpec:
		for i, l := range n.Names {
			k.assign(info, socketObject(info, l), n.Values, i)
		}
	case *ast.CompositeLit:
		k.literal(info, n)
	}
}

func (k *knowledge) assign(info *types.Info, to types.Object, from []ast.Expr, i int) {
	switch {
	case to == nil:
	case len(from) == 1:
		k.assignOne(info, to, from[0])
	case i < len(from):
		k.assignOne(info, to, from[i])
	}
}

func (k *knowledge) assignOne(info *types.Info, to types.Object, from ast.Expr) {
	if call, ok := ast.Unparen(from).(*ast.CallExpr); ok {
		k.made[to] = append(k.made[to], call.Lparen)
	} else if obj := socketObject(info, from); obj != nil {
		k.sources[to] = append(k.sources[to], obj)
	}
}

func (k *knowledge) literal(info *types.Info, lit *ast.CompositeLit) {
	t := info.TypeOf(lit)
	if t == nil {
		return
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return
	}
	for i, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if key, ok := kv.Key.(*ast.Ident); ok && isSocket(info.Uses[key]) {
				k.assignOne(info, info.Uses[key], kv.Value)
			}
		} else if i < st.NumFields() && isSocket(st.Field(i)) {
			k.assignOne(info, st.Field(i), e)
		}
	}
}

// socketObject is the variable or field that an expression stands for, when a
// socket is in it.
func socketObject(info *types.Info, e ast.Expr) types.Object {
	var id *ast.Ident
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		id = e
	case *ast.SelectorExpr:
		id = e.Sel
	default:
		return nil
	}
	if obj := info.ObjectOf(id); isSocket(obj) {
		return obj
	}
	return nil
}

func isSocket(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && v.Type() != nil && zmqapi.IsSocket(v.Type())
}

// of are the opens of what an object stands for.
func (k *knowledge) of(obj types.Object) (opens []*sockets.Opening) {
	seen := map[types.Object]bool{}
	var visit func(types.Object)
	add := func(list []*sockets.Opening) {
		for _, o := range list {
			if !slices.Contains(opens, o) {
				opens = append(opens, o)
			}
		}
	}
	visit = func(obj types.Object) {
		if seen[obj] {
			return
		}
		seen[obj] = true
		add(k.through[obj])
		for _, at := range k.made[obj] {
			add(k.byMaker[at])
		}
		for _, from := range k.sources[obj] {
			visit(from)
		}
	}
	visit(obj)
	slices.SortStableFunc(opens, func(a, b *sockets.Opening) int { return cmp.Compare(a.Pos, b.Pos) })
	return opens
}

// identifiers adds the spots of the sockets that are named in a file.
func (k *knowledge) identifiers(pkg *packages.Package, f *ast.File, in *file) {
	known := map[types.Object][]string{}
	ast.Inspect(f, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		obj := pkg.TypesInfo.ObjectOf(id)
		if !isSocket(obj) {
			return true
		}
		text, done := known[obj]
		if !done {
			text = k.describe(obj.Name(), k.of(obj))
			known[obj] = text
		}
		in.spots = append(in.spots, spot{k.offset(in, id.Pos()), k.offset(in, id.End()), text})
		return true
	})
}

// openings adds the opens of a file: the name of what is called is their spot.
func (k *knowledge) openings(f *ast.File, in *file) {
	for _, o := range k.opens {
		if o.Expr == nil || o.Pos < f.FileStart || o.Pos > f.FileEnd {
			continue
		}
		name := ast.Node(o.Expr.Fun)
		if sel, ok := ast.Unparen(o.Expr.Fun).(*ast.SelectorExpr); ok {
			name = sel.Sel
		}
		in.spots = append(in.spots, spot{k.offset(in, name.Pos()), k.offset(in, name.End()), k.describe("", []*sockets.Opening{o})})
		in.opens = append(in.opens, lens{k.offset(in, o.Pos), k.summary(o)})
	}
}

// offset goes by line and column: the loader's text of a file with C differs
// from that in the editor.
func (k *knowledge) offset(in *file, pos token.Pos) int {
	at := k.fset.PositionFor(pos, false)
	return in.goOffset(at.Line, at.Column)
}
