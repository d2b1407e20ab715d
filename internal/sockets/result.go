package sockets

// What the rules read.

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// Result is what the engine knows of one package.
type Result struct {
	Opens    []*Opening
	Settings []*Setting
	Calls    []*Call // every call of the zmq4 API, Opens and Settings included
	Auth     *Authentication
	Unknowns []Unknown
	Problems []Problem
	// Unblocked are the SetBlocky(false) calls of the load.
	Unblocked []*Call
}

// Call is one call of the zmq4 API in the package.
type Call struct {
	*zmqapi.Call
	Instr    ssa.CallInstruction
	Pos, End token.Pos
	Expr     *ast.CallExpr // nil in generated functions
	Function string        // "(*Server).Start"
	// ErrorDropped is set when the call returns an error that nobody looks at.
	ErrorDropped bool
	p            *Program
}

// Arg folds the i-th argument, the receiver not counted.
func (c *Call) Arg(i int) Value {
	if v := c.ArgValue(i); v != nil {
		return c.p.Fold(v)
	}
	return anything
}

// ArgValue is the i-th argument, the receiver not counted.
func (c *Call) ArgValue(i int) ssa.Value {
	if c.Recv != "" {
		i++
	}
	if args := c.Instr.Common().Args; i < len(args) {
		return args[i]
	}
	return nil
}

// Setting is a call that sets socket options, with the sockets it is used on.
type Setting struct {
	*Call
	Contexts []*Use
}

// Opening is a Bind or Connect, with the sockets it is used on.
type Opening struct {
	*Call
	Bind     bool
	Endpoint Endpoint
	Contexts []*Use
	Types    zmqapi.TypeSet // of all contexts; empty when one of them is not known
	By       string         // the function outside that opens; empty for an open in the package
}

// Use is a call on one socket.
type Use struct {
	*Context
	Types  zmqapi.TypeSet // empty: not known
	Reach  Reach          // of all opens of the socket; 0: none is known
	Closed zmqapi.OptionSet
}

func (r *Result) addOpening(o *Opening) {
	known := len(o.Contexts) > 0
	for _, u := range o.Contexts {
		o.Types |= u.Types
		known = known && !u.Types.Empty()
		if !u.Known() {
			r.Unknowns = append(r.Unknowns, Unknown{o.Pos, "options of the socket opened here", u.Before.Unknown})
		}
	}
	if !known {
		o.Types = 0
	}
	r.Opens = append(r.Opens, o)
}

// addHanded adds the opens that lie outside the packages that are reported on,
// at the calls that hand the sockets over.
func (p *Program) addHanded(out map[*types.Package]*Result, uses map[*Site][]*Use) {
	type key struct {
		call ssa.CallInstruction
		site *Site
	}
	openings := map[key]*Opening{}
	for _, c := range p.contexts {
		call, pkg := p.handed(c)
		if call == nil || out[pkg] == nil {
			continue
		}
		k := key{call, c.Site}
		o := openings[k]
		if o == nil {
			o = &Opening{Call: p.newCall(c.API, call.Parent(), call), Bind: c.API.Kind == zmqapi.KindBind, Endpoint: p.endpointOf(c.Event), By: c.by()}
			openings[k] = o
		}
		for _, u := range uses[c.Site] {
			if u.Context == c {
				o.Contexts = append(o.Contexts, u)
			}
		}
	}
	for k, o := range openings {
		out[packageOf(k.call.Parent())].addOpening(o)
	}
}

// FromContext reports whether the socket was made from a Context of its own
// and not from the default one.
func (u *Use) FromContext() bool {
	for _, o := range u.Origins {
		if !o.ownContext {
			return false
		}
	}
	return len(u.Origins) > 0
}

// Known reports whether the options of the socket are known.
func (u *Use) Known() bool { return u.Before.Unknown == "" }

// perPackage sorts what was found by the package that it lies in.
func (p *Program) perPackage() map[*types.Package]*Result {
	out := map[*types.Package]*Result{}
	for _, u := range p.units {
		out[u.Pkg] = &Result{}
	}
	uses := p.uses()
	auth := p.authentication(uses)
	for _, fn := range p.funcs {
		pkg := packageOf(fn)
		r := out[pkg]
		if r == nil {
			continue
		}
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if call, ok := instr.(ssa.CallInstruction); ok {
					p.addCall(r, fn, call, uses)
				}
			}
		}
	}
	p.addHanded(out, uses)
	unblocked := p.unblocked(out)
	for pkg, r := range out {
		r.Auth, r.Unblocked = auth, unblocked
		for _, u := range p.unknowns {
			if p.inPackage(u.Pos, pkg) {
				r.Unknowns = append(r.Unknowns, u)
			}
		}
		for _, pr := range p.Problems {
			if p.inPackage(pr.Pos, pkg) {
				r.Problems = append(r.Problems, pr)
			}
		}
		r.sort()
	}
	return out
}

func (p *Program) unblocked(results map[*types.Package]*Result) (out []*Call) {
	for _, u := range p.units {
		for _, c := range results[u.Pkg].Calls {
			if c.Name == "SetBlocky" && c.ArgValue(0) != nil && isZero(c.ArgValue(0)) {
				out = append(out, c)
			}
		}
	}
	return out
}

func packageOf(fn *ssa.Function) *types.Package {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	if fn.Pkg != nil {
		return fn.Pkg.Pkg
	}
	if o := fn.Origin(); o != nil && o.Pkg != nil {
		return o.Pkg.Pkg
	}
	return nil
}

func (p *Program) inPackage(pos token.Pos, pkg *types.Package) bool {
	for _, u := range p.units {
		if u.Pkg != pkg {
			continue
		}
		for _, f := range u.Files {
			if f.FileStart <= pos && pos <= f.FileEnd {
				return true
			}
		}
	}
	return false
}

