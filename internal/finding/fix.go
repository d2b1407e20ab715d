package finding

import (
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// Fix is a change after which its finding is gone and the package still builds.
type Fix struct {
	Message string // what it does, in the imperative
	Edits   []analysis.TextEdit
	// Decision is what somebody has to decide or to provide before the change is
	// right: keys, an address. Such a fix is offered, and applied when asked for
	// by name; "" when the change is right as it is.
	Decision string
}

// suggested are the fixes that go with the diagnostic. Drivers other than the
// command and the language server apply whatever they are given, so they get no
// fix that takes a decision; and golangci-lint applies half of one that reaches
// into another file.
func suggested(fset *token.FileSet, f *Finding) []analysis.SuggestedFix {
	if f.Fix == nil || f.Fix.Decision != "" || !within(fset, f.Pos, f.Fix.Edits) {
		return nil
	}
	return []analysis.SuggestedFix{{Message: f.Fix.Message, TextEdits: f.Fix.Edits}}
}

// within tells that all edits are in the file of pos.
func within(fset *token.FileSet, pos token.Pos, edits []analysis.TextEdit) bool {
	file := fset.File(pos)
	for _, e := range edits {
		if fset.File(e.Pos) != file {
			return false
		}
	}
	return true
}
