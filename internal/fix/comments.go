package fix

import "go/ast"

// trailing is the comment behind the statement on its last line.
func (p *Place) trailing() *ast.Comment {
	for _, g := range p.File.Comments {
		for _, c := range g.List {
			if c.Pos() >= p.Stmt.End() && p.line(c.Pos()) == p.line(p.Stmt.End()) {
				return c
			}
		}
	}
	return nil
}

// Misaligns tells that a change of the statement would move a comment that gofmt
// aligns with the comments of the lines around it.
func (p *Place) Misaligns() bool {
	c := p.trailing()
	if c == nil {
		return false
	}
	line := p.line(c.Pos())
	for _, g := range p.File.Comments {
		for _, other := range g.List {
			if l := p.line(other.Pos()); (l == line-1 || l == line+1) && p.column(other.Pos()) == p.column(c.Pos()) {
				return true
			}
		}
	}
	return false
}
