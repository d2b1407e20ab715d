package fix

import (
	"go/ast"
	"go/types"
	"strconv"
)

// Unused is a name that the function around the place does not know yet, nor the
// functions around that one: the one given, or that with a number.
func (p *Place) Unused(name string) string {
	known := map[string]bool{}
	for _, n := range p.path {
		switch n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			ast.Inspect(n, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					known[id.Name] = true
				}
				return true
			})
		}
	}
	free := name
	for i := 2; known[free] || p.Pass.Pkg.Scope().Lookup(free) != nil || p.isImported(free); i++ {
		free = name + strconv.Itoa(i)
	}
	return free
}

func (p *Place) isImported(name string) bool {
	scope := p.Pass.TypesInfo.Scopes[p.File]
	return scope != nil && scope.Lookup(name) != nil
}

// Declarable tells that the statement can declare a variable of that name, and
// that no statement behind it then means another one than before.
func (p *Place) Declarable(name string) bool {
	scope := p.scope()
	if scope.Lookup(name) != nil {
		return false
	}
	ok := true
	ast.Inspect(p.path[1], func(n ast.Node) bool {
		if id, isIdent := n.(*ast.Ident); isIdent && id.Name == name && id.Pos() > p.Stmt.Pos() {
			if v, isVar := p.Pass.TypesInfo.Uses[id].(*types.Var); isVar && !v.IsField() && v.Pos() < p.Stmt.Pos() {
				ok = false
			}
		}
		return ok
	})
	return ok
}
