// Package ruletest holds an analyzer against the testdata and the examples of
// its rules.
//
// testdata/src/RULE/GROUP has the code for one rule, in a package or, where
// the whole program matters, in a folder of packages. The want comments say
// which messages are expected; the group says what they must be:
//
//	reported     findings of the rule, certain
//	may          findings of the rule on some paths
//	silent       tempting code that is in order
//	unsupported  code that the engine does not follow, and that it is silent about
package ruletest

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/rule"
	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// Groups applies the analyzer to the testdata of rules: for each its groups.
func Groups(t *testing.T, a *analysis.Analyzer, groups map[string][]string) {
	t.Helper()
	var patterns []string
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		for _, g := range groups[name] {
			patterns = append(patterns, name+"/"+g+"/...")
		}
	}
	found := map[string]int{} // by RULE/GROUP
	for _, res := range zmqtest.Run(t, a, patterns...) {
		compiles(t, res)
		name, rest, _ := strings.Cut(res.Pass.Pkg.Path(), "/")
		group, _, _ := strings.Cut(rest, "/")
		found[name+"/"+group] += len(res.Diagnostics)
		for _, f := range findings(t, res) {
			if f.Rule != name {
				t.Errorf("%s: %s reported in the testdata of %s", res.Pass.Fset.Position(f.Pos), f.Rule, name)
			}
			if may := group == "may"; f.May != may {
				t.Errorf("%s: may is %v in group %s", res.Pass.Fset.Position(f.Pos), f.May, group)
			}
		}
	}
	for name, gs := range groups {
		for _, g := range gs {
			n, ran := found[name+"/"+g]
			if wants := g == "reported" || g == "may"; !ran || wants != (n > 0) {
				t.Errorf("%s/%s: %d findings in all (it has packages: %v)", name, g, n, ran)
			}
		}
	}
}

// Examples applies the analyzer to the bad and good examples of rules: it must
// report the rule and no other for the bad one, and nothing for the good one.
func Examples(t *testing.T, a *analysis.Analyzer, rules []rule.Rule) {
	t.Helper()
	dir := zmqtest.GOPATH(t)
	for _, r := range rules {
		write(t, filepath.Join(dir, "src", "example", r.Name, "bad", "main.go"), r.Bad)
		write(t, filepath.Join(dir, "src", "example", r.Name, "good", "main.go"), r.Good)
	}
	results := analysistest.Run(withoutWants{t}, dir, a, "example/...")
	if len(results) != 2*len(rules) {
		t.Errorf("%d results for the examples of %d rules", len(results), len(rules))
	}
	for _, res := range results {
		compiles(t, res)
		name, kind := filepath.Split(strings.TrimPrefix(res.Pass.Pkg.Path(), "example/"))
		name = strings.TrimSuffix(name, "/")
		if kind == "bad" && len(res.Diagnostics) == 0 {
			t.Errorf("%s: nothing is reported for the bad example", name)
		}
		for _, d := range res.Diagnostics {
			if kind == "good" || d.Category != name {
				t.Errorf("%s: the %s example has: %s", name, kind, d.Message)
			}
		}
	}
}

// Of returns the rules that an analyzer reports.
func Of(analyzer string) []rule.Rule {
	return slices.DeleteFunc(rule.All(), func(r rule.Rule) bool { return r.Analyzer != analyzer || r.Planned })
}

// compiles reports type errors, which analysistest keeps to itself for
// analyzers that run despite them.
func compiles(t *testing.T, res *analysistest.Result) {
	t.Helper()
	for _, err := range res.Pass.TypeErrors {
		t.Errorf("%s: %v", res.Pass.Pkg.Path(), err)
	}
}

func findings(t *testing.T, res *analysistest.Result) finding.List {
	t.Helper()
	list, ok := res.Result.(finding.List)
	if !ok {
		t.Fatalf("%s: the result is a %T, no list of findings", res.Pass.Pkg.Path(), res.Result)
	}
	return list
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// withoutWants lets diagnostics pass that no want comment announces.
type withoutWants struct{ testing.TB }

func (w withoutWants) Errorf(format string, args ...any) {
	w.Helper()
	if !strings.HasPrefix(format, "%v: unexpected %s: ") {
		w.TB.Errorf(format, args...)
	}
}
