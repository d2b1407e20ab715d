package zmqtest

import (
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// Snippets type-checks small programs against zmq4 made from its own sources.
type Snippets struct {
	Fset  *token.FileSet
	Other map[string]*types.Package // checked before, by path
	std   types.Importer
	zmq4  *types.Package
	err   error
}

// Snippet is a program that was checked.
type Snippet struct {
	Pkg  *types.Package
	File *ast.File
	Info *types.Info
}

var shared = sync.OnceValue(newSnippets)

// NewSnippets returns a checker that shares zmq4 and the standard library with
// all others of the process.
func NewSnippets(t testing.TB) *Snippets {
	t.Helper()
	s := *shared()
	if s.err != nil {
		t.Fatal(s.err)
	}
	return &s
}

func newSnippets() *Snippets {
	s := &Snippets{Fset: token.NewFileSet()}
	if s.err = os.Setenv("CGO_ENABLED", "0"); s.err != nil {
		return s
	}
	s.std = importer.ForCompiler(s.Fset, "source", nil)
	dir, err := Download("v1.4.0")
	if err != nil {
		s.err = err
		return s
	}
	stubs, err := Stubs(dir, runtime.GOOS)
	if err != nil {
		s.err = err
		return s
	}
	cgo := build.Default
	cgo.CgoEnabled = true
	var files []*ast.File
	for name, src := range stubs {
		if ok, err := cgo.MatchFile(dir, name); err != nil || !ok {
			continue
		}
		f, err := parser.ParseFile(s.Fset, name, src, parser.SkipObjectResolution)
		if err != nil {
			s.err = err
			return s
		}
		files = append(files, f)
	}
	conf := types.Config{Importer: s.std}
	s.zmq4, s.err = conf.Check(zmq4Path, s.Fset, files, nil)
	return s
}

// Import is for the type checker.
func (s *Snippets) Import(path string) (*types.Package, error) {
	if path == s.zmq4.Path() {
		return s.zmq4, nil
	}
	if pkg := s.Other[path]; pkg != nil {
		return pkg, nil
	}
	return s.std.Import(path)
}

// SnippetHead is the number of lines that Check puts before a program that is
// no package.
const SnippetHead = 4

// Check type-checks a package, by default one that imports zmq4 as zmq.
func (s *Snippets) Check(src string) (Snippet, error) {
	if !strings.HasPrefix(src, "package ") {
		src = "package p\n\nimport zmq \"" + zmq4Path + "\"\n\n" + src
	}
	f, err := parser.ParseFile(s.Fset, "p.go", src, parser.SkipObjectResolution|parser.ParseComments)
	if err != nil {
		return Snippet{}, err
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Instances: map[*ast.Ident]types.Instance{}, Scopes: map[ast.Node]*types.Scope{},
		Selections: map[*ast.SelectorExpr]*types.Selection{}, FileVersions: map[*ast.File]string{},
	}
	conf := types.Config{Importer: s}
	pkg, err := conf.Check("example.com/"+f.Name.Name, s.Fset, []*ast.File{f}, info)
	return Snippet{pkg, f, info}, err
}
