package fix

// Ways out of a loop. A break, where the loop has one: then what comes behind it
// is reached and meant to be. Otherwise a return, which says more.

import (
	"go/ast"
	"go/token"
)

// Leave is a statement that ends the loop around p when it is put there. The
// function returns the error of that name, if it returns errors.
func (p *Place) Leave(loop *Place, err string) (stmt string, ok bool) {
	body, forever := loop.loop()
	if body == nil {
		return "", false
	}
	sig := p.signature()
	if sig == nil {
		return "", false
	}
	leave, canBreak := p.breaks(loop)
	switch breaks := breaksOut(body, loop.label()); {
	case breaks && canBreak:
		return leave, true
	case sig.Results().Len() == 0 && (forever && !breaks || loop.last()):
		return "return", true
	}
	if text, ok := p.returned(err); ok && (forever || loop.last()) {
		return text, true
	}
	return leave, canBreak && !forever
}

// loop is the body of the loop at the place, and whether it has no condition.
func (p *Place) loop() (body *ast.BlockStmt, forever bool) {
	switch s := p.unlabelled().(type) {
	case *ast.ForStmt:
		return s.Body, s.Cond == nil
	case *ast.RangeStmt:
		return s.Body, false
	}
	return nil, false
}

func (p *Place) unlabelled() ast.Stmt {
	if l, ok := p.Stmt.(*ast.LabeledStmt); ok {
		return l.Stmt
	}
	return p.Stmt
}

func (p *Place) label() string {
	if l, ok := p.Stmt.(*ast.LabeledStmt); ok {
		return l.Label.Name
	}
	return ""
}

// breaks is the break that leaves the loop from the place.
func (p *Place) breaks(loop *Place) (stmt string, ok bool) {
	for _, n := range p.path[1:] {
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			if n == ast.Node(loop.unlabelled()) {
				return "break", true
			}
			label := loop.label()
			return "break " + label, label != ""
		}
	}
	return "", false
}

// breaksOut tells that a statement in the body of a loop leaves it by a break.
func breaksOut(body *ast.BlockStmt, label string) (found bool) {
	var walk func(n ast.Node, plain bool)
	walk = func(n ast.Node, plain bool) {
		ast.Inspect(n, func(m ast.Node) bool {
			switch m := m.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
				if m != n { // a break without a label is for this one
					walk(m, false)
					return false
				}
			case *ast.BranchStmt:
				if m.Tok == token.BREAK && (m.Label == nil && plain || m.Label != nil && m.Label.Name == label) {
					found = true
				}
			}
			return !found
		})
	}
	walk(body, true)
	return found
}

// last tells that nothing comes behind the statement before the function ends.
func (p *Place) last() bool {
	for i, n := range p.path[1:] {
		if list := listOf(n); list != nil && list[len(list)-1] != p.path[i] {
			return false
		}
		switch n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			return true
		case *ast.ForStmt, *ast.RangeStmt:
			return false
		}
	}
	return false
}
