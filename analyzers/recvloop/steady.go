package recvloop

// Expressions that mean the same later, when a goroutine evaluates them.

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/astutil"
)

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
