package sockets

// The engine as an analyzer, and the registry of whole loads.

import (
	"go/token"
	"go/types"
	"reflect"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// Analyzer finds the sockets of a package. It reports nothing; its result is a
// *Result, nil for a package that does not reach zmq4.
var Analyzer = &analysis.Analyzer{
	Name:             "zmqsockets",
	Doc:              "find ZeroMQ sockets and follow them to where they are opened",
	Run:              run,
	ResultType:       reflect.TypeFor[*Result](),
	RunDespiteErrors: true,
}

func run(pass *analysis.Pass) (any, error) {
	if r, ok := preloaded(pass.Pkg); ok {
		return r, nil
	}
	if !importsZMQ(pass.Pkg, map[*types.Package]bool{}) || len(pass.Files) == 0 {
		return (*Result)(nil), nil
	}
	results := Analyze(pass.Fset, []Unit{{pass.Pkg, pass.Files, pass.TypesInfo}})
	return results[pass.Pkg], nil
}

func importsZMQ(pkg *types.Package, seen map[*types.Package]bool) bool {
	if zmqapi.IsZMQ4(pkg.Path()) {
		return true
	}
	if seen[pkg] {
		return false
	}
	seen[pkg] = true
	for _, imp := range pkg.Imports() {
		if importsZMQ(imp, seen) {
			return true
		}
	}
	return false
}

// loads has the results of whole loads, by package.
var loads sync.Map // *types.Package → *Result

// Preload analyses a whole load at once, so that parameters are joined over
// all callers and sockets are followed into the packages that use them. The
// analyzer then hands out these results. Packages come in dependency order;
// release forgets them.
func Preload(pkgs []*packages.Package) (release func()) {
	if len(pkgs) == 0 {
		return func() {}
	}
	var units []Unit
	for _, p := range pkgs {
		if len(p.Syntax) > 0 {
			units = append(units, Unit{p.Types, p.Syntax, p.TypesInfo})
		}
	}
	results := Analyze(pkgs[0].Fset, units)
	for pkg, r := range results {
		loads.Store(pkg, r)
	}
	return func() {
		for pkg := range results {
			loads.Delete(pkg)
		}
	}
}

func preloaded(pkg *types.Package) (*Result, bool) {
	r, ok := loads.Load(pkg)
	if !ok {
		return nil, false
	}
	return r.(*Result), true
}

// Analyze runs the engine on a load.
func Analyze(fset *token.FileSet, units []Unit) map[*types.Package]*Result {
	p := newProgram(fset, units)
	p.run()
	p.discharge()
	return p.perPackage()
}
