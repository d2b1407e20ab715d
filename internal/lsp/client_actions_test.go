package lsp

import (
	"path/filepath"
	"slices"
	"strings"
)

// Code actions, as the client of the tests asks for and applies them.

// actions asks for the code actions at a text in a file.
func (c *client) actions(name, at string, only ...string) (list []codeAction) {
	c.t.Helper()
	t := newText(c.open[c.uri(name)].Text)
	i := strings.Index(t.string, at)
	if i < 0 {
		c.t.Fatalf("no %q in %s", at, name)
	}
	var p codeActionParams
	p.TextDocument.URI, p.Context.Only = c.uri(name), only
	p.Range = span{t.position(i), t.position(i + len(at))}
	c.call("textDocument/codeAction", p, &list)
	return list
}

// action is the one action whose title has a text in it.
func (c *client) action(list []codeAction, title string) codeAction {
	c.t.Helper()
	var titles []string
	for _, a := range list {
		if strings.Contains(a.Title, title) {
			return a
		}
		titles = append(titles, a.Title)
	}
	c.t.Fatalf("no action %q in %q", title, titles)
	return codeAction{}
}

// apply applies an edit as an editor does: to the documents that are open, at
// the version that the edit is for.
func (c *client) apply(e workspaceEdit) {
	c.t.Helper()
	for _, d := range e.DocumentChanges {
		doc, open := c.open[d.TextDocument.URI]
		if !open || d.TextDocument.Version == nil || *d.TextDocument.Version != doc.Version {
			c.t.Fatalf("an edit of %+v, open is %d", d.TextDocument, doc.Version)
		}
		c.change(c.name(d.TextDocument.URI), inReverse(d.Edits)...)
	}
	for uri, edits := range e.Changes {
		c.change(c.name(uri), inReverse(edits)...)
	}
}

func inReverse(edits []textEdit) (changes []contentChange) {
	for _, e := range slices.Backward(edits) {
		changes = append(changes, contentChange{&e.Range, e.NewText})
	}
	return changes
}

func (c *client) name(uri DocumentURI) string {
	path, _ := uri.path()
	rel, err := filepath.Rel(c.dir, path)
	if err != nil {
		c.t.Fatal(err)
	}
	return filepath.ToSlash(rel)
}
