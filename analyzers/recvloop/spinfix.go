package recvloop

// The fix of recv-error-spin: the loop is left when the context is terminated or
// the socket closed. Other errors are dealt with as before: that the function
// goes on after them may be meant.
//
//	if err != nil {
//		if zmq4.AsErrno(err) == zmq4.ETERM || err == zmq4.ErrorSocketClosed {
//			return
//		}
//		log.Println(err)
//		continue
//	}

import (
	"fmt"
	"go/ast"
	"go/token"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/fix"
	"github.com/zmqlint/zmqlint/internal/sockets"
)

// endOnTerm leaves the loop behind each receive that it spins around; held is
// where a turn ends or waits already.
func (c *checker) endOnTerm(turn *run, held cut) *finding.Fix {
	var edits []analysis.TextEdit
	for _, r := range inLineFirst(c.loop.Receives) {
		at := r.At().Block()
		if r.Outside || !turn.ways(held)[at] {
			continue
		}
		more, ok := c.endBehind(turn, r)
		if !ok {
			return nil
		}
		for _, e := range more {
			if !slices.ContainsFunc(edits, func(d analysis.TextEdit) bool { return reflect.DeepEqual(d, e) }) { // imports
				edits = append(edits, e)
			}
		}
		held.blocks[at] = true
	}
	return &finding.Fix{Message: "end the loop after Term or Close", Edits: edits}
}

// endBehind leaves the loop behind one receive.
func (c *checker) endBehind(turn *run, r *sockets.Receive) (edits []analysis.TextEdit, ok bool) {
	call, expr := r.At(), c.callAt(r.At())
	if expr == nil || call.Parent() != c.loop.Fn {
		return nil, false
	}
	results := call.(*ssa.Call).Call.Signature().Results()
	if n := results.Len(); n == 0 || turn.call(call.(*ssa.Call), n-1) != failure {
		return nil, false // wrapped, or no error
	}
	p := fix.At(c.pass, expr)
	if p == nil {
		return nil, false
	}
	loop := p.Around(c.loop.Pos)
	zmq, imports, ok := c.zmq4(p, r.Instr, "AsErrno", "ETERM", "ErrorSocketClosed")
	if loop == nil || !ok {
		return nil, false
	}
	e := ending{pass: c.pass, place: p, loop: loop, zmq: zmq}
	edits, ok = e.behind(expr, results.Len())
	return append(imports, edits...), ok
}

// ending is where a loop is to be left.
type ending struct {
	pass        *analysis.Pass
	place, loop *fix.Place
	zmq         string
}

// behind leaves the loop behind a call with some results.
func (e ending) behind(call *ast.CallExpr, results int) (edits []analysis.TextEdit, ok bool) {
	switch stmt := e.place.Stmt.(type) {
	case *ast.AssignStmt:
		return e.assigned(stmt, call)
	case *ast.IfStmt:
		return e.asked(stmt, call)
	case *ast.ExprStmt:
		if ast.Unparen(stmt.X) == call {
			return e.dropped(call, results)
		}
	}
	return nil, false
}

// condition tells that no more messages will come.
func (e ending) condition(err string) string {
	return fmt.Sprintf("%[1]s.AsErrno(%[2]s) == %[1]s.ETERM || %[2]s == %[1]s.ErrorSocketClosed", e.zmq, err)
}

// check leaves the loop when the error says so.
func (e ending) check(err string) (stmt string, ok bool) {
	leave, ok := e.place.Leave(e.loop, err)
	return "if " + e.condition(err) + " {\n" + leave + "\n}", ok
}

// assigned checks the error that a statement assigns: in the branch behind that
// deals with errors, or in front of it.
func (e ending) assigned(stmt *ast.AssignStmt, call *ast.CallExpr) (edits []analysis.TextEdit, ok bool) {
	_, err := receivedBy(stmt, call)
	if err == nil {
		return nil, false
	}
	name := err.Name
	if name == "_" {
		if name, ok = e.newName(stmt); !ok {
			return nil, false
		}
		edits = append(edits, analysis.TextEdit{Pos: err.Pos(), End: err.End(), NewText: []byte(name)})
	}
	check, ok := e.check(name)
	if !ok {
		return nil, false
	}
	if branch, isIf := e.place.Next().(*ast.IfStmt); isIf && branch.Init == nil {
		if bad := errorBranch(e.pass.TypesInfo, branch, err); bad != nil {
			edit, ok := fix.Enter(e.pass, bad, check)
			return append(edits, edit), ok
		}
	}
	edit, ok := e.place.After(check)
	return append(edits, edit), ok
}

// newName is the name for an error that was dropped where other results are
// declared.
func (e ending) newName(stmt *ast.AssignStmt) (string, bool) {
	if stmt.Tok != token.DEFINE {
		return "", false
	}
	for _, name := range []string{"err", "recvErr"} {
		if e.place.Declarable(name) {
			return name, true
		}
	}
	return "", false
}

// asked checks the error of an if statement that receives and looks at the error
// at once.
func (e ending) asked(stmt *ast.IfStmt, call *ast.CallExpr) (edits []analysis.TextEdit, ok bool) {
	_, err := receivedBy(stmt.Init, call)
	if err == nil || err.Name == "_" {
		return nil, false
	}
	check, ok := e.check(err.Name)
	if !ok || comparesNil(e.pass.TypesInfo, stmt.Cond, err) == token.ILLEGAL {
		return nil, false
	}
	if bad := errorBranch(e.pass.TypesInfo, stmt, err); bad != nil {
		edit, ok := fix.Enter(e.pass, bad, check)
		return []analysis.TextEdit{edit}, ok
	}
	check, ok = e.place.Format(check)
	if stmt.Else != nil { // another if
		return []analysis.TextEdit{fix.Insertion(stmt.Else.Pos(), check+" else ")}, ok
	}
	return []analysis.TextEdit{fix.Insertion(stmt.End(), " else "+check)}, ok
}

// dropped gives a name to the error of a call whose results nobody takes.
func (e ending) dropped(call *ast.CallExpr, results int) (edits []analysis.TextEdit, ok bool) {
	leave, ok := e.place.Leave(e.loop, "err")
	if !ok {
		return nil, false
	}
	names := strings.Join(append(slices.Repeat([]string{"_"}, results-1), "err"), ", ")
	edit, ok := e.place.Replace("if " + names + " := " + e.place.Text(call) + "; " + e.condition("err") + " {\n" + leave + "\n}")
	return []analysis.TextEdit{edit}, ok
}
