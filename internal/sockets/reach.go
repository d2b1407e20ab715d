package sockets

// Where a socket is opened: by whoever has it, and by the constructor that
// made it. A constructor opens the sockets of all its callers at one place; for
// the socket of one call, its parameters are the arguments of that call.

import (
	"go/constant"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// openings has the opens of each socket.
type openings struct {
	p         *Program
	endpoints map[*Context]Endpoint
	on        map[*Origin][]*Context // on the socket itself, and on those made from it
	own       map[*Origin][]*Context // on the socket itself
}

func (p *Program) openings() *openings {
	all := &openings{p: p, endpoints: map[*Context]Endpoint{}, on: map[*Origin][]*Context{}, own: map[*Origin][]*Context{}}
	for _, c := range p.contexts {
		if c.Kind != Open {
			continue
		}
		all.endpoints[c] = p.endpointOf(c.Event)
		for _, o := range c.Origins {
			all.own[o] = append(all.own[o], c)
			for ; o != nil; o = o.from {
				all.on[o] = append(all.on[o], c)
			}
		}
	}
	return all
}

// endpoint is where an open leads. One of which nothing is known, of a socket
// that is open already, opens it again: where it was.
func (all *openings) endpoint(c *Context) Endpoint {
	e := all.endpoints[c]
	if c.Kind != Open || len(e.Alts) > 0 || c.Before.Phase&mustOpen == 0 {
		return e
	}
	var before Value
	for _, o := range c.Origins {
		for _, other := range all.on[o] {
			if known := all.endpoints[other]; len(known.Alts) > 0 {
				before = before.with(known.Value)
			}
		}
	}
	if len(before.Alts) == 0 {
		return e
	}
	return newEndpoint(before)
}

// of is where the opens of a socket lead, and what it is bound to.
func (all *openings) of(o *Origin) (reach Reach, bound Value) {
	add := func(c *Context, e Endpoint) {
		reach |= e.Reach
		if c.API.Kind == zmqapi.KindBind {
			bound = bound.with(e.Value)
		}
	}
	for _, c := range all.on[o] {
		add(c, all.endpoints[c])
	}
	for ; o.from != nil; o = o.from {
		for _, c := range all.own[o.from] {
			if e, happens := all.during(c, o.call); happens {
				add(c, e)
			}
		}
	}
	return reach, bound
}

// during is the endpoint of an open in a constructor when call calls it, and
// whether the arguments of the call let it happen.
func (all *openings) during(c *Context, call ssa.CallInstruction) (Endpoint, bool) {
	if c.Fn == nil || len(c.Via) > 0 {
		return all.endpoints[c], true
	}
	is := func(param *ssa.Parameter) constant.Value { return passed(call, param) }
	for b := c.Call.Block(); b != nil; b = b.Idom() {
		if len(b.Preds) != 1 {
			continue
		}
		if yes, known := outcome(b.Preds[0], is); known && b.Preds[0].Succs[boolIndex(yes)] != b {
			return Endpoint{}, false
		}
	}
	if param, ok := c.endpointArg().(*ssa.Parameter); ok {
		if a := argument(call.Common(), indexIn(c.Fn.Params, param)); a != nil {
			return newEndpoint(all.p.Fold(a)), true
		}
	}
	return all.endpoints[c], true
}

// CanBeBound reports whether a socket of which no open is known may be bound on
// the network: unless the load is a program in which nothing is.
func (p *Program) CanBeBound() bool { return p.canBeBound }

func (p *Program) bindsRemotely() bool {
	if !p.hasMain {
		return true
	}
	for _, s := range p.sites {
		if s.Kind == Open && s.Call != nil && s.API.Kind == zmqapi.KindBind && newEndpoint(p.Fold(s.endpointArg())).Remote() {
			return true
		}
	}
	return false
}
