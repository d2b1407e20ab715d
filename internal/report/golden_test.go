package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/zmqlint/zmqlint/internal/rule"
)

var update = flag.Bool("update", false, "write testdata/golden")

// everything has all that is hard to write. Its files are in testdata/repo.txtar.
func everything() *Report {
	odd := filepath.Join("größe, 100% #1", "main.go")
	r := &Report{
		Findings: []Finding{
			{ // in a file outside the working directory and inside the repository
				Rule: "no-curve", Severity: rule.Error, CWE: []string{"CWE-319", "CWE-306"},
				File: filepath.Join("..", "lib", "lib.go"), Line: 4, Column: 2, EndLine: 4, EndColumn: 25,
				Message: "PUB socket bound without CURVE", SocketType: "PUB", Endpoint: "tcp://*:5555",
				Function: "Serve", Package: "example.com/lib", URL: rule.URL("no-curve"), Fingerprint: "0a1b",
			},
			{ // with columns that are not the same in UTF-16, fixes, and characters that formats escape
				Rule: "missing-options", Severity: rule.Warning, CWE: []string{"CWE-770"}, Verdict: May,
				File: odd, Line: 5, Column: 23, EndLine: 7, EndColumn: 3,
				Message: "100%: \"a\" <b> & 'c', d ]]> \x00\x1b\xff\ufffe\r\nsecond line: ::error::",
				Missing: []string{"MAXMSGSIZE", "LINGER"}, SocketType: "PUSH or PULL", Endpoint: "tcp://…",
				Function: "(*Größe).Start", Package: "example.com/app/größe", Fixable: true,
				URL: rule.URL("missing-options"), Fingerprint: "2c3d",
				Fixes: []Fix{
					{Message: "Set the options", Edits: []Edit{
						{odd, 5, 23, 5, 23, "s.SetLinger(0)\n\t"},
						{odd, 7, 2, 7, 3, "}"},
						{filepath.Join("..", "lib", "lib.go"), 1, 1, 1, 1, "// Package lib.\n"},
					}},
					{Message: "In a file that is gone", Edits: []Edit{{"gone.go", 1, 1, 1, 2, "x"}}},
				},
			},
			{ // the same once more, without an end
				Rule: "missing-options", Severity: rule.Warning, CWE: []string{"CWE-770"},
				File: odd, Line: 6, Column: 3, Message: "no end", Function: "(*Größe).Start",
				Package: "example.com/app/größe", URL: rule.URL("missing-options"),
			},
			{ // in no Go file, and in no function
				Rule: "outdated-module", Severity: rule.Note, File: "go.mod", Line: 3, Column: 9, EndLine: 3, EndColumn: 37,
				Message: "github.com/pebbe/zmq4 v1.2.1 is old", Package: "example.com/app", URL: rule.URL("outdated-module"),
			},
			{ // in a file that cannot be read
				Rule: "wildcard-bind", Severity: rule.Error, CWE: []string{"CWE-1327"},
				File: "gone.go", Line: 7, Column: 3, EndLine: 7, EndColumn: 9,
				Message: "gone", Package: "example.com/app", URL: rule.URL("wildcard-bind"),
			},
		},
		Suppressed: []Finding{
			{
				Rule: "no-curve", Severity: rule.Error, CWE: []string{"CWE-319", "CWE-306"},
				File: odd, Line: 6, Column: 3, EndLine: 6, EndColumn: 4, Message: "suppressed",
				Package: "example.com/app/größe", URL: rule.URL("no-curve"),
				Suppression: &Suppression{InSource, "behind a tunnel"},
			},
			{
				Rule: "shared-ipc", Severity: rule.Warning, CWE: []string{"CWE-377"},
				File: odd, Line: 6, Column: 3, EndLine: 6, EndColumn: 4, Message: "old",
				Package: "example.com/app/größe", URL: rule.URL("shared-ipc"), Fingerprint: "4e5f",
				Suppression: &Suppression{Kind: External},
			},
		},
		NotAnalyzed: []NotAnalyzed{
			{Package: "example.com/app/broken", Reason: "broken.go:5:23: undefined: x, y", Incomplete: true},
			{File: filepath.Join("größe, 100% #1", "tagged.go"), Reason: "needs -tags=zmq"},
		},
		Stats: Stats{Matched: 4, Analyzed: 3, Unknown: 1},
	}
	r.Count()
	return r
}

// options are those of a run in app of testdata/repo.txtar, written out.
func options(t *testing.T) Options {
	t.Helper()
	repo, err := filepath.Abs(filepath.Join(t.TempDir(), "repo"))
	if err != nil {
		t.Fatal(err)
	}
	archive, err := txtar.ParseFile(filepath.Join("testdata", "repo.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range archive.Files {
		if strings.HasSuffix(f.Name, "main.go") {
			archive.Files[i].Data = bytes.ReplaceAll(f.Data, []byte("\n"), []byte("\r\n"))
		}
	}
	if err := txtar.Write(archive, repo); err != nil {
		t.Fatal(err)
	}
	// As git has it in its work trees.
	if err := os.WriteFile(filepath.Join(repo, ".git"), []byte("gitdir: elsewhere\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	return Options{Dir: filepath.Join(repo, "app"), Version: "v1.2.3", FailOn: rule.Warning, Context: 1}
}

// write returns a report without what the machine has to do with it and
// without the pages of the rules.
func write(t *testing.T, f Format, r *Report, opt Options) string {
	t.Helper()
	var out bytes.Buffer
	if err := f.Write(&out, r, opt); err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(out.String(), filepath.ToSlash(filepath.Dir(opt.Dir)), "/repo")
	for _, r := range rule.All() {
		for name, page := range map[string]string{"text": rule.Text(&r), "page": rule.Page(&r), "reports": r.Doc.Reports} {
			text = strings.ReplaceAll(text, quote(page), quote("("+name+" of "+r.Name+")"))
		}
	}
	return text
}

func quote(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.Encode(s)
	return strings.TrimSpace(b.String())
}

func TestGolden(t *testing.T) {
	opt := options(t)
	for _, f := range formats {
		for _, test := range []struct {
			name string
			r    *Report
			code int
		}{
			{"everything", everything(), 3},
			{"nothing", &Report{Stats: Stats{Matched: 2, Analyzed: 1}}, 0},
		} {
			t.Run(f.Name+"/"+test.name, func(t *testing.T) {
				opt := opt
				opt.ExitCode = test.code
				got := write(t, f, test.r, opt)
				if again := write(t, f, test.r, opt); again != got {
					t.Error("not the same when written again")
				}
				golden := filepath.Join("testdata", "golden", f.Name+"."+test.name)
				if *update {
					if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got); diff != "" {
					t.Errorf("(-want +got), -update accepts it:\n%s", diff)
				}
			})
		}
	}
}
