package ruletest

import (
	"bytes"
	"cmp"
	"flag"
	"go/format"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
	"golang.org/x/tools/txtar"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

var update = flag.Bool("update", false, "write the code with fixes to testdata")

// Fixes applies the fixes of rules to the code in testdata of the analyzer's
// package: RULE.txtar has files and what becomes of each, NAME.go and
// NAME.fixed.go, and what they import, under its path. A decision, where a fix takes one, is taken. What comes out must
// be formatted and build; no finding of the rule that has a fix may be left, and
// no other rule of the analyzer may have more findings than before.
func Fixes(t *testing.T, a *analysis.Analyzer) {
	t.Helper()
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no testdata", err)
	}
	read := map[string]*txtar.Archive{} // by rule
	before, after := map[string][]byte{}, map[string][]byte{}
	imported := map[string][]byte{} // by path
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		rule := strings.TrimSuffix(filepath.Base(name), ".txtar")
		read[rule] = archive
		for _, f := range archive.Files {
			switch {
			case strings.Contains(f.Name, "/"):
				imported[f.Name] = f.Data
			case !strings.HasSuffix(f.Name, ".fixed.go"):
				before[rule+"/"+f.Name] = f.Data
			}
		}
	}
	first := analyze(t, a, before, imported)
	for name, src := range before {
		rule, file, _ := strings.Cut(name, "/")
		after[name] = applied(t, first[rule], rule, file, src)
		if formatted, err := format.Source(after[name]); err != nil || !bytes.Equal(formatted, after[name]) {
			t.Errorf("%s: not formatted (%v)", name, err)
		}
		compare(t, read[rule], file, after[name])
	}
	if *update {
		for rule, archive := range read {
			if err := os.WriteFile("testdata/"+rule+".txtar", txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	for rule, res := range analyze(t, a, after, imported) {
		mended(t, rule, first[rule], res)
	}
}

// mended holds the findings of a package with fixes against those before.
func mended(t *testing.T, rule string, before, after *analysistest.Result) {
	n, left := count(findings(t, before)), count(findings(t, after))
	for r := range left {
		if r != rule && left[r] > n[r] {
			t.Errorf("%s: the fixes make %d findings of %s out of %d", rule, left[r], r, n[r])
		}
	}
	for _, f := range findings(t, after) {
		if f.Rule == rule && f.Fix != nil {
			t.Errorf("%s: still there, with a fix: %s", after.Pass.Fset.Position(f.Pos), f.Message)
		}
	}
}

// compare holds a file with its fixes against the one in the archive, or puts it
// there.
func compare(t *testing.T, archive *txtar.Archive, name string, got []byte) {
	fixed := strings.TrimSuffix(name, ".go") + ".fixed.go"
	i := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == fixed })
	switch {
	case !*update && i < 0:
		t.Errorf("no %s", fixed)
	case !*update:
		if diff := gocmp.Diff(string(archive.Files[i].Data), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", fixed, diff)
		}
	case i < 0:
		i = slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == name })
		archive.Files = slices.Insert(archive.Files, i+1, txtar.File{Name: fixed, Data: got})
	default:
		archive.Files[i].Data = got
	}
}

// analyze runs the analyzer on a package for each rule.
func analyze(t *testing.T, a *analysis.Analyzer, files, imported map[string][]byte) map[string]*analysistest.Result {
	dir := zmqtest.GOPATH(t)
	for name, src := range files {
		write(t, filepath.Join(dir, "src", "fixes", name), string(src))
	}
	for name, src := range imported {
		write(t, filepath.Join(dir, "src", name), string(src))
	}
	byRule := map[string]*analysistest.Result{}
	for _, res := range analysistest.Run(withoutWants{t}, dir, a, "fixes/...") {
		compiles(t, res)
		byRule[filepath.Base(res.Pass.Pkg.Path())] = res
	}
	return byRule
}

// applied is a file with the fixes of a rule.
func applied(t *testing.T, res *analysistest.Result, rule, name string, src []byte) []byte {
	var edits []analysis.TextEdit
	for _, f := range findings(t, res) {
		if f.Rule == rule && f.Fix != nil && filepath.Base(res.Pass.Fset.Position(f.Pos).Filename) == name {
			edits = append(edits, f.Fix.Edits...)
		}
	}
	slices.SortStableFunc(edits, func(a, b analysis.TextEdit) int {
		return cmp.Or(cmp.Compare(a.Pos, b.Pos), cmp.Compare(a.End, b.End))
	})
	edits = slices.CompactFunc(edits, func(a, b analysis.TextEdit) bool {
		return a.Pos == b.Pos && a.End == b.End && bytes.Equal(a.NewText, b.NewText)
	})
	var out []byte
	at := 0
	for _, e := range edits {
		from, to := res.Pass.Fset.PositionFor(e.Pos, false).Offset, res.Pass.Fset.PositionFor(e.End, false).Offset
		if from < at {
			t.Errorf("%s: two fixes change one place", res.Pass.Fset.Position(e.Pos))
			continue
		}
		out = append(append(out, src[at:from]...), e.NewText...)
		at = to
	}
	return append(out, src[at:]...)
}

// count counts findings by rule.
func count(list finding.List) map[string]int {
	n := map[string]int{}
	for _, f := range list {
		n[f.Rule]++
	}
	return n
}
