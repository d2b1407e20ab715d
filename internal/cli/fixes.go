package cli

import (
	"go/token"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/report"
)

// fixes turns the fix of a finding into that of a report: places in files that
// are named as in findings.
func (p paths) fixes(fset *token.FileSet, fix *finding.Fix) []report.Fix {
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
			File: p.short(start.Filename), Line: start.Line, Column: start.Column,
			EndLine: end.Line, EndColumn: end.Column, NewText: string(e.NewText),
		})
	}
	return []report.Fix{{Message: fix.Message, Decision: fix.Decision, Edits: edits}}
}
