package fix

// Where an error is handled: the branch of an if statement, which is looked for at
// the place itself and at its neighbours.

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// branch is where an error is handled.
type branch struct {
	body *ast.BlockStmt
	err  *types.Var
}

// errorBranch is the branch of an if statement that is taken when there is an
// error; nil when s is something else.
func errorBranch(info *types.Info, s ast.Stmt) *branch {
	n, ok := s.(*ast.IfStmt)
	if !ok {
		return nil
	}
	id, op := ComparedWithNil(info, n.Cond)
	if op != token.NEQ || !isError(info.TypeOf(id)) {
		return nil
	}
	v, ok := info.Uses[id].(*types.Var)
	if !ok {
		return nil
	}
	return &branch{n.Body, v}
}

// ownHandling is what the statement does with its error: as an if statement, or
// in the one behind it or, for the last statement of a branch, behind that.
func (p *Place) ownHandling() *branch {
	if b := errorBranch(p.Pass.TypesInfo, p.Stmt); b != nil {
		return b
	}
	if _, ok := p.Stmt.(*ast.AssignStmt); !ok {
		return nil
	}
	var stmt ast.Node = p.Stmt
	for _, n := range p.path[1:] {
		switch n := n.(type) {
		case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
			list := listOf(n)
			if i := slices.Index(list, stmt.(ast.Stmt)); i+1 < len(list) {
				if b := errorBranch(p.Pass.TypesInfo, list[i+1]); b != nil && assigns(p.Pass.TypesInfo, p.Stmt, b.err) {
					return b
				}
				return nil
			}
		case *ast.IfStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt, *ast.LabeledStmt:
		default:
			return nil
		}
		stmt = n
	}
	return nil
}

// assigns tells that a statement gives v its value.
func assigns(info *types.Info, s ast.Stmt, v *types.Var) bool {
	a, ok := s.(*ast.AssignStmt)
	return ok && slices.ContainsFunc(a.Lhs, func(e ast.Expr) bool {
		id, ok := e.(*ast.Ident)
		return ok && info.ObjectOf(id) == v
	})
}

// neighbour is the handling of the nearest call of the same socket in the list:
// behind first, because that knows the socket and everything that is open by
// then. The call that makes the socket does not count.
func (p *Place) neighbour(call *ast.CallExpr) *branch {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	recv := p.Text(sel.X)
	at := slices.Index(p.List, p.Stmt)
	order := slices.Clone(p.List[at+1:])
	for i := at - 1; i >= 0; i-- {
		order = append(order, p.List[i])
	}
	for _, s := range order {
		if !p.callOf(s, recv) {
			continue
		}
		near := *p
		near.Stmt, near.path = s, append([]ast.Node{s}, p.path[1:]...)
		if b := near.ownHandling(); b != nil {
			return b
		}
	}
	return nil
}

// callOf tells that a statement calls a method of recv for its error.
func (p *Place) callOf(s ast.Stmt, recv string) bool {
	if n, ok := s.(*ast.IfStmt); ok && n.Init != nil {
		s = n.Init
	}
	a, ok := s.(*ast.AssignStmt)
	if !ok || len(a.Rhs) != 1 {
		return false
	}
	call, ok := ast.Unparen(a.Rhs[0]).(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	return ok && p.Text(sel.X) == recv
}

// ComparedWithNil is the variable that a condition compares with nil, and how:
// token.EQL or token.NEQ; nil when the condition is another one.
func ComparedWithNil(info *types.Info, cond ast.Expr) (id *ast.Ident, op token.Token) {
	cmp, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if !ok || cmp.Op != token.EQL && cmp.Op != token.NEQ {
		return nil, token.ILLEGAL
	}
	x, y := ast.Unparen(cmp.X), ast.Unparen(cmp.Y)
	if info.Types[x].IsNil() {
		x, y = y, x
	}
	if id, ok = x.(*ast.Ident); !ok || !info.Types[y].IsNil() {
		return nil, token.ILLEGAL
	}
	return id, cmp.Op
}
