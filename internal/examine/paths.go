package examine

import (
	"go/token"
	"path/filepath"
	"strings"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/report"
)

// Paths shortens file names to what they are called in the working directory.
type Paths []string

// NewPaths knows the directory by the name it was given and by its real one:
// the go command uses either.
func NewPaths(dir string) Paths {
	p := Paths{dir}
	if real, err := filepath.EvalSymlinks(dir); err == nil && real != dir {
		p = append(p, real)
	}
	return p
}

// Short returns the relative name of a file inside the directory, and the name
// as it is of one outside.
func (p Paths) Short(file string) string {
	for _, dir := range p {
		if rel, err := filepath.Rel(dir, file); err == nil && filepath.IsLocal(rel) {
			return rel
		}
	}
	return file
}

// Shorten shortens the names of files inside a text.
func (p Paths) Shorten(text string) string {
	for _, dir := range p {
		text = strings.ReplaceAll(text, dir+string(filepath.Separator), "")
	}
	return text
}

// fixes turns the fix of a finding into that of a report: places in files that
// are named as in findings.
func (p Paths) fixes(fset *token.FileSet, fix *finding.Fix) []report.Fix {
	if fix == nil {
		return nil
	}
	edits := make([]report.Edit, 0, len(fix.Edits))
	for _, e := range fix.Edits {
		if !e.End.IsValid() {
			e.End = e.Pos // an insertion
		}
		start, end := fset.PositionFor(e.Pos, false), fset.PositionFor(e.End, false)
		edits = append(edits, report.Edit{
			File: p.Short(start.Filename), Line: start.Line, Column: start.Column,
			EndLine: end.Line, EndColumn: end.Column, NewText: string(e.NewText),
		})
	}
	return []report.Fix{{Message: fix.Message, Decision: fix.Decision, Edits: edits}}
}
