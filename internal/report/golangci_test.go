package report

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// golangciOutput is what golangci-lint 2.15 encodes (printers.JSONResult), as
// far as it is in the JSON.
type golangciOutput struct {
	Issues []struct {
		FromLinter  string
		Text        string
		Severity    string
		SourceLines []string
		Pos         struct {
			Filename             string
			Offset, Line, Column int
		}
		LineRange            *struct{ From, To int }
		HunkPos              int
		SuggestedFixes       []any
		ExpectNoLint         bool
		ExpectedNoLintLinter string
	}
	Report *struct {
		Warnings []struct{ Tag, Text string }
		Linters  []struct {
			Name    string
			Enabled bool
		}
		Error string
	}
}

func TestGolangciShape(t *testing.T) {
	var out bytes.Buffer
	r := everything()
	if err := Golangci(&out, r, options(t)); err != nil {
		t.Fatal(err)
	}
	var got golangciOutput
	dec := json.NewDecoder(&out)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if len(got.Issues) != len(r.Findings) {
		t.Fatalf("%d issues, want %d", len(got.Issues), len(r.Findings))
	}
	if got.Report.Error != "" {
		t.Errorf("error %q hides the issues in none-ls", got.Report.Error)
	}
	want := []string{"\t/* 🚀é <b> ]]> */ s.Connect(", "\t\t\"tcp://größe:5555\",", "\t)"}
	if diff := cmp.Diff(want, got.Issues[1].SourceLines); diff != "" {
		t.Errorf("source lines (-want +got):\n%s", diff)
	}
	severities := map[string]bool{}
	for i, issue := range got.Issues {
		f := r.Findings[i]
		if issue.Pos.Line != f.Line || issue.Pos.Column != f.Column || issue.Pos.Filename != f.File {
			t.Errorf("at %+v, want %s:%d:%d", issue.Pos, f.File, f.Line, f.Column)
		}
		severities[issue.Severity] = true
	}
	// What the language server knows.
	if diff := cmp.Diff(map[string]bool{"error": true, "warning": true, "info": true}, severities); diff != "" {
		t.Errorf("severities (-want +got):\n%s", diff)
	}
}