// addCall adds one API call to the result of its package.
func (p *Program) addCall(r *Result, fn *ssa.Function, instr ssa.CallInstruction, uses map[*Site][]*Use) {
	row := api(instr.Common().StaticCallee())
	if row == nil || !instr.Pos().IsValid() {
		return
	}
	c := p.newCall(row, fn, instr)
	c.ErrorDropped = row.HasError && errorDropped(instr)
	r.Calls = append(r.Calls, c)
	switch row.Kind {
	case zmqapi.KindBind, zmqapi.KindConnect:
		o := &Opening{Call: c, Bind: row.Kind == zmqapi.KindBind, Contexts: uses[p.sites[instr]]}
		if p.exportedParam(c.ArgValue(0)) != nil {
			return // importers name the endpoint, and judge
		}
		o.Endpoint = newEndpoint(c.Arg(0))
		r.addOpening(o)
	case zmqapi.KindSetOption, zmqapi.KindSocketAuth:
		r.Settings = append(r.Settings, &Setting{c, uses[p.sites[instr]]})
	}
}

func (p *Program) newCall(row *zmqapi.Call, fn *ssa.Function, instr ssa.CallInstruction) *Call {
	c := &Call{Call: row, Instr: instr, Function: functionName(fn), p: p}
	c.Pos, c.End = instr.Pos(), instr.Pos()
	if c.Expr = callExpr(fn, instr); c.Expr != nil {
		c.Pos, c.End = c.Expr.Pos(), c.Expr.End()
	}
	return c
}

// callExpr is the syntax of a call.
func callExpr(fn *ssa.Function, instr ssa.CallInstruction) (found *ast.CallExpr) {
	root := fn.Syntax()
	if root == nil {
		return nil
	}
	pos := instr.Pos()
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil || found != nil || n.Pos() > pos || n.End() < pos {
			return false
		}
		switch n := n.(type) {
		case *ast.CallExpr:
			if n.Lparen == pos {
				found = n
			}
		case *ast.GoStmt:
			if n.Go == pos {
				found = n.Call
			}
		case *ast.DeferStmt:
			if n.Defer == pos {
				found = n.Call
			}
		}
		return true
	})
	return found
}

// functionName is "New", "(*Server).Start", or for a closure its function's.
func functionName(fn *ssa.Function) string {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	if fn.Pkg == nil {
		return fn.Name()
	}
	return fn.RelString(fn.Pkg.Pkg)
}

// errorDropped reports whether nobody looks at the error that a call returns.
func errorDropped(instr ssa.CallInstruction) bool {
	c, ok := instr.(*ssa.Call)
	if !ok {
		return true // go and defer drop all results
	}
	if _, tuple := c.Type().(*types.Tuple); !tuple {
		return !used(c)
	}
	for _, ref := range *c.Referrers() {
		if e, ok := ref.(*ssa.Extract); ok && isError(e.Type()) && used(e) {
			return false
		}
	}
	return true
}

func used(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		if _, debug := ref.(*ssa.DebugRef); !debug {
			return true
		}
	}
	return false
}

// uses groups the contexts by call and completes them. Contexts of which
// nothing is known count only where there is no better one.
func (p *Program) uses() map[*Site][]*Use {
	reach := map[*Origin]Reach{}
	closed := map[*Origin]zmqapi.OptionSet{}
	for _, c := range p.contexts {
		for _, o := range c.Origins {
			switch c.Kind {
			case Open:
				reach[o] |= p.endpointOf(c.Event).Reach
			case Close:
				if s, ok := closed[o]; ok {
					closed[o] = s.Inter(c.Before.Must)
				} else {
					closed[o] = c.Before.Must
				}
			}
		}
	}
	out := map[*Site][]*Use{}
	for _, c := range p.contexts {
		u := &Use{Context: c}
		for i, o := range c.Origins {
			u.Types |= o.types
			u.Reach |= reach[o]
			if i == 0 {
				u.Closed = closed[o]
			} else {
				u.Closed = u.Closed.Inter(closed[o])
			}
		}
		out[c.Site] = append(out[c.Site], u)
	}
	for site, us := range out {
		known := slices.DeleteFunc(slices.Clone(us), func(u *Use) bool { return !u.Known() && len(u.Origins) == 0 })
		if len(known) > 0 {
			out[site] = known
		}
	}
	return out
}

// typesOf is what a NewSocket call makes; empty when that is not known.
func (p *Program) typesOf(c *ssa.Call) zmqapi.TypeSet {
	args := c.Call.Args
	if len(args) == 0 {
		return 0
	}
	ns, ok := p.Fold(args[len(args)-1]).Ints()
	if !ok {
		return 0
	}
	var s zmqapi.TypeSet
	for _, n := range ns {
		t, ok := zmqapi.SocketTypeOf(n)
		if !ok {
			return 0
		}
		s = s.With(t)
	}
	return s
}

func (r *Result) sort() {
	slices.SortStableFunc(r.Calls, func(a, b *Call) int { return cmp.Compare(a.Pos, b.Pos) })
	slices.SortStableFunc(r.Opens, func(a, b *Opening) int { return cmp.Compare(a.Pos, b.Pos) })
	slices.SortStableFunc(r.Settings, func(a, b *Setting) int { return cmp.Compare(a.Pos, b.Pos) })
	slices.SortStableFunc(r.Unknowns, func(a, b Unknown) int {
		return cmp.Or(cmp.Compare(a.Pos, b.Pos), strings.Compare(a.Why, b.Why))
	})
	r.Unknowns = slices.Compact(r.Unknowns)
}
