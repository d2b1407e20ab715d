package sockets

// The authenticator: which keys are added to which ZAP domain, and whether and
// where zmq4's handler is started. It is one for the process, so it belongs to
// the load, not to a socket.

import (
	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// Authentication lists the authenticator calls of the load.
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
	// Main is set when the load has a main package: then it is the program.
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

func (p *Program) authentication(uses map[*Site][]*Use) *Authentication {
	a := &Authentication{}
	for _, c := range p.contexts {
		if c.Kind != Open || !p.endpointOf(c.Event).Remote() {
			continue
		}
		for _, u := range uses[c.Site] {
			if u.Context == c && u.Before.CurveServer() {
				a.Servers = append(a.Servers, u)
			}
		}
	}
	for _, u := range p.units {
		a.Main = a.Main || u.Pkg.Name() == "main"
		for _, imp := range u.Pkg.Imports() {
			if p.facts != nil {
				f := p.facts(imp)
				a.Elsewhere = a.Elsewhere || f != nil && f.Authenticates
			}
		}
	}
	for _, fn := range p.funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if call, ok := instr.(ssa.CallInstruction); ok {
					p.addAuth(a, fn, call)
				}
			}
		}
	}
	return a
}

func (p *Program) addAuth(a *Authentication, fn *ssa.Function, instr ssa.CallInstruction) {
	row := api(instr.Common().StaticCallee())
	if row == nil {
		return
	}
	c := &AuthCall{Call: p.newCall(row, fn, instr), Fn: fn}
	args := instr.Common().Args
	switch row.Name {
	case "SetZapDomain", "ServerAuthNull", "ServerAuthPlain", "ServerAuthCurve":
		a.Domains = true
	case "AuthStart":
		a.Starts = append(a.Starts, c)
	case "AuthStop":
		a.Stops = append(a.Stops, c)
	case "AuthCurveAdd", "AuthAllow", "AuthDeny":
		c.Domain = p.Fold(args[0])
		c.Values = p.FoldElements(args[1])
		if row.Name == "AuthCurveAdd" {
			a.Keys = append(a.Keys, c)
		} else {
			a.Lists = append(a.Lists, c)
		}
	case "Bind":
		if row.Kind == zmqapi.KindBind {
			for _, alt := range p.Fold(args[1]).Alts {
				a.Handler = a.Handler || alt.Text == zapEndpoint
			}
		}
	}
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
