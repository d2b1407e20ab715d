package recvloop

// The fix of busy-recv. A loop that does nothing but wait for the next message
// waits for it in the receive or poll. Any other looks at something in each
// turn, a signal to stop or another socket: its poll gets a time-out, and behind
// its receive it sleeps when nothing is there.

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/fix"
	"github.com/zmqlint/zmqlint/internal/sockets"
)

// waiting makes a loop wait at a receive; held is where a turn waits already.
func (c *checker) waiting(turn *run, held cut, r *sockets.Receive) *finding.Fix {
	call := c.callAt(r.At())
	if call == nil || len(r.Chain) > 0 || len(call.Args) == 0 {
		return nil
	}
	p := fix.At(c.pass, call)
	if p == nil {
		return nil
	}
	loop := p.Around(c.loop.Pos)
	if inner := p.Out(); loop == nil || inner == nil || inner.Stmt != loop.Stmt {
		return nil // of an inner loop that takes all that is there
	}
	patient := c.onlyWaits(turn, held, r)
	held.blocks[r.At().Block()] = true
	for _, other := range c.loop.Receives {
		if c.loop.Program.NonBlocking(other.Instr) && turn.ways(held)[other.At().Block()] {
			return nil
		}
	}
	w := waiter{pass: c.pass, place: p}
	switch {
	case r.Poll && patient:
		return w.argument(call.Args[0], 0, "-1", "wait for the next message")
	case r.Poll:
		return w.timeout(call.Args[0])
	case patient:
		return w.argument(call.Args[0], dontWait, "0", "wait for the next message")
	}
	return w.sleeps(call)
}

// dontWait is the value of DONTWAIT.
const dontWait = 1

// onlyWaits reports whether a loop does nothing else while no message is there.
func (c *checker) onlyWaits(turn *run, held cut, r *sockets.Receive) bool {
	loop, _ := c.nodeAt(c.loop.Pos).(*ast.ForStmt)
	if loop == nil || loop.Cond != nil {
		return false
	}
	for _, other := range c.loop.Receives {
		if other != r && (other.Poll || c.loop.Program.NonBlocking(other.Instr)) {
			return false
		}
	}
	for b := range turn.ways(held) {
		if cond := condition(b); cond != nil && turn.of(cond) == unknown {
			return false
		}
		if contains(b, does) {
			return false
		}
	}
	return true
}

// does reports whether an instruction does something that is not about the
// receive. Functions that work are in no loop that burns its time.
func does(instr ssa.Instruction) bool {
	switch instr := instr.(type) {
	case *ssa.Select, *ssa.Send, *ssa.Go, *ssa.Defer, *ssa.MapUpdate:
		return true
	case *ssa.Store:
		_, local := instr.Addr.(*ssa.Alloc)
		return !local
	}
	return false
}

// waiter is where a loop is to wait.
type waiter struct {
	pass  *analysis.Pass
	place *fix.Place
}

// argument puts another constant in the place of one.
func (w waiter) argument(arg ast.Expr, is int64, becomes, message string) *finding.Fix {
	v := w.pass.TypesInfo.Types[arg].Value
	if v == nil || !constant.Compare(constant.ToInt(v), token.EQL, constant.MakeInt64(is)) || !w.importsElsewhere(arg) {
		return nil
	}
	return &finding.Fix{Message: message, Edits: []analysis.TextEdit{{Pos: arg.Pos(), End: arg.End(), NewText: []byte(becomes)}}}
}

// importsElsewhere reports whether the packages that an expression names are
// used by the rest of the file, so that their import is.
func (w waiter) importsElsewhere(e ast.Expr) bool {
	within, without := map[types.Object]bool{}, map[types.Object]bool{}
	ast.Inspect(w.place.File, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		if pkg, ok := w.pass.TypesInfo.Uses[id].(*types.PkgName); ok {
			if e.Pos() <= id.Pos() && id.Pos() < e.End() {
				within[pkg] = true
			} else {
				without[pkg] = true
			}
		}
		return true
	})
	for pkg := range within {
		if !without[pkg] {
			return false
		}
	}
	return true
}

// timeout has a poll wait for a while.
func (w waiter) timeout(arg ast.Expr) *finding.Fix {
	time, edits, ok := w.place.Import("time")
	if !ok {
		return nil
	}
	f := w.argument(arg, 0, "100 * "+time+".Millisecond", "poll with a time-out")
	if f != nil {
		f.Edits = append(f.Edits, edits...)
	}
	return f
}

// sleeps rests a little when nothing is there.
func (w waiter) sleeps(call *ast.CallExpr) *finding.Fix {
	time, edits, ok := w.place.Import("time")
	if !ok {
		return nil
	}
	edit, ok := w.whenNothing(call, time+".Sleep("+time+".Millisecond)")
	if !ok {
		return nil
	}
	return &finding.Fix{Message: "sleep when no message is there", Edits: append(edits, edit)}
}

// whenNothing does something when a receive fails, or when it does because no
// message is there.
func (w waiter) whenNothing(call *ast.CallExpr, do string) (edit analysis.TextEdit, ok bool) {
	asks, _ := w.place.Stmt.(*ast.IfStmt)
	received := w.place.Stmt
	if asks != nil {
		received = asks.Init
	} else if asks, _ = w.place.Next().(*ast.IfStmt); asks == nil || asks.Init != nil {
		return edit, false
	}
	_, err := receivedBy(received, call)
	if err == nil || err.Name == "_" {
		return edit, false
	}
	info := w.pass.TypesInfo
	if asksForAgain(asks.Cond, err) {
		return fix.Enter(w.pass, asks.Body, do)
	}
	if bad := errorBranch(info, asks, err); bad != nil {
		return fix.Enter(w.pass, bad, do)
	}
	if comparesNil(info, asks.Cond, err) != token.EQL {
		return edit, false
	}
	for asks.Else != nil { // the end of else if err != … {
		if asks, ok = asks.Else.(*ast.IfStmt); !ok || !leaves(asks.Body) {
			return edit, false
		}
	}
	text, ok := w.place.Format("if true {\n} else {\n" + do + "\n}")
	return fix.Insertion(asks.End(), text[len("if true {\n")+len(w.place.Indent())+len("}"):]), ok
}

// asksForAgain reports whether a condition says that an error is EAGAIN.
func asksForAgain(cond ast.Expr, err *ast.Ident) bool {
	switch e := ast.Unparen(cond).(type) {
	case *ast.BinaryExpr:
		if e.Op != token.EQL {
			return false
		}
	case *ast.CallExpr:
		if sel, ok := e.Fun.(*ast.SelectorExpr); !ok || sel.Sel.Name != "Is" {
			return false
		}
	default:
		return false
	}
	var again, same bool
	ast.Inspect(cond, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			again = again || id.Name == "EAGAIN" || id.Name == "EWOULDBLOCK"
			same = same || id.Name == err.Name
		}
		return true
	})
	return again && same
}

// leaves reports whether a block ends by leaving the function or the loop.
func leaves(block *ast.BlockStmt) bool {
	if len(block.List) == 0 {
		return false
	}
	switch s := block.List[len(block.List)-1].(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return s.Tok == token.BREAK
	}
	return false
}
