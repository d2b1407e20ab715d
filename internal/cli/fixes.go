package cli

import (
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/report"
)

// fixes turns the fixes of an analyzer into those of a report: places in files
// that are named as in findings.
func (p paths) fixes(fset *token.FileSet, fixes []analysis.SuggestedFix) (out []report.Fix) {
	for _, fix := range fixes {
		edits := make([]report.Edit, 0, len(fix.TextEdits))
		for _, e := range fix.TextEdits {
			if !e.End.IsValid() {
				e.End = e.Pos // an insertion
			}
			start, end := fset.PositionFor(e.Pos, false), fset.PositionFor(e.End, false)
			edits = append(edits, report.Edit{
				File: p.short(start.Filename), Line: start.Line, Column: start.Column,
				EndLine: end.Line, EndColumn: end.Column, NewText: string(e.NewText),
			})
		}
		out = append(out, report.Fix{Message: fix.Message, Edits: edits})
	}
	return out
}
