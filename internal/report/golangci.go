package report

import (
	"cmp"
	"encoding/json"
	"io"

	"github.com/zmqlint/zmqlint/internal/rule"
)

// Golangci writes the JSON of golangci-lint 2, for the editors' integrations
// that read it. golangci-lint's suggested fixes are offsets into its own
// memory, which nothing outside can use, so there are none here.
func Golangci(w io.Writer, r *Report, opt Options) error {
	out := golangciResult{
		Issues: []golangciIssue{}, // an empty list is [], not null
		Report: golangciReport{Linters: []golangciLinter{{Name: "zmqlint", Enabled: true}}},
	}
	// Not Report.Error: none-ls shows no issues when there is one.
	for _, n := range r.NotAnalyzed {
		text := "not analyzed: " + cmp.Or(n.Package, n.File) + ": " + n.Reason
		out.Report.Warnings = append(out.Report.Warnings, golangciWarning{"zmqlint", text})
	}
	sources := newSources(opt.Dir)
	for _, f := range r.Findings {
		out.Issues = append(out.Issues, golangci(&f, sources))
	}
	return json.NewEncoder(w).Encode(out)
}

func golangci(f *Finding, sources *sources) golangciIssue {
	issue := golangciIssue{
		FromLinter: "zmqlint",
		Text:       f.Message + " (" + f.Rule + ")",
		Severity:   golangciSeverity[f.Severity],
		// The names are those of the system: its language server compares
		// them with names that it makes itself.
		Pos: golangciPos{f.File, sources.offset(f.File, f.Line, f.Column), f.Line, f.Column},
	}
	for n := f.Line; n <= max(f.Line, f.EndLine); n++ {
		line, ok := sources.line(f.File, n)
		if !ok {
			break
		}
		issue.SourceLines = append(issue.SourceLines, line)
	}
	if f.EndLine > f.Line {
		issue.LineRange = &golangciRange{f.Line, f.EndLine}
	}
	return issue
}

var golangciSeverity = map[rule.Severity]string{rule.Error: "error", rule.Warning: "warning", rule.Note: "info"}

type golangciResult struct {
	Issues []golangciIssue
	Report golangciReport
}

type golangciIssue struct {
	FromLinter           string
	Text                 string
	Severity             string
	SourceLines          []string
	Pos                  golangciPos
	LineRange            *golangciRange `json:",omitempty"`
	ExpectNoLint         bool
	ExpectedNoLintLinter string
}

type golangciPos struct {
	Filename     string
	Offset       int
	Line, Column int
}

type golangciRange struct{ From, To int }

type golangciReport struct {
	Warnings []golangciWarning `json:",omitempty"`
	Linters  []golangciLinter
}

type golangciWarning struct{ Tag, Text string }

type golangciLinter struct {
	Name    string
	Enabled bool
}
