package sockets

// From contexts to uses: what is known of the socket at each API call.

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// Use is a call on one socket.
type Use struct {
	*Context
	Types  zmqapi.TypeSet // empty: not known
	Reach  Reach          // of all opens of the socket; 0: none is known
	Closed zmqapi.OptionSet
}

func (r *Result) addOpening(o *Opening) {
	known := len(o.Contexts) > 0
	for _, u := range o.Contexts {
		o.Types |= u.Types
		known = known && !u.Types.Empty()
		if !u.Known() {
			r.Unknowns = append(r.Unknowns, Unknown{o.Pos, "options of the socket opened here", u.Before.Unknown})
		}
	}
	if !known {
		o.Types = 0
	}
	r.Opens = append(r.Opens, o)
}

// addHanded adds the opens that lie outside the packages that are reported on,
// at the calls that hand the sockets over.
func (p *Program) addHanded(out map[*types.Package]*Result, uses map[*Site][]*Use) {
	type key struct {
		call ssa.CallInstruction
		site *Site
	}
	openings := map[key]*Opening{}
	for _, c := range p.contexts {
		call, pkg := p.handed(c)
		if call == nil || out[pkg] == nil {
			continue
		}
		k := key{call, c.Site}
		o := openings[k]
		if o == nil {
			o = &Opening{Call: p.newCall(c.API, call.Parent(), call), Bind: c.API.Kind == zmqapi.KindBind, Endpoint: p.endpointOf(c.Event), By: c.by()}
			openings[k] = o
		}
		for _, u := range uses[c.Site] {
			if u.Context == c {
				o.Contexts = append(o.Contexts, u)
			}
		}
	}
	for k, o := range openings {
		out[packageOf(k.call.Parent())].addOpening(o)
	}
}

// FromContext reports whether the socket was made from a Context of its own
// and not from the default one.
func (u *Use) FromContext() bool {
	for _, o := range u.Origins {
		if !o.ownContext {
			return false
		}
	}
	return len(u.Origins) > 0
}

// Known reports whether the options of the socket are known.
func (u *Use) Known() bool { return u.Before.Unknown == "" }

// uses groups the contexts by call and completes them. Contexts of which
// nothing is known count only where there is no better one.
func (p *Program) uses() map[*Site][]*Use {
	reach := map[*Origin]Reach{}
	closed := map[*Origin]zmqapi.OptionSet{}
	for _, c := range p.contexts {
		for _, o := range c.Origins {
			switch c.Kind {
			case Open:
				reach[o] |= p.endpointOf(c.Event).Reach
			case Close:
				if s, ok := closed[o]; ok {
					closed[o] = s.Inter(c.Before.Must)
				} else {
					closed[o] = c.Before.Must
				}
			}
		}
	}
	out := map[*Site][]*Use{}
	for _, c := range p.contexts {
		u := &Use{Context: c}
		for i, o := range c.Origins {
			u.Types |= o.types
			u.Reach |= reach[o]
			if i == 0 {
				u.Closed = closed[o]
			} else {
				u.Closed = u.Closed.Inter(closed[o])
			}
		}
		out[c.Site] = append(out[c.Site], u)
	}
	for site, us := range out {
		known := slices.DeleteFunc(slices.Clone(us), func(u *Use) bool { return !u.Known() && len(u.Origins) == 0 })
		if len(known) > 0 {
			out[site] = known
		}
	}
	return out
}

// typesOf is what a NewSocket call makes; empty when that is not known.
func (p *Program) typesOf(c *ssa.Call) zmqapi.TypeSet {
	args := c.Call.Args
	if len(args) == 0 {
		return 0
	}
	ns, ok := p.Fold(args[len(args)-1]).Ints()
	if !ok {
		return 0
	}
	var s zmqapi.TypeSet
	for _, n := range ns {
		t, ok := zmqapi.SocketTypeOf(n)
		if !ok {
			return 0
		}
		s = s.With(t)
	}
	return s
}
