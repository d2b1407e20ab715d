package sockets

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

	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// snippets type-checks small programs against zmq4 made from its own sources.
type snippets struct {
	fset  *token.FileSet
	std   types.Importer
	zmq4  *types.Package
	other map[string]*types.Package // checked before, by path
	err   error
}

var shared = sync.OnceValue(func() *snippets {
	s := &snippets{fset: token.NewFileSet()}
	if s.err = os.Setenv("CGO_ENABLED", "0"); s.err != nil {
		return s
	}
	s.std = importer.ForCompiler(s.fset, "source", nil)
	dir, err := zmqtest.Download("v1.4.0")
	if err != nil {
		s.err = err
		return s
	}
	stubs, err := zmqtest.Stubs(dir, runtime.GOOS)
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
		f, err := parser.ParseFile(s.fset, name, src, parser.SkipObjectResolution)
		if err != nil {
			s.err = err
			return s
		}
		files = append(files, f)
	}
	conf := types.Config{Importer: s.std}
	s.zmq4, s.err = conf.Check("github.com/pebbe/zmq4", s.fset, files, nil)
	return s
})

func (s *snippets) Import(path string) (*types.Package, error) {
	if path == s.zmq4.Path() {
		return s.zmq4, nil
	}
	if pkg := s.other[path]; pkg != nil {
		return pkg, nil
	}
	return s.std.Import(path)
}

// unit type-checks a package, by default one that imports zmq4 as zmq.
func unit(t testing.TB, src string) (*token.FileSet, Unit, error) {
	t.Helper()
	s := shared()
	if s.err != nil {
		t.Fatal(s.err)
	}
	return s.unit(src)
}

func (s *snippets) unit(src string) (*token.FileSet, Unit, error) {
	if !strings.HasPrefix(src, "package ") {
		src = "package p\n\nimport zmq \"github.com/pebbe/zmq4\"\n\n" + src
	}
	f, err := parser.ParseFile(s.fset, "p.go", src, parser.SkipObjectResolution)
	if err != nil {
		return nil, Unit{}, err
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Instances: map[*ast.Ident]types.Instance{}, Scopes: map[ast.Node]*types.Scope{},
		Selections: map[*ast.SelectorExpr]*types.Selection{}, FileVersions: map[*ast.File]string{},
	}
	conf := types.Config{Importer: s}
	pkg, err := conf.Check("example.com/"+f.Name.Name, s.fset, []*ast.File{f}, info)
	return s.fset, Unit{pkg, []*ast.File{f}, info}, err
}

// analyzed runs the engine over a snippet.
func analyzed(t testing.TB, src string) *Program {
	t.Helper()
	fset, u, err := unit(t, src)
	if err != nil {
		t.Fatal(err)
	}
	p := newProgram(fset, []Unit{u})
	p.run()
	p.discharge()
	for _, pr := range p.Problems {
		t.Errorf("%s: %s", pr.What, pr.Why)
	}
	return p
}
