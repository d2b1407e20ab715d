package fix

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// In is the place of the statement around p in the list of q; nil when that list
// is not around p.
func (p *Place) In(q *Place) *Place {
	if p.Func != q.Func {
		return nil
	}
	for i := 1; i < len(p.path); i++ {
		if p.path[i] != q.path[1] {
			continue
		}
		if i == 1 {
			return p
		}
		out := newPlace(p.Pass, p.File, p.path[i-1:], q.List)
		if out != nil {
			out.inner = p
		}
		return out
	}
	return nil
}

// Move puts the statement of q, in which call has its error handled or dropped,
// before p in the same list; fallible says how to handle an error that is dropped.
func (q *Place) Move(p *Place, call *ast.CallExpr, fallible func() (Handling, bool)) ([]analysis.TextEdit, bool) {
	for _, e := range append(call.Args[:len(call.Args):len(call.Args)], call.Fun) {
		if !p.known(e, nil) || p.assigned(e, p.Stmt.Pos(), q.Stmt.Pos()) || calls(e) {
			return nil, false
		}
	}
	last := q.Stmt
	text := q.Text(q.Stmt)
	switch s := q.Stmt.(type) {
	case *ast.ExprStmt:
		if s.X == call {
			h, ok := fallible()
			if !ok {
				return nil, false
			}
			text = h.Checked(q.Text(call))
		}
	case *ast.IfStmt:
		if errorBranch(q.Pass.TypesInfo, s) == nil || s.Else != nil {
			return nil, false
		}
	case *ast.AssignStmt:
		b := errorBranch(q.Pass.TypesInfo, q.Next())
		switch id, isIdent := s.Lhs[0].(*ast.Ident); {
		case len(s.Lhs) != 1 || !isIdent:
			return nil, false
		case id.Name == "_":
			h, ok := fallible()
			if !ok {
				return nil, false
			}
			text = h.Checked(q.Text(call))
		case s.Tok != token.ASSIGN || b == nil || !assigns(q.Pass.TypesInfo, s, b.err):
			return nil, false
		default:
			last = q.Next()
			text += "\n" + q.Text(last)
		}
	default:
		return nil, false
	}
	if !p.known(q.Stmt, nil) || !p.known(last, nil) {
		return nil, false
	}
	cut, above, ok := q.cut(last)
	if !ok {
		return nil, false
	}
	put, ok := p.Before(above + text)
	return []analysis.TextEdit{put, cut}, ok
}

// cut takes the lines of the statements from q to last out, with the comment above
// them, which is returned.
func (q *Place) cut(last ast.Stmt) (edit analysis.TextEdit, above string, ok bool) {
	begin, end := q.begin(), last.End()
	rest := *q
	rest.Stmt = last
	upper, lower := q.line(q.before()), q.line(rest.behind())
	for _, g := range q.File.Comments {
		switch {
		case g.End() <= begin:
			upper = max(upper, q.line(g.End()))
		case g.Pos() == begin:
			for _, c := range g.List {
				above += c.Text + "\n"
			}
		case g.Pos() < end || q.line(g.Pos()) == q.line(end):
			return edit, "", false // would be lost, or left without its code
		default:
			lower = min(lower, q.line(g.Pos()))
		}
	}
	from, to := q.line(begin), q.line(end)+1
	if lower < to {
		return edit, "", false
	}
	if upper < from-1 && (lower > to || rest.Next() == nil) {
		from = upper + 1 // one of two empty lines, or the one at the end of a block
	}
	file := q.Pass.Fset.File(begin)
	return analysis.TextEdit{Pos: file.LineStart(from), End: file.LineStart(to)}, above, true
}
