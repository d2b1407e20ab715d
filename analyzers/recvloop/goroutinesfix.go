package recvloop

// The fix of unbounded-goroutines: each goroutine takes a place, of which there
// is a number, and the loop waits when none is free. Then the high water mark
// holds the senders back.
//
//	slots := make(chan struct{}, 64)
//	for {
//		…
//		slots <- struct{}{}
//		go func() {
//			defer func() { <-slots }()
//			handle(m)
//		}()
//	}
//
// An errgroup.Group has a limit of its own. A goroutine that does not end by
// itself would keep its place, and the loop would stand still: it has no fix.

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/fix"
)

// atOnce is how many goroutines may be at work.
const atOnce = "64"

// bounded bounds the goroutines that a loop starts.
func (c *checker) bounded(all []started) *finding.Fix {
	b := bounding{checker: c}
	for _, s := range all {
		if len(s.via) > 0 || !b.instruction(s.instr) {
			return nil
		}
	}
	return &finding.Fix{Message: "run at most " + atOnce + " of these goroutines at a time", Edits: b.edits}
}

// bounding is a fix that is being made.
type bounding struct {
	*checker
	slots string       // "" until they are made
	group types.Object // that has its limit
	edits []analysis.TextEdit
}

// instruction bounds one instruction of the loop.
func (b *bounding) instruction(instr ssa.Instruction) bool {
	switch node := b.nodeAt(instr.Pos()).(type) {
	case *ast.GoStmt:
		return !lasts(instr.(*ssa.Go).Call.StaticCallee()) && b.placed(node, node.Call.Fun)
	case *ast.CallExpr:
		name := calleeOf(instr.(*ssa.Call).Common())
		sel, ok := ast.Unparen(node.Fun).(*ast.SelectorExpr)
		switch {
		case !ok || len(node.Args) != 1:
		case name.method("golang.org/x/sync/errgroup", "Group", "Go"):
			return b.limited(sel.X)
		case name.method("sync", "WaitGroup", "Go"):
			lit, isLit := ast.Unparen(node.Args[0]).(*ast.FuncLit)
			return isLit && !lastsLit(lit) && b.placed(node, lit)
		}
	}
	return false
}

// placed has the statement at n wait for a place for the function that it runs
// in a goroutine.
func (b *bounding) placed(n ast.Node, runs ast.Expr) bool {
	at := fix.At(b.pass, n)
	if at == nil || !b.make(at) {
		return false
	}
	take, give := b.slots+" <- struct{}{}", "defer func() { <-"+b.slots+" }()"
	if lit, isLit := ast.Unparen(runs).(*ast.FuncLit); isLit {
		wait, ok := at.Before(take)
		leave, entered := fix.Enter(b.pass, lit.Body, give)
		b.edits = append(b.edits, wait, leave)
		return ok && entered
	}
	stmt, isGo := at.Stmt.(*ast.GoStmt)
	if !isGo || !b.sameLater(stmt.Call) || at.Commented() {
		return false
	}
	wrapped, ok := at.Replace(take + "\ngo func() {\n" + give + "\n" + at.Text(stmt.Call) + "\n}()")
	b.edits = append(b.edits, wrapped)
	return ok
}

// make makes the slots, of which a loop has one set.
func (b *bounding) make(at *fix.Place) bool {
	if b.slots != "" {
		return true
	}
	before := b.outside()
	if before == nil {
		return false
	}
	b.slots = b.name(at, "slots")
	made, ok := before.Before(b.slots + " := make(chan struct{}, " + atOnce + ")")
	b.edits = append(b.edits, made)
	return ok
}

// outside is the place in front of the loop and of all loops around it, or of
// the statement that a handler is a part of.
func (c *checker) outside() *fix.Place {
	p := c.place()
	if c.loop.Handler {
		lit, ok := c.loop.Fn.Syntax().(*ast.FuncLit)
		if !ok || !c.inFile(lit.Pos()) {
			return nil
		}
		p = fix.At(c.pass, lit)
	}
	for p != nil {
		out := p.Out()
		if out == nil {
			break
		}
		p = out
	}
	return p
}

