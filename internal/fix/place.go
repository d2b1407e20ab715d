// Package fix builds the suggested fixes of the rules: where statements can be
// put, how the code there deals with errors, what has to be imported.
//
// Everything is read from the syntax tree and nothing from the file: an editor
// has other contents than the disk, and only some drivers hand them to an
// analyzer. An edit is complete and formatted as gofmt would, provided that the
// file is, because golangci-lint applies it as it stands.
//
//	place.go     the statement around a call, and edits at it
//	handling.go  the function's own way with an error
//	branch.go    where an error is handled
//	like.go      the handling of one error after that of another
//	words.go     what is said of an error
//	checkers.go  functions that take an error
//	owed.go      what has to be done before a function is left
//	check.go     the error of a call that drops it
//	receiver.go  the socket of a call
//	move.go      a statement put before another
//	known.go     what names mean at a place
//	comments.go  comments on the lines of a statement
//	zero.go      zero values, for return statements
//	imports.go   imports
//	blocks.go    the beginning of a block, behind a statement
//	loops.go     ways out of a loop
//	names.go     names for new variables
package fix

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"
)

// Place is a statement in a list of statements, alone at the beginning of its
// line.
type Place struct {
	Pass *analysis.Pass
	File *ast.File
	Stmt ast.Stmt
	List []ast.Stmt // that Stmt is in
	// Func is the *ast.FuncDecl or *ast.FuncLit around it.
	Func ast.Node
	Type *ast.FuncType
	Body *ast.BlockStmt
	// About is what a fix does, for the texts of the errors that it handles: a
	// verb and what follows it. Empty: "set socket options".
	About string

	path  []ast.Node // from Stmt to File
	inner *Place     // where the fix was to be, before Out
}

// At is the innermost place around an expression; nil when there is none: in
// generated code, in a package variable, in the head of an else if or a case.
func At(pass *analysis.Pass, n ast.Node) *Place {
	file := fileOf(pass, n.Pos())
	if file == nil || ast.IsGenerated(file) {
		return nil
	}
	path, _ := astutil.PathEnclosingInterval(file, n.Pos(), n.End())
	for i, n := range path {
		stmt, ok := n.(ast.Stmt)
		if !ok || i+1 == len(path) {
			continue
		}
		if _, ok := path[i+1].(*ast.LabeledStmt); ok {
			continue // the label goes with its statement
		}
		list := listOf(path[i+1])
		if list == nil {
			if headless(path[i+1], stmt) {
				return nil
			}
			continue
		}
		return newPlace(pass, file, path[i:], list)
	}
	return nil
}

// headless tells that what stands before a statement cannot stand before the
// one around it, because that one decides whether the statement is run at all.
func headless(parent ast.Node, stmt ast.Stmt) bool {
	switch p := parent.(type) {
	case *ast.IfStmt:
		return p.Else == stmt
	case *ast.ForStmt:
		return p.Post == stmt
	case *ast.CommClause:
		return true
	}
	return false
}

func newPlace(pass *analysis.Pass, file *ast.File, path []ast.Node, list []ast.Stmt) *Place {
	p := &Place{Pass: pass, File: file, Stmt: path[0].(ast.Stmt), List: list, path: path}
	for _, n := range path {
		switch f := n.(type) {
		case *ast.FuncDecl:
			p.Func, p.Type, p.Body = f, f.Type, f.Body
		case *ast.FuncLit:
			p.Func, p.Type, p.Body = f, f.Type, f.Body
		default:
			continue
		}
		break
	}
	if p.Func == nil || !p.alone() {
		return nil
	}
	return p
}

func listOf(n ast.Node) []ast.Stmt {
	switch n := n.(type) {
	case *ast.BlockStmt:
		return n.List
	case *ast.CaseClause:
		return n.Body
	case *ast.CommClause:
		return n.Body
	}
	return nil
}

// alone tells that nothing stands before the statement on its line.
func (p *Place) alone() bool {
	before := p.before()
	return before.IsValid() && p.line(before) < p.line(p.Stmt.Pos())
}

// before is the end of what stands before the statement.
func (p *Place) before() token.Pos {
	if i := slices.Index(p.List, p.Stmt); i > 0 {
		return p.List[i-1].End()
	}
	switch parent := p.path[1].(type) {
	case *ast.BlockStmt:
		return parent.Lbrace
	case *ast.CaseClause:
		return parent.Colon
	case *ast.CommClause:
		return parent.Colon
	}
	return token.NoPos
}

// line and column are those in the file, whatever a //line directive says.
func (p *Place) column(pos token.Pos) int { return p.Pass.Fset.PositionFor(pos, false).Column }

func (p *Place) line(pos token.Pos) int { return p.Pass.Fset.PositionFor(pos, false).Line }

