package lsp

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"

	"github.com/zmqlint/zmqlint/internal/suppress"
)

// reasonWanted stands where the reason has to be. It is none, so that the
// finding stays and bad-suppression asks for one: to accept a finding is a
// decision, and the code has to say which.
const reasonWanted = "…"

// ignore inserts a directive on a line of its own above a finding.
func (a *actor) ignore(f shown) (edit workspaceEdit, ok bool) {
	if f.Code == suppress.Bad || !isGo(a.doc.path) {
		return workspaceEdit{}, false // nothing can be said about these in a comment
	}
	start := a.file.goOffset(f.finding.Line, 1)
	line := a.file.string[start : start+a.file.goLineLength(f.finding.Line)]
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	comment := "//zmqlint:ignore " + f.Code + " " + reasonWanted
	newline := "\n"
	if strings.HasPrefix(a.file.string[start+len(line):], "\r\n") {
		newline = "\r\n"
	}
	at := a.file.position(start)
	insert := indent + comment + newline
	if !isComment(a.file.string[:start]+insert+a.file.string[start:], comment, start+len(indent)) {
		return workspaceEdit{}, false // inside a literal, say
	}
	return a.workspaceEdit(map[string][]textEdit{a.doc.path: {{span{at, at}, insert}}}), true
}

// isComment reports whether a comment stands at an offset of a file.
func isComment(src, text string, offset int) bool {
	fset := token.NewFileSet()
	f, _ := parser.ParseFile(fset, "", src, parser.ParseComments|parser.SkipObjectResolution)
	if f == nil {
		return false
	}
	at := f.FileStart + token.Pos(offset)
	return slices.ContainsFunc(f.Comments, func(g *ast.CommentGroup) bool {
		return slices.ContainsFunc(g.List, func(c *ast.Comment) bool { return c.Pos() == at && c.Text == text })
	})
}
