package sockets

// The authenticator: which keys are added to which ZAP domain, and whether and
// where zmq4's handler is started. It is one for the process, so it belongs to
// the program, not to a socket. A load can hold several programs; a package is
// judged by those that it is part of.

import (
	"go/types"
	"maps"

	"golang.org/x/tools/go/ssa"
)

// Authentication lists the authenticator calls of the programs that a package
// is part of.
type Authentication struct {
	Starts, Stops []*AuthCall
	Keys          []*AuthCall // AuthCurveAdd
	Lists         []*AuthCall // AuthAllow and AuthDeny
	// Servers are the CURVE servers that are opened off this machine.
	Servers []*Use
	// Domains is set when some socket may have a ZAP domain.
	Domains bool
	// Handler is set when the load binds a ZAP handler of its own.
	Handler bool
	// Elsewhere is set when a package outside the load, but imported, has a
	// part in it.
	Elsewhere bool
	// Main is set when the load has a main package for them: then nothing is
	// missing.
	Main bool
}

// AuthCall is one call of the authenticator.
type AuthCall struct {
	*Call
	Fn     *ssa.Function
	Domain Value
	Values Value // keys or addresses
}

// inSight reports whether the load, or what it imports, authenticates anyone.
func (a *Authentication) inSight() bool {
	return a.Elsewhere || a.Handler || len(a.Starts)+len(a.Keys) > 0
}

const zapEndpoint = "inproc://zeromq.zap.01"

// authPart is something that a package contributes.
type authPart struct {
	pkg *types.Package
	add func(*Authentication)
}

// authentication tells for each package who authenticates in the programs that
// it is part of.
func (p *Program) authentication(uses map[*Site][]*Use) func(*types.Package) *Authentication {
	parts := p.authParts(uses)
	return func(pkg *types.Package) *Authentication {
		a := &Authentication{}
		programs := p.programsOf(pkg)
		for _, u := range p.units {
			if !programs[u.Pkg] {
				continue
			}
			a.Main = a.Main || u.Pkg.Name() == "main"
			for _, imp := range u.Pkg.Imports() {
				if p.facts != nil {
					f := p.facts(imp)
					a.Elsewhere = a.Elsewhere || f.usable() && f.Authenticates
				}
			}
		}
		for _, part := range parts {
			if programs[part.pkg] {
				part.add(a)
			}
		}
		return a
	}
}

// programsOf are the packages of the load that share a program with pkg: what
// pkg imports and, for each main package that imports it, what that imports.
func (p *Program) programsOf(pkg *types.Package) map[*types.Package]bool {
	with := p.closure(pkg)
	for _, u := range p.units {
		if u.Pkg.Name() != "main" || u.Pkg == pkg {
			continue
		}
		if all := p.closure(u.Pkg); all[pkg] {
			maps.Copy(with, all)
		}
	}
	return with
}

// closure is pkg and what it imports, as far as it is in the load.
func (p *Program) closure(pkg *types.Package) map[*types.Package]bool {
	all := map[*types.Package]bool{}
	var visit func(*types.Package)
	visit = func(pkg *types.Package) {
		if !p.inLoad[pkg] || all[pkg] {
			return
		}
		all[pkg] = true
		for _, imp := range pkg.Imports() {
			visit(imp)
		}
	}
	visit(pkg)
	return all
}

func (p *Program) authParts(uses map[*Site][]*Use) (parts []authPart) {
	for _, c := range p.contexts {
		if c.Kind != Open || c.in == nil {
			continue
		}
		for _, u := range uses[c.Site] {
			if u.Context == c && u.Endpoint.Remote() && u.Before.CurveServer() {
				parts = append(parts, authPart{packageOf(c.in.fn), func(a *Authentication) { a.Servers = append(a.Servers, u) }})
			}
		}
	}
	for _, fn := range p.funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if call, ok := instr.(ssa.CallInstruction); ok {
					if add := p.authCall(fn, call); add != nil {
						parts = append(parts, authPart{packageOf(fn), add})
					}
				}
			}
		}
	}
	return parts
}

// authCall is what a call contributes, nil when it is nothing.
func (p *Program) authCall(fn *ssa.Function, instr ssa.CallInstruction) func(*Authentication) {
	row := p.apiOf(instr)
	if row == nil {
		return nil
	}
	c := &AuthCall{Call: p.newCall(row, fn, instr), Fn: fn}
	args := instr.Common().Args
	switch row.Name {
	case "SetZapDomain", "ServerAuthNull", "ServerAuthPlain", "ServerAuthCurve":
		return func(a *Authentication) { a.Domains = true }
	case "AuthStart":
		return func(a *Authentication) { a.Starts = append(a.Starts, c) }
	case "AuthStop":
		return func(a *Authentication) { a.Stops = append(a.Stops, c) }
	case "AuthCurveAdd":
		c.Domain, c.Values = p.Fold(args[0]), p.FoldElements(args[1])
		return func(a *Authentication) { a.Keys = append(a.Keys, c) }
	case "AuthAllow", "AuthDeny":
		c.Domain, c.Values = p.Fold(args[0]), p.FoldElements(args[1])
		return func(a *Authentication) { a.Lists = append(a.Lists, c) }
	case "Bind":
		for _, alt := range p.Fold(argument(instr.Common(), 1)).Alts {
			if alt.Text == zapEndpoint {
				return func(a *Authentication) { a.Handler = true }
			}
		}
	}
	return nil
}

// DomainArg is the argument of the ZAP domain setter, nil when there is none or
// more than one.
func (u *Use) DomainArg() ssa.Value { return u.Before.domain }

// DomainValue folds the ZAP domain of a socket. It has no alternative, and known
// is true, when no domain was set.
func (u *Use) DomainValue() (v Value, known bool) {
	switch {
	case u.Before.domainSet == domainOne && u.Before.domain == nil:
		return Value{}, true
	case u.Before.domainSet == domainOne:
		return u.in.p.Fold(u.Before.domain), true
	}
	return anything, false
}
