package plugin

import (
	"bytes"
	"cmp"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// withoutConflicts takes away the fixes that golangci-lint could not apply
// together with those before them. It sorts the edits of all fixes of a file by
// their places and makes one of equal neighbours; when two overlap it applies
// none in the file and drops the diagnostics, and the run ends as if the code were
// clean. And where several texts are inserted at one place, one that comes back
// behind another (an import, as a rule) would be there twice. A diagnostic that
// loses its fix here has it again in the next run.
func withoutConflicts(pass *analysis.Pass, found []analysis.Diagnostic) {
	accepted := map[*token.File][]analysis.TextEdit{}
	for i, d := range found {
		if len(d.SuggestedFixes) == 0 {
			continue
		}
		file := pass.Fset.File(d.Pos)
		edits := merge(accepted[file], d.SuggestedFixes[0].TextEdits)
		if conflict(edits) {
			found[i].SuggestedFixes = nil
			continue
		}
		accepted[file] = edits
	}
}

// merge is what golangci-lint makes of edits.
func merge(before, more []analysis.TextEdit) []analysis.TextEdit {
	all := slices.Clone(before)
	for _, e := range more {
		if !e.End.IsValid() {
			e.End = e.Pos
		}
		all = append(all, e)
	}
	slices.SortStableFunc(all, func(a, b analysis.TextEdit) int {
		return cmp.Or(cmp.Compare(a.Pos, b.Pos), cmp.Compare(a.End, b.End))
	})
	return slices.CompactFunc(all, equal)
}

func equal(a, b analysis.TextEdit) bool {
	return a.Pos == b.Pos && a.End == b.End && bytes.Equal(a.NewText, b.NewText)
}

// conflict tells whether sorted edits overlap, or insert a text twice at a place.
func conflict(edits []analysis.TextEdit) bool {
	for i, e := range edits {
		if i > 0 && edits[i-1].End > e.Pos {
			return true
		}
		for j := i - 1; j >= 0 && edits[j].Pos == e.Pos; j-- {
			if equal(edits[j], e) {
				return true
			}
		}
	}
	return false
}
