package drivers

import (
	"io/fs"
	"os"
	"os/exec"
	gopath "path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/zmqlint/zmqlint/internal/rule"
	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// TestParityTestdata runs the testdata and the examples of all rules through each
// driver.
func TestParityTestdata(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{"../../testdata/src": dir, "../rule/_examples": filepath.Join(dir, "example")} {
		if err := os.CopyFS(to, os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
	// golangci-lint has a directive of its own.
	text, err := os.ReadFile(filepath.Join(dir, "suppressed", "suppressed.go"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "suppressed/suppressed.go", strings.ReplaceAll(string(text), "//nolint", "// olint"))
	// The command refuses to run with a configuration that is mistaken.
	if err := os.RemoveAll(filepath.Join(dir, "configured", "mistaken")); err != nil {
		t.Fatal(err)
	}
	env := append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOWORK="+filepath.Join(dir, "go.work"), "GOLANGCI_LINT_CACHE="+scratch("cache"))
	f, err := runAll(t, Run{Dir: dir, Env: env, Patterns: workspace(t, dir)})
	if err != nil {
		t.Fatal(err)
	}
	onlyCommand, onlyPackages := f.same(t)
	explained := map[string]bool{}
	for _, f := range onlyCommand {
		if because[f.File] == "" {
			t.Errorf("the command alone has: %s", f)
		}
		explained[f.File] = true
	}
	for _, f := range onlyPackages {
		t.Errorf("the command has not: %s", f)
	}
	for file := range because {
		if !explained[file] {
			t.Errorf("no difference in %s: it needs no explanation", file)
		}
	}
}

const (
	nobodyCalls = "an exported function opens, or receives from, what it is given, and nobody in the load calls it: the command takes that for the network"
	implemented = "an interface has its one implementation in another package of the load"
)

// because has the files of the testdata where the command knows more.
var because = map[string]string{
	"late-option/unsupported/unsupported.go": nobodyCalls,
	"missing-options/silent/silent.go":       nobodyCalls,
	"no-curve/silent/silent.go":              nobodyCalls,
	"no-curve/unsupported/unsupported.go":    implemented,
	"unthrottled-recv/silent/handed.go":      nobodyCalls,
}

// workspace makes a workspace of a folder in the form of GOPATH/src, and returns
// the patterns of what is to be analysed. Each folder is a module. Those with a
// domain for a name have declarations of other people's packages, whose bodies
// do nothing: they are vendored, as is zmq4 without C, because the command reads
// the bodies of what belongs to the user.
func workspace(t *testing.T, dir string) (patterns []string) {
	t.Helper()
	for _, pkg := range []string{"", "draft/"} {
		stubs, err := zmqtest.Stubs(filepath.Join(moduleDir(t, "github.com/pebbe/zmq4"), pkg), runtime.GOOS)
		if err != nil {
			t.Fatal(err)
		}
		for name, src := range stubs {
			write(t, dir, "github.com/pebbe/zmq4/"+pkg+name, string(src))
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	work, mod, vendored := "go 1.26.0\n\n", "\ngo 1.26.0\n\n", "## workspace\n"
	for _, e := range entries {
		if !strings.Contains(e.Name(), ".") {
			patterns = append(patterns, "./"+e.Name()+"/...")
			work += "use ./" + e.Name() + "\n"
			continue
		}
		for _, path := range packagesIn(t, dir, e.Name()) {
			if strings.HasSuffix(path, "zmq4/draft") { // belongs to the module before it
				vendored += path + "\n"
				continue
			}
			version := "v1.4.0"
			if major := regexp.MustCompile(`/(v\d+)$`).FindStringSubmatch(path); major != nil {
				version = major[1] + ".0.0"
			}
			mod += "require " + path + " " + version + "\n"
			vendored += "# " + path + " " + version + "\n## explicit; go 1.26.0\n" + path + "\n"
		}
		if err := os.CopyFS(filepath.Join(dir, "vendor", e.Name()), os.DirFS(filepath.Join(dir, e.Name()))); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range patterns {
		name := strings.Split(p, "/")[1]
		write(t, dir, name+"/go.mod", "module "+name+"\n"+mod)
	}
	write(t, dir, "go.work", work)
	write(t, dir, "vendor/modules.txt", vendored)
	return patterns
}

func moduleDir(t *testing.T, path string) string {
	t.Helper()
	dir, err := goOutput(ctx, ".", "list", "-m", "-f", "{{.Dir}}", path)
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// packagesIn lists the folders below one that have Go files.
func packagesIn(t *testing.T, dir, name string) (paths []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(dir), name, func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") {
			paths = append(paths, gopath.Dir(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// TestParityExamples runs the programs of the project through each driver.
func TestParityExamples(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	r := Run{Dir: root, Patterns: []string{"./examples/..."}}
	r.Env = withStandin(t, root)
	f, err := runAll(t, r)
	if err != nil {
		t.Fatal(err)
	}
	f.same(t)
	if len(f.standalone) == 0 || len(f.vet) == 0 {
		t.Error("nothing is found")
	}
}

// TestParityCgo runs a package through each driver whose own code calls C: go vet
// and golangci-lint see what cgo made of it.
func TestParityCgo(t *testing.T) {
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip(err)
	}
	r := module(t, `-- server.go --
package app

// #include <stdlib.h>
import "C"

import zmq "github.com/pebbe/zmq4"

func Serve(n int) error {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return err
	}
	s.SetRcvhwm(int(C.abs(C.int(n))))
	if _, err := C.abs(C.int(n)), s.Bind("tcp://*:5555"); err != nil {
		return err
	}
	//zmqlint:ignore recv-error-spin for this test
	for {
		s.Recv(0)
	}
}
-- made.go --
// Code generated by somebody. DO NOT EDIT.

package app

// #include <stdlib.h>
import "C"

import zmq "github.com/pebbe/zmq4"

func Made(s *zmq.Socket) error { return s.Bind("tcp://*:" + string(rune(C.abs(1)))) }
`)
	write(t, r.Dir, ".zmqlint.yml", "rules: {undocumented-option: on}\n")
	r.Env = append(r.Env, "CGO_ENABLED=1")
	f, err := runAll(t, r)
	if err != nil {
		t.Fatal(err)
	}
	f.same(t)
	rules := map[string]bool{}
	for _, found := range f.vet {
		rules[found.Rule] = true
		if found.File != "server.go" {
			t.Error(found)
		}
	}
	for _, want := range []string{"no-curve", "missing-options", "wildcard-bind", "unchecked-option", "unthrottled-recv", "undocumented-option"} {
		if !rules[want] {
			t.Errorf("go vet does not report %s", want)
		}
	}
	if rules["recv-error-spin"] {
		t.Error("the directive has no effect")
	}
}

// found is what the drivers say.
type found struct{ standalone, perPackage, vet, golangci []Finding }

func runAll(t *testing.T, r Run) (f found, err error) {
	t.Helper()
	binary := golangci(t)
	var notAnalyzed []string
	if f.standalone, notAnalyzed, err = r.Standalone(t.Context(), zmqlint(t)); err != nil {
		return f, err
	}
	for _, n := range notAnalyzed {
		t.Logf("the command left out %s", n)
	}
	if f.perPackage, err = r.PerPackage(t.Context()); err != nil {
		return f, err
	}
	if f.vet, err = r.Vet(t.Context(), zmqlint(t)); err != nil {
		return f, err
	}
	f.golangci, err = r.Golangci(t.Context(), binary)
	return f, err
}

// same wants what is found package by package to be the same under each driver.
// It returns what the command says otherwise, because it knows the whole load.
func (f found) same(t *testing.T) (onlyCommand, onlyPackages []Finding) {
	t.Helper()
	equal(t, "the command's load", f.perPackage, "go vet", f.vet)
	equal(t, "go vet", f.vet, "golangci-lint", f.golangci)
	onlyCommand, onlyPackages = Difference(perModule(f.standalone), perModule(f.vet))
	t.Logf("%d findings under go vet and golangci-lint, %d of the command; %d of the one and %d of the other alone",
		len(f.vet), len(f.standalone), len(onlyPackages), len(onlyCommand))
	return onlyCommand, onlyPackages
}

func equal(t *testing.T, a string, as []Finding, b string, bs []Finding) {
	t.Helper()
	onlyA, onlyB := Difference(as, bs)
	for _, f := range onlyA {
		t.Errorf("%s has, %s has not: %s", a, b, f)
	}
	for _, f := range onlyB {
		t.Errorf("%s has, %s has not: %s", b, a, f)
	}
}

// perModule makes one finding of those about what a module is built with: the
// command has one for the module, in go.mod, the others one for each package.
func perModule(list []Finding) []Finding {
	out := slices.Clone(list)
	for i, f := range out {
		if r, ok := rule.Lookup(f.Rule); ok && r.Analyzer == "version" && f.Rule != "deprecated-binding" {
			out[i] = Finding{File: "go.mod", Rule: f.Rule}
		}
	}
	return sorted(out)
}
