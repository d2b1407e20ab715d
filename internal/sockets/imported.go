package sockets

// Functions outside the load, as their packages' facts describe them.

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// importedSite is an open in a package outside the load.
type importedSite struct {
	where    string // "pkg.Listen (listen.go:12)"
	endpoint Value
	param    int // of the exported function that gives the endpoint, or -1
}

// endpointOf classifies the endpoint of an open. Behind an imported function
// that takes it as a parameter, it is the argument of the call.
func (p *Program) endpointOf(ev *Event) Endpoint {
	imp := ev.imported
	switch {
	case imp == nil:
		return newEndpoint(p.foldVia(ev.endpointArg(), ev))
	case imp.param >= 0 && len(ev.Via) > 0:
		inner := ev.Via[len(ev.Via)-1]
		return newEndpoint(p.Fold(argument(inner.Common(), imp.param)))
	}
	return newEndpoint(imp.endpoint)
}

// importedSummary decodes, once, what the facts say of a function without a
// body in the load.
func (p *Program) importedSummary(fn *ssa.Function) *Summary {
	if s, ok := p.decoded[fn]; ok {
		return s
	}
	fact, obj := p.factFor(fn)
	if fact == nil {
		return nil
	}
	var s *Summary
	if ff := fact.function(obj); ff != nil {
		s = p.decode(fn, ff)
	}
	p.decoded[fn] = s
	return s
}

// factFor is the fact that tells of a function outside the load; nil when there is
// none.
func (p *Program) factFor(fn *ssa.Function) (*PackageFact, *types.Func) {
	obj, ok := fn.Object().(*types.Func)
	if p.facts == nil || !ok || obj.Pkg() == nil || p.inLoad[obj.Pkg()] || p.hasBody(fn) {
		return nil, nil
	}
	if fact := p.facts(obj.Pkg()); fact.usable() {
		return fact, obj
	}
	return nil, nil
}

// described reports whether the facts of fn's package are there, so that what
// they leave out does nothing.
func (p *Program) described(fn *ssa.Function) bool {
	fact, _ := p.factFor(fn)
	return fact != nil
}

// handed finds the call to report an open at that lies outside the packages
// that are reported on: the innermost call on the way to it that lies in one.
func (p *Program) handed(c *Context) (call ssa.CallInstruction, pkg *types.Package) {
	if c.Kind != Open || len(c.Via) == 0 {
		return nil, nil
	}
	if c.Fn != nil && (p.reported(packageOf(c.Fn)) || decidesItself(packageOf(c.Fn))) {
		return nil, nil
	}
	for i := len(c.Via) - 1; i >= 0; i-- {
		if pkg := packageOf(c.Via[i].Parent()); p.reported(pkg) {
			return c.Via[i], pkg
		}
	}
	return nil, nil
}

// Zmqsafe is the import path of the runtime package.
const Zmqsafe = "github.com/zmqlint/zmqlint/zmqsafe"

// decidesItself tells the package whose opens and receives are not held against
// its callers: zmqsafe sets protection and limits by values that cannot be
// followed, and opens nothing without them. Its sockets come from one place, and
// are not told apart.
func decidesItself(pkg *types.Package) bool {
	return pkg != nil && pkg.Path() == Zmqsafe
}

// reported reports whether findings in pkg are shown.
func (p *Program) reported(pkg *types.Package) bool { return p.roots == nil || p.roots[pkg] }

// by names the function that an open outside lies in, and the place:
// "pkg.Listen (listen.go:12)".
func (p *Program) by(s *Site) string {
	if s.imported != nil {
		return s.imported.where
	}
	return s.Fn.RelString(nil) + " (" + p.position(s.Call.Pos()) + ")"
}