// Out is the place of the innermost loop around p in the same function; nil when
// there is none.
func (p *Place) Out() *Place {
	return p.outward(func(n ast.Node) bool {
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		}
		return false
	})
}

// Around is the place of the statement around p, in the same function, that
// begins at pos; nil when there is none.
func (p *Place) Around(pos token.Pos) *Place {
	return p.outward(func(n ast.Node) bool { stmt, ok := n.(ast.Stmt); return ok && stmt.Pos() == pos })
}

func (p *Place) outward(is func(ast.Node) bool) *Place {
	for i, n := range p.path[1:] {
		switch n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			return nil
		}
		if !is(n) {
			continue
		}
		path := p.path[i+1:]
		if _, ok := path[1].(*ast.LabeledStmt); ok {
			path = path[1:]
		}
		list := listOf(path[1])
		if list == nil {
			return nil
		}
		out := newPlace(p.Pass, p.File, path, list)
		if out != nil {
			out.inner = p
		}
		return out
	}
	return nil
}

// Next is the statement after the place in its list; nil when it is the last.
func (p *Place) Next() ast.Stmt {
	if i := slices.Index(p.List, p.Stmt); i+1 < len(p.List) {
		return p.List[i+1]
	}
	return nil
}

// Before puts statements before the place and the comment that belongs to it.
// They are formatted here; ok is false when they cannot be.
func (p *Place) Before(stmts string) (edit analysis.TextEdit, ok bool) {
	text, ok := p.Format(stmts)
	if _, labelled := p.Stmt.(*ast.LabeledStmt); labelled { // a label stands further out
		return Insertion(p.begin(), "\t"+text+"\n"+p.Indent()[1:]), ok
	}
	return Insertion(p.begin(), text+"\n"+p.Indent()), ok
}

// begin is where the place begins, with the comment above it.
func (p *Place) begin() token.Pos {
	after := p.before()
	for _, g := range p.File.Comments {
		if p.line(g.End()) == p.line(p.Stmt.Pos())-1 && p.line(g.Pos()) > p.line(after) && g.Pos() > after && p.column(g.Pos()) == p.column(p.Stmt.Pos()) {
			return g.Pos()
		}
	}
	return p.Stmt.Pos()
}

// Replace puts statements in the place of the one that is there.
func (p *Place) Replace(stmts string) (analysis.TextEdit, bool) {
	text, ok := p.Format(stmts)
	return analysis.TextEdit{Pos: p.Stmt.Pos(), End: p.Stmt.End(), NewText: []byte(text)}, ok
}

// Indent is what a line at the place begins with, in a file that is formatted.
func (p *Place) Indent() string {
	n := p.column(p.Stmt.Pos()) - 1
	if _, labelled := p.Stmt.(*ast.LabeledStmt); labelled {
		n++
	}
	return strings.Repeat("\t", n)
}

// Format formats statements for the place: the first line without its indent.
func (p *Place) Format(stmts string) (string, bool) { return formatted(stmts, p.Indent()) }

func formatted(stmts, indent string) (string, bool) {
	const head = "package p\n\nfunc _() {\n"
	out, err := format.Source([]byte(head + stmts + "\n}\n"))
	if err != nil || bytes.ContainsRune(out, '`') {
		return "", false // a raw string keeps its lines as they are
	}
	body := strings.TrimSuffix(strings.TrimPrefix(string(out), head), "}\n")
	lines := strings.Split(strings.TrimSpace(body), "\n")
	for i, l := range lines[1:] {
		if l = strings.TrimPrefix(l, "\t"); l != "" {
			l = indent + l
		}
		lines[i+1] = l
	}
	return strings.Join(lines, "\n"), true
}

// Text is the source of a node, without comments.
func (p *Place) Text(n ast.Node) string { return text(p.Pass.Fset, n) }

func text(fset *token.FileSet, n ast.Node) string {
	var b strings.Builder
	if err := format.Node(&b, fset, n); err != nil {
		return ""
	}
	return b.String()
}

func fileOf(pass *analysis.Pass, pos token.Pos) *ast.File {
	for _, f := range pass.Files {
		if f.FileStart <= pos && pos <= f.FileEnd {
			return f
		}
	}
	return nil
}

// Spaced tells that gofmt writes a product in the place of an expression with
// spaces, which it does outside of lists of arguments and other operations.
func (p *Place) Spaced(e ast.Expr) bool {
	path, _ := astutil.PathEnclosingInterval(p.File, e.Pos(), e.End())
	for _, n := range path {
		switch n := n.(type) {
		case ast.Stmt:
			return true
		case *ast.CallExpr:
			if len(n.Args) > 1 && n != e {
				return false
			}
		case *ast.BinaryExpr:
			if n != e {
				return false
			}
		}
	}
	return true
}
