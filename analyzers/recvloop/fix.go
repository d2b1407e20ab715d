package recvloop

// What the fixes have in common: where the loop stands in the source, and the
// calls in it. A fix is made of the syntax of the loop's own function; what a
// function that it calls does is not changed.

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/fix"
)

// fixed gives the finding that was added last its fix.
func (c *checker) fixed(f *finding.Fix) { c.found[len(c.found)-1].Fix = f }

// callAt is the call that an instruction of the loop's function is made from; nil
// when it is another kind of instruction.
func (c *checker) callAt(instr ssa.Instruction) *ast.CallExpr {
	if _, ok := instr.(*ssa.Call); !ok {
		return nil
	}
	call, _ := c.nodeAt(instr.Pos()).(*ast.CallExpr)
	return call
}

// nodeAt is the innermost node at a position of the package; nil when the
// position is elsewhere.
func (c *checker) nodeAt(pos token.Pos) ast.Node {
	for _, file := range c.pass.Files {
		if file.FileStart <= pos && pos < file.FileEnd {
			path, _ := astutil.PathEnclosingInterval(file, pos, pos+1)
			return path[0]
		}
	}
	return nil
}

// names are what fixes call new variables, by function: each its own, because
// they can be applied together.
type names map[ast.Node]map[string]bool

// name is the name of a new variable at a place.
func (c *checker) name(p *fix.Place, name string) string {
	given := c.given[p.Func]
	if given == nil {
		given = map[string]bool{}
		c.given[p.Func] = given
	}
	for free, i := p.Unused(name), 2; ; i++ {
		if !given[free] {
			given[free] = true
			return free
		}
		free = p.Unused(name + strconv.Itoa(i))
	}
}

// place is that of the loop; nil when it is made with goto, or is a handler.
func (c *checker) place() *fix.Place {
	switch stmt := c.nodeAt(c.loop.Pos).(type) {
	case *ast.ForStmt, *ast.RangeStmt:
		return fix.At(c.pass, stmt)
	}
	return nil
}

// zmq4 is what the file calls the package whose functions a call runs, and the
// edits that import it; ok is false when it lacks something.
func (c *checker) zmq4(p *fix.Place, call ssa.CallInstruction, needs ...string) (name string, edits []analysis.TextEdit, ok bool) {
	fn := call.Common().StaticCallee()
	if fn == nil || fn.Pkg == nil {
		return "", nil, false
	}
	pkg := fn.Pkg.Pkg
	for _, n := range needs {
		if pkg.Scope().Lookup(n) == nil {
			return "", nil, false
		}
	}
	name, edits, ok = p.Import(pkg.Path())
	return name, edits, ok && (len(edits) == 0 || name == pkg.Name())
}

// receivedBy is the statement that assigns what a call returns, in which nothing
// else is done.
func receivedBy(s ast.Stmt, call *ast.CallExpr) (assign *ast.AssignStmt, err *ast.Ident) {
	assign, ok := s.(*ast.AssignStmt)
	if !ok || len(assign.Rhs) != 1 || ast.Unparen(assign.Rhs[0]) != call {
		return nil, nil
	}
	err, _ = assign.Lhs[len(assign.Lhs)-1].(*ast.Ident)
	if err == nil {
		return nil, nil
	}
	return assign, err
}

// comparesNil tells how a condition compares a variable with nil: by token.EQL
// or token.NEQ, or not at all.
func comparesNil(info *types.Info, cond ast.Expr, v *ast.Ident) token.Token {
	id, op := fix.ComparedWithNil(info, cond)
	if id == nil || info.ObjectOf(id) != info.ObjectOf(v) {
		return token.ILLEGAL
	}
	return op
}

// errorBranch is the branch of an if statement that is taken when there is an
// error; nil when it has none.
func errorBranch(info *types.Info, stmt *ast.IfStmt, err *ast.Ident) *ast.BlockStmt {
	switch comparesNil(info, stmt.Cond, err) {
	case token.NEQ:
		return stmt.Body
	case token.EQL:
		other, _ := stmt.Else.(*ast.BlockStmt)
		return other
	}
	return nil
}
