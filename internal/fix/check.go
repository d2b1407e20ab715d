package fix

import (
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Check handles the error of a call that drops it: of one that is a statement, or
// whose error is assigned to the blank identifier. about is what the call does, as
// in "set socket options".
func Check(pass *analysis.Pass, call *ast.CallExpr, about string) (edits []analysis.TextEdit, ok bool) {
	p := At(pass, call)
	if p == nil || p.Misaligns(p.Stmt.End()) {
		return nil, false
	}
	p.About = about
	h, closes := p.closing(call)
	if !closes {
		h, ok = p.Handling(call)
	} else {
		ok = h.body != ""
	}
	if !ok {
		return nil, false
	}
	switch s := p.Stmt.(type) {
	case *ast.ExprStmt:
		first := leftmost(call)
		if s.X != call || first == nil {
			return nil, false
		}
		// The name and what comes before it: other fixes insert at the place.
		return p.around(h, analysis.TextEdit{Pos: first.Pos(), End: first.End(), NewText: []byte(h.head() + first.Name)})
	case *ast.AssignStmt:
		if len(s.Rhs) != 1 || s.Rhs[0] != call {
			return nil, false
		}
		last := s.Lhs[len(s.Lhs)-1]
		if id, isIdent := last.(*ast.Ident); !isIdent || id.Name != "_" {
			return nil, false
		}
		if len(s.Lhs) == 1 {
			return p.around(h, analysis.TextEdit{Pos: s.Pos(), End: call.Pos(), NewText: []byte(h.head())})
		}
		return p.behindResults(h, s, last)
	}
	return nil, false
}

// around puts the rest of the handling behind the statement, and the comment
// there above it.
func (p *Place) around(h Handling, head analysis.TextEdit) ([]analysis.TextEdit, bool) {
	const call = "call()"
	text, ok := p.Format(h.head() + call + h.tail())
	if !ok {
		return nil, false
	}
	_, tail, _ := strings.Cut(text, call)
	end := analysis.TextEdit{Pos: p.Stmt.End(), End: p.Stmt.End(), NewText: []byte(tail)}
	if c := p.trailing(); c != nil && h.check == "" {
		if p.follows() {
			return nil, false
		}
		head.NewText = append([]byte(c.Text+"\n"+p.Indent()), head.NewText...)
		end.End = c.End()
	}
	return []analysis.TextEdit{head, end}, true
}

// behindResults names the error of a call with several results, and handles it
// behind the statement.
func (p *Place) behindResults(h Handling, s *ast.AssignStmt, blank ast.Expr) ([]analysis.TextEdit, bool) {
	name := h.name
	if h.check != "" {
		name = "err"
	}
	_, obj := p.scope().LookupParent(name, p.Stmt.Pos())
	if s.Tok == token.ASSIGN && (obj == nil || !isError(obj.Type())) {
		return nil, false
	}
	if here := p.scope().Lookup(name); s.Tok == token.DEFINE && here != nil && here.Pos() < p.Stmt.Pos() && !isError(here.Type()) {
		return nil, false
	}
	stmt := "if " + name + " != nil {\n" + h.body + "\n}"
	if h.check != "" {
		stmt = h.check + "(" + name + ")"
	}
	after, ok := p.After(stmt)
	return []analysis.TextEdit{{Pos: blank.Pos(), End: blank.End(), NewText: []byte(name)}, after}, ok
}

// closing is the handling for a call right before the socket is closed, which has
// to be closed whatever the call says; without a body when there is none.
func (p *Place) closing(call *ast.CallExpr) (h Handling, closes bool) {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	next := p.Next()
	if !ok || next == nil || isDefer(next) {
		return h, false
	}
	if n, isIf := next.(*ast.IfStmt); isIf && n.Init != nil {
		next = n.Init
	}
	var value ast.Expr
	switch n := next.(type) {
	case *ast.ExprStmt:
		value = n.X
	case *ast.AssignStmt:
		value = n.Rhs[0]
	case *ast.ReturnStmt:
		if len(n.Results) == 1 {
			value = n.Results[0]
		}
	}
	if c, isCall := value.(*ast.CallExpr); isCall && callee(c) == "Close" {
		x, isSel := c.Fun.(*ast.SelectorExpr)
		closes = isSel && p.Text(x.X) == p.Text(sel.X)
	}
	if !closes {
		return h, false
	}
	if b := p.neighbour(call); b != nil {
		h.name = b.err.Name()
		var out []string
		for _, s := range b.body.List {
			if text := p.going(s, b.err, true); text != "" {
				out = append(out, text)
			}
		}
		h.body = strings.Join(out, "\n")
	}
	return h, true
}

// leftmost is the name that an expression begins with.
func leftmost(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.CallExpr:
			e = x.Fun
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		default:
			return nil
		}
	}
}
