package fix

import (
	"go/ast"
	"go/token"
	"slices"
)

// trailing is the comment behind the statement on its last line.
func (p *Place) trailing() *ast.Comment { return p.behindLine(p.Stmt.End()) }

// behindLine is the comment on the line of pos, behind it.
func (p *Place) behindLine(pos token.Pos) *ast.Comment {
	for _, g := range p.File.Comments {
		for _, c := range g.List {
			if c.Pos() >= pos && p.line(c.Pos()) == p.line(pos) {
				return c
			}
		}
	}
	return nil
}

// follows tells that a comment stands in front of the statement on its line.
func (p *Place) follows() bool {
	return slices.ContainsFunc(p.File.Comments, func(g *ast.CommentGroup) bool {
		return g.End() <= p.Stmt.Pos() && p.line(g.End()) == p.line(p.Stmt.Pos())
	})
}

// Misaligns tells that a change at pos would move a comment that gofmt aligns with
// those of the lines around it.
func (p *Place) Misaligns(pos token.Pos) bool {
	c := p.behindLine(pos)
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