// limited sets the limit of a group, before it is used for the first time: later
// SetLimit panics.
func (b *bounding) limited(group ast.Expr) bool {
	id, ok := ast.Unparen(group).(*ast.Ident)
	p := b.place()
	if !ok || p == nil {
		return false
	}
	obj := b.pass.TypesInfo.Uses[id]
	for out := p.Out(); out != nil && obj.Pos() < out.Stmt.Pos(); out = p.Out() {
		p = out
	}
	if obj.Pos() < p.Func.Pos() || p.Stmt.Pos() < obj.Pos() {
		return false
	}
	for use, o := range b.pass.TypesInfo.Uses {
		if o == obj && use.Pos() < p.Stmt.Pos() {
			return false
		}
	}
	if b.group == obj {
		return true
	}
	b.group = obj
	edit, ok := p.Before(id.Name + ".SetLimit(" + atOnce + ")")
	b.edits = append(b.edits, edit)
	return ok
}

// lasts reports whether a function may run as long as the program.
func lasts(fn *ssa.Function) bool {
	if fn == nil {
		return false
	}
	return lastsLit(fn.Syntax()) || slices.ContainsFunc(fn.Blocks, func(b *ssa.BasicBlock) bool { return b.Comment == "rangechan.loop" })
}

// lastsLit reports whether a loop without a condition stands in a function.
func lastsLit(fn ast.Node) (found bool) {
	if fn == nil {
		return false
	}
	ast.Inspect(fn, func(n ast.Node) bool {
		loop, ok := n.(*ast.ForStmt)
		found = found || ok && loop.Cond == nil
		_, inner := n.(*ast.FuncLit)
		return !found && (!inner || n == fn)
	})
	return found
}

// sameLater reports whether a call does the same when its operands are evaluated
// in the goroutine that it runs in, and not before.
func (c *checker) sameLater(call *ast.CallExpr) bool {
	fun := ast.Unparen(call.Fun)
	if sel, ok := fun.(*ast.SelectorExpr); ok {
		if !c.isPackage(sel.X) && !c.steady(sel.X) {
			return false
		}
	} else if id, ok := fun.(*ast.Ident); !ok || c.isLocal(id) && !c.steady(id) {
		return false
	}
	return !slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return !c.steady(arg) })
}

// steady reports whether an expression keeps its value: nothing in it is
// assigned again, and no function runs.
func (c *checker) steady(e ast.Expr) bool {
	info := c.pass.TypesInfo
	if tv := info.Types[e]; tv.Value != nil || tv.IsNil() || tv.IsType() {
		return true
	}
	switch e := e.(type) {
	case *ast.Ident:
		_, isFunc := info.Uses[e].(*types.Func)
		return isFunc || c.isLocal(e) && !c.assigned(info.Uses[e])
	case *ast.ParenExpr:
		return c.steady(e.X)
	case *ast.SelectorExpr:
		return !c.isPackage(e.X) && c.steady(e.X)
	case *ast.IndexExpr:
		return c.steady(e.X) && c.steady(e.Index)
	case *ast.CallExpr: // a conversion
		return info.Types[e.Fun].IsType() && c.steady(e.Args[0])
	case *ast.FuncLit:
		return true
	}
	return false
}

func (c *checker) isPackage(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	if !ok {
		return false
	}
	_, ok = c.pass.TypesInfo.Uses[id].(*types.PkgName)
	return ok
}

// isLocal reports whether a name is that of a variable or parameter of a function.
func (c *checker) isLocal(id *ast.Ident) bool {
	v, ok := c.pass.TypesInfo.Uses[id].(*types.Var)
	return ok && v.Parent() != nil && v.Parent() != c.pass.Pkg.Scope()
}

// assigned reports whether a variable has other values than its first, or may
// have: its address is taken, or it is that of a loop.
func (c *checker) assigned(obj types.Object) (found bool) {
	var file *ast.File
	for _, f := range c.pass.Files {
		if f.FileStart <= obj.Pos() && obj.Pos() < f.FileEnd {
			file = f
		}
	}
	if file == nil {
		return true
	}
	path, _ := astutil.PathEnclosingInterval(file, obj.Pos(), obj.Pos())
	is := func(e ast.Expr) bool {
		id, ok := e.(*ast.Ident)
		return ok && c.pass.TypesInfo.Uses[id] == obj
	}
	ast.Inspect(path[len(path)-2], func(n ast.Node) bool { // the declaration around it
		switch n := n.(type) {
		case *ast.AssignStmt:
			found = found || slices.ContainsFunc(n.Lhs, is)
		case *ast.IncDecStmt:
			found = found || is(n.X)
		case *ast.UnaryExpr:
			found = found || n.Op == token.AND && is(n.X)
		case *ast.RangeStmt:
			for _, e := range []ast.Expr{n.Key, n.Value} {
				if id, ok := e.(*ast.Ident); ok && c.pass.TypesInfo.ObjectOf(id) == obj {
					found = true
				}
			}
		}
		return !found
	})
	return found
}
