package corpus

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/zmqlint/zmqlint/internal/rule"
)

// TestLoadProject reads the corpus of the project: a slip in a label file must
// not wait for somebody who has the checkouts.
func TestLoadProject(t *testing.T) {
	repos, err := Load(os.DirFS("../../corpus"))
	if err != nil {
		t.Fatal(err)
	}
	names, heldout := map[string]bool{}, 0
	for _, r := range repos {
		if names[r.Name] {
			t.Errorf("%s is twice in PINS", r.Name)
		}
		names[r.Name] = true
		if r.Use == "heldout" {
			heldout++
		}
		if len(r.Commit) != 40 {
			t.Errorf("%s: commit %q is not a full hash", r.Name, r.Commit)
		}
		if len(r.Labels) == 0 {
			t.Errorf("%s has no labels", r.Name)
		}
		for _, name := range r.Rules {
			if _, ok := rule.Lookup(name); !ok {
				t.Errorf("%s: there is no rule %q", r.Name, name)
			}
		}
		seen := map[Label]bool{}
		for _, l := range r.Labels {
			if l.Rule == "missing-options" && l.Verdict.Expected() && l.Detail == "" {
				t.Errorf("%s %s:%d: missing-options without its set", r.Name, l.File, l.Line)
			}
			at := Label{File: l.File, Line: l.Line, Rule: l.Rule}
			if seen[at] {
				t.Errorf("%s %s:%d: two labels for %s", r.Name, l.File, l.Line, l.Rule)
			}
			seen[at] = true
		}
	}
	if len(repos) < 28 || heldout < 5 {
		t.Errorf("%d repositories, %d of them held out; want at least 28 and 5", len(repos), heldout)
	}
	files, err := filepath.Glob("../../corpus/*+*.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if name := strings.TrimSuffix(filepath.Base(f), ".tsv"); !names[name] {
			t.Errorf("%s has labels and is not in PINS", name)
		}
	}
}

// good is a small corpus; tests change one file of it.
var good = map[string]string{
	"PINS":      "repo\tcommit\tuse\trules\no+n\tabc\ttune\topens\n",
	"RULES.tsv": "rules\trule\nopens\tno-curve\nopens\tmissing-options\n",
	"SETUP.tsv": "repo\tdir\tpatterns\ttags\tenv\tprepare\no+n\tgo\t./... ./x\tzmq\tGOWORK=off\tinit a.b/c; sums\n",
	"o+n.tsv":   "repo\tfile\tline\trule\tverdict\tdetail\twhy\no+n\tgo/a.go\t7\tno-curve\tyes\tdomain \"\"\tin clear\n",
}

func corpusFS(name, content string) fstest.MapFS {
	files := maps.Clone(good)
	files[name] = content
	fsys := fstest.MapFS{}
	for n, c := range files {
		fsys[n] = &fstest.MapFile{Data: []byte(c)}
	}
	return fsys
}

