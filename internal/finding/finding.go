// Package finding is what a rule reports: an analysis.Diagnostic together
// with the details that reports need and that analysis.Diagnostic has no room for.
package finding

import (
	"cmp"
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/rule"
	"github.com/zmqlint/zmqlint/internal/suppress"
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
	Fix        *Fix     // nil when there is none

	// Asked is set when a flag of the analyzer asks for the rule, whatever the
	// configuration says.
	Asked bool
	// SuppressedBy are the directives that keep the finding from being reported,
	// the nearest first.
	SuppressedBy []*suppress.Entry
	// Shared is set on a finding that every package of a module has.
	Shared *Shared
}

// List is the result of a rule analyzer: its findings in the order of their
// positions, one for each diagnostic that it reported, and those that a
// directive suppresses.
type List []Finding

// Report sorts the findings, drops repetitions (same rule, same position) and
// what the configuration turns off, and reports to the pass what no directive
// suppresses. That is done here, and not in the command, so that it holds under
// every driver. The message of each diagnostic ends with the rule in
// parentheses, because golangci-lint shows neither category nor URL.
//
// Findings in tests and in generated files are no diagnostics: only the
// command can be asked for them, and it reads the list.
func Report(pass *analysis.Pass, found List) List {
	if len(found) == 0 {
		return found
	}
	found = configured(pass, found)
	slices.SortStableFunc(found, compare)
	found = slices.CompactFunc(found, func(a, b Finding) bool { return a.Rule == b.Rule && a.Pos == b.Pos && a.By == b.By })
	directives := suppress.Parse(pass.Fset, pass.Files)
	for i := range found {
		f := &found[i]
		f.SuppressedBy = directives.Covering(f.Rule, f.Pos)
		if len(f.SuppressedBy) > 0 || !reported(pass, f.Pos) {
			continue
		}
		pass.Report(analysis.Diagnostic{
			Pos:            f.Pos,
			End:            f.End,
			Category:       f.Rule,
			Message:        f.Message + " (" + f.Rule + ")",
			URL:            rule.URL(f.Rule),
			SuggestedFixes: suggested(pass.Fset, f),
		})
	}
	return found
}

// configured applies the configuration: rules, severities, excluded files.
func configured(pass *analysis.Pass, found List) List {
	cfg := config.For(pass)
	found = slices.DeleteFunc(found, func(f Finding) bool {
		return !f.Asked && !cfg.On(f.Rule) || cfg.Excludes(pass.Fset.Position(f.Pos).Filename)
	})
	for i, f := range found {
		found[i].Severity = cfg.Severity(f.Rule, f.Severity)
	}
	return found
}

// reported reports whether pos lies in code that diagnostics are for.
func reported(pass *analysis.Pass, pos token.Pos) bool {
	for _, f := range pass.Files {
		if f.FileStart <= pos && pos <= f.FileEnd {
			return !Generated(f) && !strings.HasSuffix(pass.Fset.Position(f.FileStart).Filename, "_test.go")
		}
	}
	return true
}

var generated = regexp.MustCompile(`^// Code generated .* DO NOT EDIT\.$`)

// Generated is ast.IsGenerated, but that a file which cgo has made of a file of the
// user is what that one is: go vet and golangci-lint analyse it in its place.
func Generated(f *ast.File) bool {
	for _, g := range f.Comments {
		if g.Pos() > f.Package {
			break
		}
		for _, c := range g.List {
			if generated.MatchString(c.Text) && c.Text != config.CgoHeader {
				return true
			}
		}
	}
	return false
}

func compare(a, b Finding) int {
	return cmp.Or(cmp.Compare(a.Pos, b.Pos), strings.Compare(a.Rule, b.Rule), strings.Compare(a.By, b.By))
}
