package load

import (
	"cmp"
	"slices"
)

// ProblemKind says why something was not analysed.
type ProblemKind uint8

const (
	_ ProblemKind = iota

	// Those that a user chose or cannot change.

	ExcludedByTags     // a file that imports zmq4 needs the build tags in Problem.Tags
	ExcludedByPlatform // a file that imports zmq4 is for another system
	NestedModule       // a module of its own below the patterns imports zmq4
	CgoBody            // functions that use both zmq4 and C
	Notice             // analysed in another way than asked for, or a gap that does not concern zmq4 as far as can be seen

	// Those that leave the analysis incomplete.

	ListError  // the go command cannot tell what belongs to the package
	ParseError // syntax errors
	TypeErrors // does not type-check
)

// Incomplete reports whether a problem of this kind means that something
// which was asked for could not be analysed.
func (k ProblemKind) Incomplete() bool { return k >= ListError }

func (k ProblemKind) String() string {
	return [...]string{"", "excluded by build tags", "excluded by platform", "nested module",
		"uses C", "notice", "list error", "syntax error", "type error"}[k]
}

// Problem is something that was not analysed.
type Problem struct {
	Package string // import path; may be empty when File is set
	File    string // absolute; may be empty when Package is set
	Reason  string
	Kind    ProblemKind
	Tags    []string // of ExcludedByTags: what to give to -tags, beside the tags already given
}

// sortProblems puts the problems in a fixed order, each once.
func sortProblems(ps []Problem) []Problem {
	slices.SortStableFunc(ps, compareProblems)
	return slices.CompactFunc(ps, func(a, b Problem) bool { return compareProblems(a, b) == 0 })
}

func compareProblems(a, b Problem) int {
	return cmp.Or(
		-cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.Package, b.Package),
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Reason, b.Reason),
	)
}
