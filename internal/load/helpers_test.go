package load

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

func tree(t testing.TB, archive string) string { return zmqtest.Module(t, archive) }

// offline is the environment of the tests.
func offline(extra ...string) []string { return zmqtest.Offline(extra...) }

func load(t testing.TB, cfg Config) *Result {
	t.Helper()
	if cfg.Env == nil {
		cfg.Env = offline()
	}
	if cfg.Patterns == nil {
		cfg.Patterns = []string{"./..."}
	}
	res, err := Load(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	checkResult(t, res)
	for _, p := range res.NotAnalyzed {
		t.Logf("%v: %s%s: %s", p.Kind, p.Package, p.File, p.Reason)
	}
	return res
}

// checkResult checks what holds of every result: the order of Load, the pruned
// imports, and that SSA can be built from all of it.
func checkResult(t testing.TB, res *Result) {
	t.Helper()
	seen := map[*packages.Package]bool{}
	for _, p := range res.Load {
		if p.Types == nil || p.TypesInfo == nil || p.Fset == nil || p.TypesSizes == nil || len(p.Syntax) == 0 {
			t.Errorf("%s is not complete", p.ID)
		}
		for path, dep := range p.Imports {
			if !seen[dep] && !strings.Contains(path, "zmq4") {
				t.Errorf("%s comes before its import %s, or that is not loaded", p.ID, path)
			}
		}
		if p.IllTyped != (len(p.Errors) > 0) {
			t.Errorf("%s: IllTyped = %v with errors %v", p.ID, p.IllTyped, p.Errors)
		}
		seen[p] = true
	}
	for _, p := range res.Packages {
		if !seen[p] {
			t.Errorf("%s is in Packages, not in Load", p.ID)
		}
	}
	for _, p := range res.Load {
		buildSSA(t, p)
	}
}

// buildSSA builds SSA for one package, which panics when its syntax is not sound.
func buildSSA(t testing.TB, p *packages.Package) {
	t.Helper()
	defer func() {
		if e := recover(); e != nil {
			t.Errorf("%s: SSA cannot be built: %v", p.ID, e)
		}
	}()
	prog := ssa.NewProgram(p.Fset, ssa.InstantiateGenerics|ssa.SanityCheckFunctions)
	for _, imp := range p.Types.Imports() {
		prog.CreatePackage(imp, nil, nil, true)
	}
	prog.CreatePackage(p.Types, p.Syntax, p.TypesInfo, false).Build()
}

// ids returns the ids of packages, sorted.
func ids(pkgs []*packages.Package) string {
	var out []string
	for _, p := range pkgs {
		out = append(out, p.ID)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// problems prints what was not analysed, one a line, with file names relative
// to dir.
func problems(res *Result, dir string) string {
	var b strings.Builder
	for _, p := range res.NotAnalyzed {
		file := ""
		if p.File != "" {
			file, _ = filepath.Rel(dir, p.File)
		}
		fmt.Fprintf(&b, "%v|%s|%s|%s\n", p.Kind, p.Package, filepath.ToSlash(file), strings.Join(p.Tags, ","))
	}
	return b.String()
}

// opens counts the calls of zmq4.NewSocket in the packages: a call that is not
// resolved is not counted.
func opens(pkgs []*packages.Package) (n int) {
	for _, p := range pkgs {
		for _, obj := range p.TypesInfo.Uses {
			if obj.Name() == "NewSocket" && obj.Pkg() != nil && strings.HasSuffix(obj.Pkg().Path(), "pebbe/zmq4") {
				n++
			}
		}
	}
	return n
}

func equal(t *testing.T, what, got, want string) {
	t.Helper()
	if strings.TrimSpace(got) != strings.TrimSpace(want) {
		t.Errorf("%s:\ngot:\n%s\nwant:\n%s", what, got, want)
	}
}

func sortLines(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	slices.Sort(lines)
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
