package sockets

// The load in SSA form.
//
// A standalone driver registers the whole load (Preload); go vet and
// golangci-lint hand over one package at a time, and then the load is that
// package alone. All that follows is the same for both.

import (
	"context"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"runtime"
	"strings"
	"sync"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// Unit is one type-checked package with its syntax.
type Unit struct {
	Pkg   *types.Package
	Files []*ast.File
	Info  *types.Info
}

// Program is a load under analysis.
type Program struct {
	Fset     *token.FileSet
	Problems []Problem

	ctx     context.Context // of the run; when it is done, the results do not matter
	prog    *ssa.Program
	units   []Unit
	inLoad  map[*types.Package]bool
	funcs   []*ssa.Function // with bodies, in source order
	known   map[*ssa.Function]bool
	callers map[*ssa.Function][]ssa.CallInstruction
	closed  map[*ssa.Function][]*ssa.MakeClosure // where a closure is made
	escapes map[*ssa.Function]bool               // used as a value: has callers that are not known

	impls   implCache
	heap    heapIndex
	carries map[types.Type]bool
	leading map[*types.Package]bool // see leadsInto
	infos   map[*ssa.Function]*fnInfo
	loops   map[*ssa.Function][]*natural

	sites      map[ssa.CallInstruction]*Site
	origins    map[originKey]*Origin
	facts      func(*types.Package) *PackageFact // of packages outside the load; nil when there are none
	decoded    map[*ssa.Function]*Summary
	roots      map[*types.Package]bool // packages to report on; nil for all, when callers may be outside the load
	hasMain    bool                    // the load has a main package
	socketType types.Type              // *zmq4.Socket
	configs    []*config.Config        // those that name wrappers
	canBeBound bool                    // see CanBeBound
	contexts   []*Context
	pending    []pendingField
	fields     map[*types.Var]*fieldObjects
}

// Problem is a part of the load that could not be analysed.
type Problem struct {
	Pos  token.Pos
	What string // function or package
	Why  string
}

// Unknown is a place where the engine does not know, and says nothing.
type Unknown struct {
	Pos  token.Pos
	What string // "options of the socket that is opened here"
	Why  string // "passed to a function value that cannot be followed"
}

// newProgram builds SSA for the units. A package whose SSA cannot be built
// (ill-typed code) is left out and listed as a problem.
func newProgram(fset *token.FileSet, units []Unit) *Program {
	p := &Program{
		Fset:    fset,
		ctx:     context.Background(),
		units:   units,
		prog:    ssa.NewProgram(fset, ssa.InstantiateGenerics),
		inLoad:  map[*types.Package]bool{},
		known:   map[*ssa.Function]bool{},
		callers: map[*ssa.Function][]ssa.CallInstruction{},
		closed:  map[*ssa.Function][]*ssa.MakeClosure{},
		escapes: map[*ssa.Function]bool{},
		carries: map[types.Type]bool{},
		leading: map[*types.Package]bool{},
		infos:   map[*ssa.Function]*fnInfo{},
		loops:   map[*ssa.Function][]*natural{},
		fields:  map[*types.Var]*fieldObjects{},
		sites:   map[ssa.CallInstruction]*Site{},
		origins: map[originKey]*Origin{},
		decoded: map[*ssa.Function]*Summary{},
	}
	for _, u := range units {
		p.inLoad[u.Pkg] = true
		p.hasMain = p.hasMain || u.Pkg.Name() == "main"
	}
	for _, u := range units {
		p.createImports(u.Pkg)
	}
	p.build()
	p.indexCalls()
	p.heap.build(p)
	return p
}

// createImports declares the packages that u's code can refer to. The builder
// needs each direct import; what lies behind them is made on demand.
func (p *Program) createImports(pkg *types.Package) {
	for _, imp := range pkg.Imports() {
		if !p.inLoad[imp] && p.prog.Package(imp) == nil {
			p.prog.CreatePackage(imp, nil, nil, true)
		}
	}
}

// build builds the units, as many at a time as there are processors; what they
// consist of is then listed in their order.
func (p *Program) build() {
	made := make([]*ssa.Package, len(p.units))
	for i, u := range p.units {
		p.contained(u, func() { made[i] = p.prog.CreatePackage(u.Pkg, u.Files, u.Info, true) })
	}
	failures := make([]any, len(p.units))
	var workers sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, pkg := range made {
		if pkg == nil {
			continue
		}
		slots <- struct{}{}
		workers.Go(func() {
			defer func() { failures[i] = recover(); <-slots }()
			pkg.Build()
		})
	}
	workers.Wait()
	for i, u := range p.units {
		p.contained(u, func() {
			if failures[i] != nil {
				panic(failures[i])
			}
			p.addFuncs(made[i], u)
		})
	}
}

// contained makes a panic of the builder a problem of one package.
func (p *Program) contained(u Unit, f func()) {
	defer func() {
		if e := recover(); e != nil {
			p.Problems = append(p.Problems, Problem{Pos: u.Files[0].Package, What: "package " + u.Pkg.Path(), Why: fmt.Sprint("no SSA form: ", e)})
		}
	}()
	f()
}

// addFuncs adds the functions of a package that was built.
func (p *Program) addFuncs(pkg *ssa.Package, u Unit) {
	if pkg == nil {
		return // told of already
	}
	if init := pkg.Func("init"); init != nil {
		p.addFunc(init)
	}
	for _, f := range u.Files {
		for _, d := range f.Decls {
			decl, ok := d.(*ast.FuncDecl)
			if !ok || callsC(decl) {
				continue
			}
			obj, ok := u.Info.Defs[decl.Name].(*types.Func)
			if !ok {
				continue
			}
			if fn := p.prog.FuncValue(obj); fn != nil {
				p.addFunc(fn)
			}
		}
	}
}

// callsC reports whether a function is what cgo made of one of C. It calls that by
// way of the runtime, and seems to return zero.
func callsC(decl *ast.FuncDecl) bool {
	name := decl.Name.Name
	return strings.HasPrefix(name, "_C") || strings.HasPrefix(name, "_cgo")
}

// addFunc adds a function with a body, the closures in it, and the synthetic
// functions (bound methods, instances of generic functions) that it refers to.
func (p *Program) addFunc(fn *ssa.Function) {
	if p.known[fn] || fn.Blocks == nil {
		return
	}
	p.known[fn] = true
	p.funcs = append(p.funcs, fn)
	for _, anon := range fn.AnonFuncs {
		p.addFunc(anon)
	}
	var ops []*ssa.Value
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			ops = instr.Operands(ops[:0])
			for _, op := range ops {
				if f, ok := (*op).(*ssa.Function); ok && f.Synthetic != "" && p.ownsSynthetic(f) {
					p.addFunc(f)
				}
			}
		}
	}
}

