package mend_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zmqlint/zmqlint/analyzers"
	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/fix/mend"
	"github.com/zmqlint/zmqlint/internal/load"
	"github.com/zmqlint/zmqlint/internal/rule"
	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// plainOnly skips a test under the race detector: race_test.go.
var plainOnly = func(testing.TB) {}

// tree is a GOPATH with the testdata of the rules and their examples.
type tree struct {
	src      string
	env      []string
	patterns []string // of the packages that are there for rules
	dirs     []string // of the same, each a package
}

func newTree(t testing.TB) *tree {
	t.Helper()
	gopath := zmqtest.GOPATH(t)
	tree := &tree{
		src:      filepath.Join(gopath, "src"),
		env:      append(os.Environ(), "GO111MODULE=off", "GOPATH="+gopath, "GOFLAGS=", "GOWORK=off"),
		patterns: []string{"./examples/..."},
	}
	for _, r := range rule.All() {
		for kind, text := range map[string]string{"bad": r.Bad, "good": r.Good} {
			if r.Lang == "go" {
				tree.write(t, filepath.Join("examples", r.Name, kind, "main.go"), text)
			}
		}
		dir := filepath.Join(tree.src, r.Name)
		if _, err := os.Stat(dir); err != nil {
			continue
		}
		tree.patterns = append(tree.patterns, "./"+r.Name+"/...")
		err := filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
			if dir := filepath.Dir(name); filepath.Ext(name) == ".go" && !slices.Contains(tree.dirs, dir) {
				tree.dirs = append(tree.dirs, dir)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return tree
}

func (tree *tree) runner(patterns ...string) *mend.Runner {
	return &mend.Runner{Load: load.Config{Dir: tree.src, Patterns: patterns, Env: tree.env}, Suite: analyzers.All()}
}

// TestTestdata proves the fixes of all findings in the testdata of the rules
// and in their examples.
func TestTestdata(t *testing.T) {
	plainOnly(t)
	tree := newTree(t)
	defer config.Use(config.Settings{NoFile: true})()
	run := tree.runner(tree.patterns...)
	first, err := run.Analyze(t.Context(), mend.Trial{})
	if err != nil {
		t.Fatal(err)
	}
	if len(first.Open) < 100 {
		t.Fatalf("%d findings, %q", len(first.Open), first.Errors)
	}
	proof, err := mend.Prove(t.Context(), first, run.Analyze)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range proof.Failures {
		t.Error(f)
	}
	for _, l := range proof.Left {
		t.Logf("%s:%d: %s: left: %v", l.Finding.File, l.Finding.Line, l.Finding.Rule, l.Why)
	}
	documented(t, proof.Rules)
}

// documented holds the table of docs/fixes.md against the rules that have fixes.
// A rule in it need not have one in the testdata.
func documented(t *testing.T, rules map[string]*mend.Tally) {
	page, err := os.ReadFile("../../../docs/fixes.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(page), "<!-- fixes -->")
	table, _, _ = strings.Cut(table, "\n\n")
	listed := map[string]bool{}
	for line := range strings.Lines(table) {
		names, _, _ := strings.Cut(strings.TrimPrefix(line, "|"), "|")
		for name := range strings.SplitSeq(names, ",") {
			listed[strings.TrimSpace(name)] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(rules)) {
		n := *rules[name]
		t.Logf("%-22s %+v", name, n)
		if n.Fixable > 0 && !listed[name] {
			t.Errorf("%s: %d fixes, and not in the table of docs/fixes.md", name, n.Fixable)
		}
	}
}
