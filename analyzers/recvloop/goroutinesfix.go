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
// An errgroup.Group has a limit of its own. There is no fix when the loop could
// stand still: a goroutine that does not end by itself keeps its place, and one
// whose result the loop takes waits for the loop.

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/fix"
)

// atOnce is how many goroutines may be at work.
const atOnce = "64"

// bounded bounds the goroutines that a loop starts.
func (c *checker) bounded(turn *run, all []started) *finding.Fix {
	if c.takesResults(turn) {
		return nil
	}
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

// takesResults reports whether a turn takes something from a channel, itself or
// in a function that it calls, and goes on: the goroutines may send there.
func (c *checker) takesResults(turn *run) bool {
	last := map[*ssa.SelectState]bool{} // a signal to stop
	for e, st := range turn.selected() {
		last[st] = !turn.inside(e.to)
	}
	return slices.ContainsFunc(turn.blocks(), func(b *ssa.BasicBlock) bool {
		return contains(b, func(i ssa.Instruction) bool { return turn.takes(i, last, 0) })
	})
}

func (r *run) takes(instr ssa.Instruction, last map[*ssa.SelectState]bool, depth int) bool {
	switch instr := instr.(type) {
	case *ssa.UnOp:
		return instr.Op == token.ARROW && !isTimer(instr.X)
	case *ssa.Select:
		return slices.ContainsFunc(instr.States, func(st *ssa.SelectState) bool {
			return st.Dir == types.RecvOnly && !last[st] && !isTimer(st.Chan)
		})
	case *ssa.Call:
		fns, _ := r.w.p.Callees(instr)
		return depth < maxDepth && slices.ContainsFunc(fns, func(fn *ssa.Function) bool {
			return anyIn(fn, func(i ssa.Instruction) bool { return r.takes(i, nil, depth+1) })
		})
	}
	return false
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