func TestLoad(t *testing.T) {
	got, err := Load(corpusFS("PINS", good["PINS"]))
	if err != nil {
		t.Fatal(err)
	}
	want := []Repo{{
		Name: "o+n", Commit: "abc", Use: "tune", Rules: []string{"no-curve", "missing-options"},
		Runs:   []Run{{Dir: "go", Patterns: []string{"./...", "./x"}, Tags: "zmq", Env: []string{"GOWORK=off"}, Prepare: []string{"init a.b/c", "sums"}}},
		Labels: []Label{{File: "go/a.go", Line: 7, Rule: "no-curve", Verdict: Yes, Detail: `domain ""`, Why: "in clear"}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Load (-want +got):\n%s", diff)
	}
}

func TestLoadErrors(t *testing.T) {
	row := func(fields ...string) string {
		return "repo\tfile\tline\trule\tverdict\tdetail\twhy\n" + strings.Join(fields, "\t") + "\n"
	}
	setup := func(fields ...string) string {
		return "repo\tdir\tpatterns\ttags\tenv\tprepare\n" + strings.Join(fields, "\t") + "\n"
	}
	tests := []struct{ name, file, content, want string }{
		{"empty", "PINS", "", "PINS:1: header"},
		{"header", "RULES.tsv", "a\tb\n", "RULES.tsv:1: header"},
		{"fields", "o+n.tsv", row("o+n", "a.go"), "o+n.tsv:2: 2 fields, want 7"},
		{"line", "o+n.tsv", row("o+n", "a.go", "x", "no-curve", "yes", "", ""), `line number "x"`},
		{"line zero", "o+n.tsv", row("o+n", "a.go", "0", "no-curve", "yes", "", ""), `line number "0"`},
		{"verdict", "o+n.tsv", row("o+n", "a.go", "1", "no-curve", "perhaps", "", ""), `verdict "perhaps"`},
		{"rule", "o+n.tsv", row("o+n", "a.go", "1", "busy-recv", "yes", "", ""), `rule "busy-recv" is not in`},
		{"other repository", "o+n.tsv", row("x+y", "a.go", "1", "no-curve", "yes", "", ""), `label of "x+y"`},
		{"path", "o+n.tsv", row("o+n", "/a.go", "1", "no-curve", "yes", "", ""), "not relative"},
		{"use", "PINS", "repo\tcommit\tuse\trules\no+n\tabc\tspare\topens\n", `use "spare"`},
		{"set", "PINS", "repo\tcommit\tuse\trules\no+n\tabc\ttune\tall\n", `no set of rules "all"`},
		{"no setup", "SETUP.tsv", setup("x+y", ".", "./...", "-", "-", "-"), "o+n has no line in SETUP.tsv"},
		{"folder", "SETUP.tsv", setup("o+n", "../..", "./...", "-", "-", "-"), "not inside the repository"},
		{"environment", "SETUP.tsv", setup("o+n", ".", "./...", "-", "off", "-"), `"off" is not NAME=VALUE`},
		{"patterns", "SETUP.tsv", setup("o+n", ".", "-", "-", "-", "-"), "no patterns"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load(corpusFS(tt.file, tt.content))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is %v, want one with %q", err, tt.want)
			}
		})
	}
	without := corpusFS("PINS", good["PINS"])
	delete(without, "o+n.tsv")
	if _, err := Load(without); err == nil {
		t.Error("no error without the file of labels")
	}
}

func TestPrepare(t *testing.T) {
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "a.go"), []byte("package a\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	repo := Repo{Name: "o+n", Runs: []Run{{Dir: ".", Patterns: []string{"./..."}, Tags: "zmq", Prepare: []string{"init example.org/a", "sums"}}}}
	r := Runner{Timeout: time.Minute}
	for _, want := range []string{"go mod init example.org/a", ""} { // the second time there is a go.mod
		var log bytes.Buffer
		if err := r.Prepare(t.Context(), root, repo, &log); err != nil {
			t.Fatal(err)
		}
		if got := log.String(); !strings.Contains(got, want) || strings.Count(got, "\n") != 1+min(1, len(want)) {
			t.Errorf("log is %q, want %q in it and a list", got, want)
		}
	}
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil || !strings.Contains(string(mod), "module example.org/a") {
		t.Errorf("go.mod: %v\n%s", err, mod)
	}
	if err := os.WriteFile(filepath.Join(root, "b.go"), []byte("package a\n\nimport _ \"example.org/a/gone\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	if err := r.Prepare(t.Context(), root, repo, &log); err != nil || !strings.Contains(log.String(), "cannot be loaded: 1") {
		t.Errorf("missing import: error is %v, log %q", err, log.String())
	}
	repo.Runs[0].Prepare = []string{"conjure"}
	if err := r.Prepare(t.Context(), root, repo, &bytes.Buffer{}); err == nil || !strings.Contains(err.Error(), `"conjure" is not known`) {
		t.Errorf("unknown step: error is %v", err)
	}
}
