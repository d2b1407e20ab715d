package compose

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
)

// pass is a pass over a package of one file.
func pass(t *testing.T, src string) *analysis.Pass {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", src, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return &analysis.Pass{Fset: fset, Files: []*ast.File{f}, Pkg: types.NewPackage("p", "p")}
}

func member(name string, run func(*analysis.Pass) (any, error), requires ...*analysis.Analyzer) *analysis.Analyzer {
	return &analysis.Analyzer{Name: name, Doc: name, Run: run, ResultType: reflect.TypeFor[int](), Requires: requires}
}

// TestFailures: an analyzer that fails, by error or panic, says so once, and
// costs what requires it and nothing else.
func TestFailures(t *testing.T) {
	ok := func(pass *analysis.Pass) (any, error) {
		pass.Reportf(pass.Files[0].Name.Pos(), "%s with %v", pass.Analyzer.Name, pass.ResultOf)
		return 1, nil
	}
	base := member("base", ok)
	panics := member("panics", func(*analysis.Pass) (any, error) { panic("at the disco") }, base)
	fails := member("fails", func(*analysis.Pass) (any, error) { return nil, errors.New("no luck") })
	suite := []*analysis.Analyzer{panics, fails, member("needs", ok, panics), member("alone", ok, base)}
	result, err := Suite("all", suite).Run(pass(t, "package p\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range result.([]analysis.Diagnostic) {
		got = append(got, d.Message)
	}
	want := []string{
		"zmqlint failed in this package, and its findings here are not complete: panics: panic: at the disco (the command zmqlint says where)",
		"zmqlint failed in this package, and its findings here are not complete: fails: no luck (the command zmqlint says where)",
		"base with map[]",
		"alone with map[base:1]",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
