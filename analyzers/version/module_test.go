package version

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/txtar"

	"github.com/zmqlint/zmqlint/internal/advisory"
	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/finding"
)

func tree(t *testing.T, archive string) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// passOf is what go vet hands over for a package that imports zmq4: the path
// and the version of zmq4's module, in a fact, and no more.
func passOf(t *testing.T, dir string, fact *builtWith) (*analysis.Pass, *types.Package) {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, filepath.Join(dir, "a.go"), "package a\n\nimport \"github.com/pebbe/zmq4\"\n", parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	zmq4 := types.NewPackage("github.com/pebbe/zmq4", "zmq4")
	pkg := types.NewPackage("example.com/a", "a")
	pkg.SetImports([]*types.Package{zmq4})
	pass := &analysis.Pass{
		Fset: fset, Files: []*ast.File{f}, Pkg: pkg, Module: &analysis.Module{Path: "example.com/a"},
		ImportPackageFact: func(p *types.Package, into analysis.Fact) bool {
			if p == zmq4 && fact != nil {
				*into.(*builtWith) = *fact
			}
			return p == zmq4 && fact != nil
		},
	}
	return pass, zmq4
}

// TestModuleFromFiles: what a driver that tells nothing of replacements leaves
// to the files.
func TestModuleFromFiles(t *testing.T) {
	mod := "module example.com/a\n\ngo 1.24\n\nrequire github.com/pebbe/zmq4 v1.2.9\n"
	of := func(version string) *builtWith { return &builtWith{Path: "github.com/pebbe/zmq4", Version: version} }
	for name, test := range map[string]struct {
		files   string
		fact    *builtWith
		path    string
		version string
		at      string // file:line of the finding
	}{
		"the fact":               {"-- go.mod --\n" + mod, of("v1.2.9"), "github.com/pebbe/zmq4", "v1.2.9", "go.mod:5"},
		"no fact":                {"-- go.mod --\n" + mod, nil, "github.com/pebbe/zmq4", "v1.2.9", "go.mod:5"},
		"chosen by others":       {"-- go.mod --\n" + mod, of("v1.3.0"), "github.com/pebbe/zmq4", "v1.3.0", "go.mod:1"},
		"replaced":               {"-- go.mod --\n" + mod + "replace github.com/pebbe/zmq4 => github.com/pebbe/zmq4 v1.0.0\n", of("v1.2.9"), "github.com/pebbe/zmq4", "v1.0.0", "go.mod:6"},
		"replaced, no fact":      {"-- go.mod --\n" + mod + "replace github.com/pebbe/zmq4 => github.com/pebbe/zmq4 v1.0.0\n", nil, "github.com/pebbe/zmq4", "v1.0.0", "go.mod:6"},
		"another replaced":       {"-- go.mod --\n" + mod + "replace github.com/pebbe/zmq4 v1.1.0 => ./x\n", of("v1.2.9"), "github.com/pebbe/zmq4", "v1.2.9", "go.mod:5"},
		"this one first":         {"-- go.mod --\n" + mod + "replace github.com/pebbe/zmq4 => ./x\nreplace github.com/pebbe/zmq4 v1.2.9 => github.com/me/zmq4 v1.2.10\n", of("v1.2.9"), "github.com/me/zmq4", "v1.2.10", "go.mod:7"},
		"a directory":            {"-- go.mod --\n" + mod + "replace github.com/pebbe/zmq4 => ./x\n", of("v1.2.9"), "github.com/pebbe/zmq4", "", "go.mod:6"},
		"vendor, no fact":        {"-- go.mod --\nmodule example.com/a\n-- vendor/modules.txt --\n# github.com/pebbe/zmq4 v1.2.7\n## explicit\n", nil, "github.com/pebbe/zmq4", "v1.2.7", "go.mod:1"},
		"workspace":              {"-- go.mod --\n" + mod + "-- b/go.mod --\nmodule example.com/b\nrequire github.com/pebbe/zmq4 v1.3.1\n-- go.work --\ngo 1.24\nuse (\n.\n./b\n)\n", nil, "github.com/pebbe/zmq4", "v1.3.1", "b/go.mod:2"},
		"workspace replaces":     {"-- go.mod --\n" + mod + "-- go.work --\ngo 1.24\nuse .\nreplace github.com/pebbe/zmq4 => github.com/pebbe/zmq4 v1.2.0\n", of("v1.2.9"), "github.com/pebbe/zmq4", "v1.2.0", "go.work:3"},
		"workspace of others":    {"-- go.mod --\n" + mod + "-- b/go.mod --\nmodule example.com/b\n-- go.work --\ngo 1.24\nuse ./b\nreplace github.com/pebbe/zmq4 => ./y\n", of("v1.2.9"), "github.com/pebbe/zmq4", "v1.2.9", "go.mod:5"},
		"broken workspace":       {"-- go.mod --\n" + mod + "-- go.work --\nuse {\n", of("v1.2.9"), "github.com/pebbe/zmq4", "v1.2.9", "go.mod:5"},
		"broken go.mod":          {"-- go.mod --\nrequire (\n", of("v1.2.9"), "github.com/pebbe/zmq4", "v1.2.9", ""},
		"no module":              {"-- x --\n", nil, "github.com/pebbe/zmq4", "", ""},
		"unknown directives too": {"-- go.mod --\n" + mod + "frobnicate x\nreplace github.com/pebbe/zmq4 => ./x\n", nil, "github.com/pebbe/zmq4", "v1.2.9", "go.mod:5"},
	} {
		dir := tree(t, test.files)
		pass, zmq4 := passOf(t, dir, test.fact)
		m := moduleOf(pass, zmq4)
		path, version := m.effective()
		at := ""
		if p := m.place(); p != nil {
			rel, _ := filepath.Rel(dir, p.File)
			at = (&token.Position{Filename: filepath.ToSlash(rel), Line: p.Line}).String()
		}
		if diff := cmp.Diff([]string{test.path, test.version, test.at}, []string{path, version, at}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// judged is what outdated says in a module with a go.mod.
func judged(t *testing.T, more string, cfg *config.Config) finding.List {
	t.Helper()
	dir := tree(t, "-- go.mod --\nmodule example.com/a\n\nrequire github.com/pebbe/zmq4 v1.4.0\n"+more)
	pass, zmq4 := passOf(t, dir, nil)
	c := &checker{pass: pass, cfg: cfg, table: advisory.Embedded(), module: moduleOf(pass, zmq4), at: pass.Files[0].Imports[0]}
	c.outdated()
	return c.found
}

func TestForks(t *testing.T) {
	for replacement, want := range map[string]string{
		"github.com/me/zmq4 v1.2.9":                               "github.com/pebbe/zmq4 is replaced by the fork github.com/me/zmq4 v1.2.9, which is behind v1.4.0: fixes made since then are missing",
		"github.com/me/zmq4 v1.4.0":                               "",
		"github.com/me/zmq4 v1.5.0":                               "",
		"github.com/me/zmq4 v0.0.0-20240102000000-abcdefabcdef":   "github.com/pebbe/zmq4 is replaced by the fork github.com/me/zmq4 v0.0.0-20240102000000-abcdefabcdef, which is behind v1.4.0, of 2025-05-02: fixes made since then are missing",
		"github.com/me/zmq4 v0.0.0-20260102000000-abcdefabcdef":   "",
		"github.com/me/zmq4 v1.2.1-0.20260102000000-abcdefabcdef": "",
		"./fork": "",
	} {
		got := judged(t, "replace github.com/pebbe/zmq4 => "+replacement+"\n", config.Default())
		message := ""
		if len(got) > 0 {
			message = got[0].Message
			if got[0].Rule != "deprecated-binding" || got[0].Shared.Place.Line != 4 {
				t.Errorf("%s: %+v", replacement, got[0])
			}
		}
		if len(got) > 1 || message != want {
			t.Errorf("%s:\n got %q\nwant %q", replacement, message, want)
		}
	}
	cfg := config.Default()
	cfg.Forks = []config.ImportPath{"github.com/me/zmq4"}
	if got := judged(t, "replace github.com/pebbe/zmq4 => github.com/me/zmq4 v1.2.9\n", cfg); got != nil {
		t.Errorf("a fork of the configuration: %v", got)
	}
}

func TestFix(t *testing.T) {
	for _, requirement := range []string{
		"require github.com/pebbe/zmq4 v1.0.0\n", "require (\n\tgolang.org/x/mod v1.0.0\n\tgithub.com/pebbe/zmq4   v1.0.0 // indirect\n)\n",
	} {
		text := "module example.com/a\n\n" + requirement
		dir := tree(t, "-- go.mod --\n"+text)
		pass, zmq4 := passOf(t, dir, nil)
		m := moduleOf(pass, zmq4)
		fix := m.upgrade("v1.4.0")
		if fix == nil {
			t.Errorf("%s: no fix", requirement)
			continue
		}
		lines := strings.Split(text, "\n")
		line := lines[m.place().Line-1]
		got := line[:fix.Column-1] + fix.NewText + line[fix.EndColumn-1:]
		if want := strings.Replace(line, "zmq4 v1.0.0", "zmq4 v1.4.0", 1); got != want && got != strings.Replace(line, "zmq4   v1.0.0", "zmq4   v1.4.0", 1) {
			t.Errorf("%q becomes %q", line, got)
		}
	}
	if m := (&zmq4Module{}); m.upgrade("v1.4.0") != nil || m.place() != nil {
		t.Error("a fix without go.mod")
	}
}
