package suppress

import (
	"go/ast"
	"go/token"
	"unicode"
)

// scopes knows where code and declarations of a file are. Lines are those of
// the file itself, whatever its line directives say.
type scopes struct {
	file  *ast.File
	lines *token.File
	code  map[int]token.Pos // where the first code of a line is
	decls map[int]ast.Node  // the widest declaration that begins on a line
}

func newScopes(fset *token.FileSet, f *ast.File) *scopes {
	s := &scopes{f, fset.File(f.FileStart), map[int]token.Pos{}, map[int]ast.Node{}}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case nil, *ast.CommentGroup:
			return false
		case *ast.FuncDecl, *ast.GenDecl, ast.Spec:
			if l := s.line(n.Pos()); s.decls[l] == nil { // the outer comes first
				s.decls[l] = n
			}
		}
		if _, whole := n.(*ast.File); !whole {
			s.mark(n.Pos())
			s.mark(n.End() - 1)
		}
		return true
	})
	s.mark(f.Package)
	return s
}

func (s *scopes) mark(pos token.Pos) {
	if pos < s.file.FileStart || pos > s.file.FileEnd {
		return // a node that a broken file has without a place
	}
	l := s.line(pos)
	if first, ok := s.code[l]; !ok || pos < first {
		s.code[l] = pos
	}
}

func (s *scopes) line(pos token.Pos) int { return s.lines.PositionFor(pos, false).Line }

// of returns what an ignore directive holds for: its line when code stands
// before it, else the line or the declaration below its comment.
func (s *scopes) of(c *ast.Comment, group *ast.CommentGroup) (from, to token.Pos) {
	l := s.line(c.Pos())
	if first, ok := s.code[l]; ok && first < c.Pos() {
		return s.span(l)
	}
	l = s.line(group.End()) + 1
	if d := s.decls[l]; d != nil {
		return d.Pos(), d.End()
	}
	return s.span(l)
}

// span is the range of a line; an empty one beyond the end of the file.
func (s *scopes) span(line int) (from, to token.Pos) {
	switch n := s.lines.LineCount(); {
	case line > n:
		return s.file.FileEnd, s.file.FileEnd
	case line == n:
		return s.lines.LineStart(line), s.file.FileEnd + 1
	}
	return s.lines.LineStart(line), s.lines.LineStart(line + 1)
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
