// Package finding is what a rule reports: an analysis.Diagnostic together
// with the details that reports need and that analysis.Diagnostic has no room for.
package finding

import (
	"cmp"
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/rule"
)

// Finding is one defect at one place.
type Finding struct {
	Rule       string
	Severity   rule.Severity
	May        bool // the defect is there on some paths only
	Pos, End   token.Pos
	Message    string   // without the trailing "(rule)"
	Missing    []string // libzmq names of the options missing (missing-options only)
	SocketType string   // "PUB", "PUSH or PULL"; empty when not known
	Endpoint   string   // as far as it is known: "tcp://*:5555", "tcp://…"; empty when not known
	Function   string   // enclosing function, as "(*Server).Start"
	By         string   // the function outside that opens the socket, for a call that hands it over
	Fixes      []analysis.SuggestedFix

	// Quiet findings are in the result but are no diagnostics: the rule is off,
	// and a driver that knows rules by name may have turned it on.
	Quiet bool
}

// List is the result of a rule analyzer: its findings in the order of their
// positions, one for each diagnostic that it reported, and the quiet ones.
type List []Finding

// Report sorts the findings, drops repetitions (same rule, same position) and
// reports each to the pass. The message of each diagnostic ends with the rule
// in parentheses, because golangci-lint shows neither category nor URL.
//
// Findings in tests and in generated files are no diagnostics: only the
// command can be asked for them, and it reads the list.
func Report(pass *analysis.Pass, found List) List {
	slices.SortStableFunc(found, compare)
	found = slices.CompactFunc(found, func(a, b Finding) bool { return a.Rule == b.Rule && a.Pos == b.Pos && a.By == b.By })
	for _, f := range found {
		if f.Quiet || !reported(pass, f.Pos) {
			continue
		}
		pass.Report(analysis.Diagnostic{
			Pos:            f.Pos,
			End:            f.End,
			Category:       f.Rule,
			Message:        f.Message + " (" + f.Rule + ")",
			URL:            rule.URL(f.Rule),
			SuggestedFixes: f.Fixes,
		})
	}
	return found
}

// reported reports whether pos lies in code that diagnostics are for.
func reported(pass *analysis.Pass, pos token.Pos) bool {
	for _, f := range pass.Files {
		if f.FileStart <= pos && pos <= f.FileEnd {
			return !ast.IsGenerated(f) && !strings.HasSuffix(pass.Fset.Position(f.FileStart).Filename, "_test.go")
		}
	}
	return true
}

func compare(a, b Finding) int {
	return cmp.Or(cmp.Compare(a.Pos, b.Pos), strings.Compare(a.Rule, b.Rule), strings.Compare(a.By, b.By))
}
