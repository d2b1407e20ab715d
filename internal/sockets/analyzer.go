package sockets

// The engine as an analyzer, and the registry of whole loads.

import (
	"context"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/zmqlint/zmqlint/internal/config"
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
	FactTypes:        []analysis.Fact{(*PackageFact)(nil)},
}

func run(pass *analysis.Pass) (any, error) {
	cfg := config.For(pass) // names the forks
	r := resultOf(pass, cfg)
	if r != nil && cfg.Loopback == config.LoopbackNetwork {
		r = r.withLoopbackAsNetwork()
	}
	return r, nil
}

func resultOf(pass *analysis.Pass, cfg *config.Config) *Result {
	if r, ok := preloaded(pass.Pkg); ok {
		return r
	}
	// zmq4 itself is described by zmqapi, not by its code.
	if zmqapi.IsZMQ4(pass.Pkg.Path()) {
		return nil
	}
	files, info := withoutTests(pass)
	if len(files) == 0 {
		return nil
	}
	uses := importsZMQ(pass.Pkg, map[*types.Package]bool{})
	if !uses && !spellsEndpoints(files) {
		return nil
	}
	p := newProgram(pass.Fset, []Unit{{pass.Pkg, files, info}})
	p.facts = importFacts(pass)
	p.configure(cfg)
	var fact *PackageFact
	results, failed := p.guarded(func() (results map[*types.Package]*Result) {
		if uses {
			results = p.solveAll()
		}
		fact = p.export()
		return results
	})
	if failed != nil {
		return &Result{Problems: []Problem{{files[0].Package, "package " + pass.Pkg.Path(), failed.Error()}}}
	}
	if fact != nil {
		pass.ExportPackageFact(fact)
	}
	return results[pass.Pkg]
}

// withoutTests are the files of a package but its tests, and what is known of
// them: go vet analyses the test variant of a package in its place, and what
// tests pass to a function is not what the program does.
func withoutTests(pass *analysis.Pass) (files []*ast.File, info *types.Info) {
	for _, f := range pass.Files {
		if !inTestFile(pass.Fset, f.FileStart) {
			files = append(files, f)
		}
	}
	if len(files) == len(pass.Files) {
		return files, pass.TypesInfo
	}
	// SSA is built of the variables in InitOrder, wherever they are declared.
	own := *pass.TypesInfo
	own.InitOrder = slices.DeleteFunc(slices.Clone(own.InitOrder), func(i *types.Initializer) bool {
		return inTestFile(pass.Fset, i.Rhs.Pos())
	})
	return files, &own
}

func inTestFile(fset *token.FileSet, pos token.Pos) bool {
	return strings.HasSuffix(fset.Position(pos).Filename, "_test.go")
}

// importFacts reads the facts of imported packages, once each.
func importFacts(pass *analysis.Pass) func(*types.Package) *PackageFact {
	known := map[*types.Package]*PackageFact{}
	return func(pkg *types.Package) *PackageFact {
		f, ok := known[pkg]
		if !ok {
			if got := new(PackageFact); pass.ImportPackageFact(pkg, got) {
				f = got
			}
			known[pkg] = f
		}
		return f
	}
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
// roots are those that findings are shown for. release forgets the results.
// When that fails, the analyzer looks at each package on its own. Once ctx is
// done there are no results.
func Preload(ctx context.Context, pkgs, roots []*packages.Package) (release func(), failed error) {
	if len(pkgs) == 0 {
		return func() {}, nil
	}
	var units []Unit
	for _, p := range pkgs {
		if len(p.Syntax) > 0 {
			units = append(units, Unit{p.Types, p.Syntax, p.TypesInfo})
		}
	}
	prog := newProgram(pkgs[0].Fset, units)
	prog.ctx = ctx
	for _, p := range pkgs {
		if p.Dir != "" {
			cfg, _ := config.ForDir(p.Dir) // whoever drives this has told of the problems
			prog.configure(cfg)
		}
	}
	prog.roots = map[*types.Package]bool{}
	for _, p := range roots {
		prog.roots[p.Types] = true
	}
	results, failed := prog.guarded(prog.solveAll)
	for pkg, r := range results {
		loads.Store(pkg, r)
	}
	return func() {
		for pkg := range results {
			loads.Delete(pkg)
		}
	}, failed
}

func preloaded(pkg *types.Package) (*Result, bool) {
	r, ok := loads.Load(pkg)
	if !ok {
		return nil, false
	}
	return r.(*Result), true
}

// guarded is solve with panics as errors. Those in one function cost that
// function alone (analyze); these come from putting functions together.
func (p *Program) guarded(solve func() map[*types.Package]*Result) (results map[*types.Package]*Result, failed error) {
	defer func() {
		if e := recover(); e != nil {
			results, failed = nil, fmt.Errorf("analysis failed: %v\n%s", e, debug.Stack())
		}
	}()
	return solve(), nil
}

// solveAll runs the engine.
func (p *Program) solveAll() map[*types.Package]*Result {
	p.run()
	if p.ctx.Err() != nil {
		return nil
	}
	p.discharge()
	p.perCall()
	return p.perPackage()
}
