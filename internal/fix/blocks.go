package fix

import (
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// After puts statements behind the place and the comment on its line; ok is
// false when something else stands there.
func (p *Place) After(stmts string) (edit analysis.TextEdit, ok bool) {
	end := p.Stmt.End()
	for _, g := range p.File.Comments {
		for _, c := range g.List {
			if c.Pos() >= end && p.line(c.Pos()) == p.line(end) {
				end = c.End()
			}
		}
	}
	if p.line(end) != p.line(p.Stmt.End()) || p.line(p.behind()) == p.line(end) {
		return edit, false
	}
	text, ok := p.Format(stmts)
	return Insertion(end, "\n"+p.Indent()+text), ok
}

// behind is the beginning of what stands behind the statement: another one, or
// the end of the list.
func (p *Place) behind() token.Pos {
	if next := p.Next(); next != nil {
		return next.Pos()
	}
	switch parent := p.path[1].(type) {
	case *ast.BlockStmt:
		return parent.Rbrace
	default: // the next case, or the end of all
		return p.path[2].(*ast.BlockStmt).Rbrace
	}
}

// Enter puts statements at the beginning of a block that belongs to a statement
// or a function literal.
func Enter(pass *analysis.Pass, block *ast.BlockStmt, stmts string) (edit analysis.TextEdit, ok bool) {
	file := fileOf(pass, block.Pos())
	if file == nil || ast.IsGenerated(file) {
		return edit, false
	}
	line := func(pos token.Pos) int { return pass.Fset.PositionFor(pos, false).Line }
	if line(block.Lbrace) == line(block.Rbrace) {
		return enterLine(pass, file, block, stmts)
	}
	at := block.Lbrace + 1
	for _, g := range file.Comments {
		for _, c := range g.List {
			if c.Pos() >= at && line(c.Pos()) == line(block.Lbrace) {
				at = c.End()
			}
		}
	}
	if line(at) != line(block.Lbrace) {
		return edit, false
	}
	if n := len(block.List); n > 0 && (line(block.List[0].Pos()) == line(at) || line(block.List[n-1].End()) == line(block.Rbrace)) {
		return edit, false
	}
	indent := strings.Repeat("\t", pass.Fset.PositionFor(block.Rbrace, false).Column)
	text, ok := formatted(stmts, indent)
	return Insertion(at, "\n"+indent+text), ok
}

// enterLine makes several lines of a block that stands on one.
func enterLine(pass *analysis.Pass, file *ast.File, block *ast.BlockStmt, stmts string) (edit analysis.TextEdit, ok bool) {
	around := At(pass, block)
	if around == nil || around.line(around.Stmt.Pos()) != around.line(block.Lbrace) || commented(file, block) {
		return edit, false
	}
	for _, s := range block.List {
		stmts += "\n" + around.Text(s)
	}
	text, ok := formatted(stmts, around.Indent()+"\t")
	text = "{\n" + around.Indent() + "\t" + text + "\n" + around.Indent() + "}"
	return analysis.TextEdit{Pos: block.Lbrace, End: block.Rbrace + 1, NewText: []byte(text)}, ok
}

func commented(file *ast.File, block *ast.BlockStmt) bool {
	for _, g := range file.Comments {
		if block.Lbrace < g.Pos() && g.End() <= block.Rbrace {
			return true
		}
	}
	return false
}

// Commented tells that a comment stands in the statement.
func (p *Place) Commented() bool {
	for _, g := range p.File.Comments {
		if p.Stmt.Pos() < g.Pos() && g.End() <= p.Stmt.End() {
			return true
		}
	}
	return false
}
