package sockets

// API calls in the source: position, syntax, whether the error is looked at.

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

func packageOf(fn *ssa.Function) *types.Package {
	fn = named(fn)
	if fn.Pkg != nil {
		return fn.Pkg.Pkg
	}
	if o := fn.Origin(); o != nil && o.Pkg != nil {
		return o.Pkg.Pkg
	}
	return nil
}

func (p *Program) newCall(row *zmqapi.Call, fn *ssa.Function, instr ssa.CallInstruction) *Call {
	c := &Call{Call: row, Instr: instr, Function: functionName(fn), ErrorDropped: row.HasError && errorDropped(instr), p: p}
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
	fn = named(fn)
	if fn.Pkg == nil {
		return fn.Name()
	}
	return fn.RelString(fn.Pkg.Pkg)
}

// named is the function of the source that a closure lies in.
func named(fn *ssa.Function) *ssa.Function {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn
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
		if e, ok := ref.(*ssa.Extract); ok && IsError(e.Type()) && used(e) {
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
