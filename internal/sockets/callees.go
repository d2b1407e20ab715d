package sockets

// Who a call can run: static callees, closures, implementations of interface
// methods; function values are in trace.go.

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// targets is what a call can run.
type targets struct {
	api     *zmqapi.Call
	fns     []*ssa.Function
	inTurn  bool   // each of fns runs in turn
	unknown string // why there may be others
}

func (p *Program) calleesOf(call ssa.CallInstruction) targets {
	common := call.Common()
	if fn := common.StaticCallee(); fn != nil {
		if row := api(fn); row != nil {
			return targets{api: row}
		}
		if p.hasBody(fn) || p.importedSummary(fn) != nil {
			return targets{fns: []*ssa.Function{fn}}
		}
		if p.described(fn) {
			return targets{} // its package says nothing of it: it has to do with no socket
		}
		return targets{unknown: p.externalReason(fn)}
	}
	if common.IsInvoke() {
		return p.interfaceTargets(common)
	}
	if _, ok := common.Value.(*ssa.Builtin); ok {
		return targets{}
	}
	return p.valueTargets(common.Value)
}

// externalReason says why a function without a body in the load cannot be
// followed. Code that does not know zmq4 cannot do anything to a socket.
func (p *Program) externalReason(fn *ssa.Function) string {
	obj := fn.Object()
	if obj == nil || obj.Pkg() == nil || zmqapi.IsZMQ4(obj.Pkg().Path()) || !p.reachesZMQ(obj.Pkg()) {
		return ""
	}
	return "handed to " + fn.RelString(nil) + ", which is outside the load (wrappers in .zmqlint.yml can say what it sets)"
}

// reachesZMQ reports whether pkg imports zmq4, directly or not.
func (p *Program) reachesZMQ(pkg *types.Package) bool {
	if r, ok := p.impls.reaches[pkg]; ok {
		return r
	}
	if p.impls.reaches == nil {
		p.impls.reaches = map[*types.Package]bool{}
	}
	p.impls.reaches[pkg] = false
	r := zmqapi.IsZMQ4(pkg.Path())
	for _, imp := range pkg.Imports() {
		r = r || p.reachesZMQ(imp)
	}
	p.impls.reaches[pkg] = r
	return r
}

// interfaceTargets are the implementations in the load.
func (p *Program) interfaceTargets(common *ssa.CallCommon) targets {
	fns := p.implementations(common)
	if len(fns) > 0 {
		return targets{fns: fns}
	}
	if row := p.socketMethod(common); row != nil {
		return targets{api: row}
	}
	if pkg := common.Method.Pkg(); pkg != nil && p.reachesZMQ(pkg) {
		return targets{unknown: "handed to " + common.Method.Name() + ", a method of an interface without an implementation in the load (wrappers in .zmqlint.yml can say what " + common.Method.FullName() + " sets)"}
	}
	return targets{}
}

// implCache remembers which types implement what.
type implCache struct {
	byIface map[*types.Interface][]types.Type
	named   []types.Type
	byMeth  map[implKey][]*ssa.Function
	reaches map[*types.Package]bool
}

// implKey is a method called on an interface. Interfaces that embed another
// share its methods, but not its implementations.
type implKey struct {
	iface  *types.Interface
	method *types.Func
}

// implementations are the methods of the load's types that an interface call
// can run.
func (p *Program) implementations(common *ssa.CallCommon) []*ssa.Function {
	iface, ok := common.Value.Type().Underlying().(*types.Interface)
	if !ok || common.Method.Name() == "Error" || common.Method.Name() == "String" {
		return nil
	}
	key := implKey{iface, common.Method}
	if fns, ok := p.impls.byMeth[key]; ok {
		return fns
	}
	if p.impls.byMeth == nil {
		p.impls.byMeth = map[implKey][]*ssa.Function{}
	}
	var fns []*ssa.Function
	for _, t := range p.implementing(iface) {
		if fn := p.method(t, common.Method); fn != nil && p.hasBody(fn) {
			fns = append(fns, fn)
		}
	}
	p.impls.byMeth[key] = fns
	return fns
}

// implementing are the load's types that implement an interface, themselves or
// by a pointer.
func (p *Program) implementing(iface *types.Interface) []types.Type {
	if ts, ok := p.impls.byIface[iface]; ok {
		return ts
	}
	if p.impls.byIface == nil {
		p.impls.byIface = map[*types.Interface][]types.Type{}
	}
	var ts []types.Type
	for _, t := range p.namedTypes() {
		// What a value's methods implement, a pointer's do too.
		if types.Implements(types.NewPointer(t), iface) {
			ts = append(ts, t)
		}
	}
	p.impls.byIface[iface] = ts
	return ts
}

// method is the implementation of an interface method by t or *t.
func (p *Program) method(t types.Type, m *types.Func) *ssa.Function {
	obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(t), false, m.Pkg(), m.Name())
	fn, ok := obj.(*types.Func)
	if !ok || types.IsInterface(fn.Signature().Recv().Type()) {
		return nil
	}
	return p.prog.FuncValue(fn)
}

// namedTypes are the defined types of the load, generic ones apart.
func (p *Program) namedTypes() []types.Type {
	if p.impls.named != nil {
		return p.impls.named
	}
	named := []types.Type{}
	for _, u := range p.units {
		scope := u.Pkg.Scope()
		for _, name := range scope.Names() {
			tn, ok := scope.Lookup(name).(*types.TypeName)
			if !ok || tn.IsAlias() || types.IsInterface(tn.Type()) {
				continue
			}
			if n, ok := tn.Type().(*types.Named); ok && n.TypeParams().Len() == 0 && types.NewMethodSet(types.NewPointer(n)).Len() > 0 {
				named = append(named, n)
			}
		}
	}
	p.impls.named = named
	return named
}

// ownInterface is the interface that t is, when the load defines it; nil
// otherwise.
func (p *Program) ownInterface(t types.Type) *types.Interface {
	named, ok := t.(*types.Named)
	if !ok || named.Obj().Pkg() == nil || !p.inLoad[named.Obj().Pkg()] {
		return nil
	}
	iface, _ := t.Underlying().(*types.Interface)
	return iface
}

// implementers are the types of the load that implement an interface of the
// load.
func (p *Program) implementers(t types.Type) []types.Type {
	iface := p.ownInterface(t)
	if iface == nil || iface.NumMethods() == 0 {
		return nil
	}
	return p.implementing(iface)
}
