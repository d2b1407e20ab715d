package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// Receiver is what the method of a call is called on, when statements before the
// place can name it too; nil when they cannot.
func (p *Place) Receiver(call *ast.CallExpr) ast.Expr {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || !Repeatable(p.Pass.TypesInfo, sel.X) || !p.known(sel.X, nil) {
		return nil
	}
	// if s = other(); s.Bind(e) == nil
	if p.assigned(sel.X, p.Stmt.Pos(), call.Pos()) {
		return nil
	}
	return sel.X
}

// Sets tells that an expression has a method of zmq4's Socket.
func (p *Place) Sets(recv ast.Expr, method string) bool {
	obj, _, _ := types.LookupFieldOrMethod(p.Pass.TypesInfo.TypeOf(recv), true, p.Pass.Pkg, method)
	f, ok := obj.(*types.Func)
	return ok && f.Pkg() != nil && zmqapi.IsZMQ4(f.Pkg().Path())
}

// IsSocket tells that an expression is a *zmq4.Socket itself, and nothing around
// one.
func (p *Place) IsSocket(e ast.Expr) bool {
	ptr, ok := p.Pass.TypesInfo.TypeOf(e).(*types.Pointer)
	if !ok {
		return false
	}
	n, ok := types.Unalias(ptr.Elem()).(*types.Named)
	return ok && n.Obj().Name() == "Socket" && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "github.com/pebbe/zmq4"
}

// OutOfLoops is the place of the outermost loop around p that a socket comes
// into, and the place itself when there is none.
func (p *Place) OutOfLoops(recv ast.Expr) *Place {
	for {
		out := p.Out()
		if out == nil || !out.known(recv, nil) || out.assigned(recv, out.Stmt.Pos(), out.Stmt.End()) {
			return p
		}
		p = out
	}
}

// Reaches tells that the statements from p lead to q, a place in the same list or
// deeper, with a socket that is not replaced on the way.
func (p *Place) Reaches(q *Place, recv ast.Expr) bool {
	if p.Func != q.Func || p.Stmt.Pos() > q.Stmt.Pos() || !slices.Contains(q.path, p.path[1]) {
		return false
	}
	return !p.assigned(recv, p.Stmt.Pos(), q.Stmt.Pos())
}

// Made is the place behind the statement that makes a socket, its error branch
// and what it defers, in a list around p; nil when the function does not make it.
func (p *Place) Made(recv ast.Expr) *Place {
	name := p.Text(recv)
	for i := 1; i < len(p.path); i++ {
		list := listOf(p.path[i])
		at, ok := p.path[i-1].(ast.Stmt)
		if list == nil || !ok {
			if p.path[i] == p.Func {
				return nil
			}
			continue
		}
		for j := slices.Index(list, at); j >= 0; j-- {
			if !p.makes(list[j], name) {
				continue
			}
			for j++; list[j] != at && (errorBranch(p.Pass.TypesInfo, list[j]) != nil && errorBranch(p.Pass.TypesInfo, list[j-1]) == nil || isDefer(list[j])); {
				j++
			}
			if made := At(p.Pass, list[j]); made != nil && made.known(recv, nil) {
				return made
			}
			return nil
		}
	}
	return nil
}

func isDefer(s ast.Stmt) bool { _, ok := s.(*ast.DeferStmt); return ok }

// makes tells that a statement gives name a new socket.
func (p *Place) makes(s ast.Stmt, name string) bool {
	if n, ok := s.(*ast.IfStmt); ok && n.Init != nil {
		s = n.Init
	}
	a, ok := s.(*ast.AssignStmt)
	if !ok || len(a.Lhs) == 0 || len(a.Rhs) != 1 || p.Text(a.Lhs[0]) != name {
		return false
	}
	call, ok := ast.Unparen(a.Rhs[0]).(*ast.CallExpr)
	return ok && callee(call) == "NewSocket"
}

// assigned tells that something between two positions of the function gives an
// expression, or a part of it, another value.
func (p *Place) assigned(e ast.Expr, from, to token.Pos) (found bool) {
	parts := p.parts(e)
	is := func(lhs ast.Expr) {
		if lhs != nil && from <= lhs.Pos() && lhs.Pos() < to && slices.Contains(parts, p.Text(lhs)) {
			found = true
		}
	}
	ast.Inspect(p.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				is(lhs)
			}
		case *ast.IncDecStmt:
			is(n.X)
		case *ast.RangeStmt:
			is(n.Key)
			is(n.Value)
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				is(n.X)
			}
		}
		return !found
	})
	return found
}

// parts are the texts of an expression and of all that it is made of.
func (p *Place) parts(e ast.Expr) (texts []string) {
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			texts = append(texts, p.Text(n), p.Text(n.X))
			return false || !isIdent(n.X)
		case *ast.Ident, *ast.IndexExpr, *ast.StarExpr:
			texts = append(texts, p.Text(n))
		}
		return true
	})
	return texts
}
