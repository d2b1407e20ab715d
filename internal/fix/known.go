package fix

// What names mean at a place.

import (
	"go/ast"
	"go/types"
)

// Repeatable tells that an expression can be evaluated once more, before the
// place, with the same result: names and fields, pointers, constant indexes.
func Repeatable(info *types.Info, e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return true
	case *ast.BasicLit:
		return true
	case *ast.SelectorExpr:
		return Repeatable(info, e.X)
	case *ast.StarExpr:
		return Repeatable(info, e.X)
	case *ast.IndexExpr:
		return Repeatable(info, e.X) && Repeatable(info, e.Index)
	}
	return false
}

// known tells that the names in n, apart from that of err, mean the same at the
// place.
func (p *Place) known(n ast.Node, err *types.Var) bool {
	scope, ok := p.scope(), true
	first, last := n.Pos(), n.End()
	ast.Inspect(n, func(n ast.Node) bool {
		id, isIdent := n.(*ast.Ident)
		if !isIdent || id.Name == "_" {
			return ok
		}
		obj := p.Pass.TypesInfo.Uses[id]
		if obj == nil || obj == err || obj.Parent() == nil { // err, a field, a method
			return ok
		}
		if first <= obj.Pos() && obj.Pos() < last {
			return ok // declared in n itself
		}
		if v, isVar := obj.(*types.Var); isVar && v.IsField() {
			return ok
		}
		if obj.Pkg() != nil && obj.Pkg() != p.Pass.Pkg && obj.Parent() == obj.Pkg().Scope() {
			return ok // the package before it is asked instead
		}
		_, here := scope.LookupParent(id.Name, p.Stmt.Pos())
		ok = ok && here == obj
		return ok
	})
	return ok
}

// sees tells that v can be named at the place.
func (p *Place) sees(v *types.Var) bool {
	_, here := p.scope().LookupParent(v.Name(), p.Stmt.Pos())
	return here == v
}
