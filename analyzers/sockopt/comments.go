package sockopt

// Comments that explain a line: one at its end, in it, or directly above.

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// comments indexes the lines that a comment speaks of. A comment behind code
// speaks of its own line only, and a line directive, of which cgo makes many, of
// none. Lines are those in the file itself, where the comments stand.
func comments(pass *analysis.Pass) map[string]map[int]bool {
	lines := map[string]map[int]bool{}
	line := func(pos token.Pos) int { return pass.Fset.PositionFor(pos, false).Line }
	for _, f := range pass.Files {
		code := codeStarts(pass.Fset, f)
		m := map[int]bool{}
		for _, g := range f.Comments {
			if !slices.ContainsFunc(g.List, speaks) {
				continue
			}
			last := line(g.End())
			for l := line(g.Pos()); l <= last; l++ {
				m[l] = true
			}
			if start, ok := code[line(g.Pos())]; !ok || start > g.Pos() {
				m[last+1] = true
			}
		}
		lines[pass.Fset.PositionFor(f.FileStart, false).Filename] = m
	}
	return lines
}

// speaks reports whether a comment is more than a line directive.
func speaks(c *ast.Comment) bool {
	return !strings.HasPrefix(c.Text, "//line ") && !strings.HasPrefix(c.Text, "/*line ")
}

// codeStarts tells where on each line the first name or literal stands.
func codeStarts(fset *token.FileSet, f *ast.File) map[int]token.Pos {
	starts := map[int]token.Pos{}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.CommentGroup:
			return false
		case *ast.Ident, *ast.BasicLit:
			l := fset.PositionFor(n.Pos(), false).Line
			if old, ok := starts[l]; !ok || n.Pos() < old {
				starts[l] = n.Pos()
			}
		}
		return true
	})
	return starts
}

// explained reports whether a comment speaks of the line at pos.
func (c *checker) explained(pos token.Pos) bool {
	p := c.pass.Fset.PositionFor(pos, false)
	return c.comments[p.Filename][p.Line]
}