// ownsSynthetic reports whether a synthetic function stands for code of the
// load or for a method of zmq4 used as a value.
func (p *Program) ownsSynthetic(f *ssa.Function) bool {
	obj := f.Object()
	if obj == nil {
		if o := f.Origin(); o != nil {
			obj = o.Object()
		}
	}
	if obj == nil || obj.Pkg() == nil {
		return false
	}
	return p.inLoad[obj.Pkg()] || zmqapi.IsZMQ4(obj.Pkg().Path())
}

// indexCalls records who calls what. It runs before any summary exists, so it
// sees static calls, closures and interface calls; function values are
// resolved later, on demand.
func (p *Program) indexCalls() {
	for _, fn := range p.funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				p.indexInstr(instr)
			}
		}
	}
}

func (p *Program) addCaller(fn *ssa.Function, call ssa.CallInstruction) {
	if !p.borrows(call.Parent(), fn) {
		p.callers[fn] = append(p.callers[fn], call)
	}
}

func (p *Program) indexInstr(instr ssa.Instruction) {
	if mc, ok := instr.(*ssa.MakeClosure); ok {
		fn := mc.Fn.(*ssa.Function)
		p.closed[fn] = append(p.closed[fn], mc)
	}
	call, isCall := instr.(ssa.CallInstruction)
	if isCall {
		common := call.Common()
		if fn := common.StaticCallee(); fn != nil {
			p.addCaller(fn, call)
		} else if common.IsInvoke() {
			for _, fn := range p.implementations(common) {
				p.addCaller(fn, call)
			}
		}
	}
	var buf [8]*ssa.Value
	for i, op := range instr.Operands(buf[:0]) {
		fn, ok := (*op).(*ssa.Function)
		if !ok || (isCall && i == 0 && !call.Common().IsInvoke()) {
			continue
		}
		if _, made := instr.(*ssa.MakeClosure); !made {
			p.escapes[fn] = true
		}
	}
}

// hasBody reports whether fn can be analysed.
func (p *Program) hasBody(fn *ssa.Function) bool { return p.known[fn] }

// api returns the row of the zmq4 API that fn is, or nil.
func api(fn *ssa.Function) *zmqapi.Call {
	if fn == nil || fn.Synthetic != "" && fn.Blocks != nil {
		return nil
	}
	obj, _ := fn.Object().(*types.Func)
	if obj == nil || obj.Pkg() == nil || !zmqapi.IsZMQ4(obj.Pkg().Path()) {
		return nil
	}
	return zmqapi.Lookup(obj)
}

// isRoot reports whether fn may be called from outside the load.
func (p *Program) isRoot(fn *ssa.Function) bool { return len(p.callers[fn]) == 0 }
