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
	Endpoint Endpoint       // of an open
	Types    zmqapi.TypeSet // empty: not known
	Reach    Reach          // of all opens of the socket; 0: none is known
	Bound    Endpoint       // of its binds, put together
	Closed   zmqapi.OptionSet
}

func (r *Result) addOpening(o *Opening) {
	for _, u := range o.Contexts {
		if !u.Known() {
			r.Unknowns = append(r.Unknowns, Unknown{o.Pos, "options of the socket opened here", u.Before.Unknown})
		}
	}
	o.sum()
	r.Opens = append(r.Opens, o)
}

// sum joins what is known of the sockets of an opening.
func (o *Opening) sum() {
	if len(o.Contexts) == 0 {
		return
	}
	known := true
	var v Value
	o.Types = 0
	for _, u := range o.Contexts {
		o.Types |= u.Types
		known = known && !u.Types.Empty()
		v = v.with(u.Endpoint.Value)
	}
	if !known {
		o.Types = 0
	}
	o.Endpoint = newEndpoint(v)
}

// Only is the opening with the sockets that keep says; nil when there are none.
func (o *Opening) Only(keep func(*Use) bool) *Opening {
	r := *o
	r.Contexts = nil
	for _, u := range o.Contexts {
		if keep(u) {
			r.Contexts = append(r.Contexts, u)
		}
	}
	if len(r.Contexts) == 0 {
		return nil
	}
	r.sum()
	return &r
}

// Remote is the opening with the sockets that it opens, or may open, off this
// machine; nil when there are none.
func (o *Opening) Remote() *Opening {
	return o.Only(func(u *Use) bool { return u.Endpoint.Remote() })
}

// addHanded adds the opens that lie outside the packages that are reported on,
// at the calls that hand the sockets over.
func (p *Program) addHanded(out map[*types.Package]*Result, uses map[*Site][]*Use) {
	type key struct {
		call ssa.CallInstruction
		site *Site
	}
	openings := map[key]*Opening{}
	var inOrder []*Opening
	for _, c := range p.contexts {
		call, pkg := p.handed(c)
		if call == nil || out[pkg] == nil {
			continue
		}
		k := key{call, c.Site}
		o := openings[k]
		if o == nil {
			o = &Opening{Call: p.newCall(c.API, call.Parent(), call), Bind: c.API.Kind == zmqapi.KindBind, Endpoint: p.endpointOf(c.Event), By: p.by(c.Site)}
			openings[k] = o
			inOrder = append(inOrder, o)
		}
		for _, u := range uses[c.Site] {
			if u.Context == c {
				o.Contexts = append(o.Contexts, u)
			}
		}
	}
	for _, o := range inOrder {
		out[packageOf(o.Instr.Parent())].addOpening(o)
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

// FromImporters reports whether the socket is handed to an exported function by
// other packages alone, and these are not in the load: packages are analysed one
// by one.
func (u *Use) FromImporters() bool {
	if u.in == nil || u.in.p.roots != nil || len(u.Origins) > 0 || u.on.kind != locParam {
		return false
	}
	param, ok := u.on.val.(*ssa.Parameter)
	return ok && u.in.p.exportedParam(param) != nil && packageOf(u.in.fn).Name() != "main"
}

// Known reports whether the options of the socket are known.
func (u *Use) Known() bool { return u.Before.Unknown == "" }

// uses groups the contexts by call and completes them. Contexts of which
// nothing is known count only where there is no better one.
func (p *Program) uses() map[*Site][]*Use {
	known := p.openings()
	closed := map[*Origin]zmqapi.OptionSet{}
	for _, c := range p.contexts {
		if c.Kind != Close {
			continue
		}
		for _, o := range c.Origins {
			for ; o != nil; o = o.from {
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
		if p.forTests(c) {
			continue
		}
		u := &Use{Context: c, Endpoint: known.endpoint(c)}
		var binds Value
		for i, o := range c.Origins {
			u.Types |= o.types
			reach, bound := known.of(o)
			u.Reach |= reach
			binds = binds.with(bound)
			if i == 0 {
				u.Closed = closed[o]
			} else {
				u.Closed = u.Closed.Inter(closed[o])
			}
		}
		if binds.Open || len(binds.Alts) > 0 {
			u.Bound = newEndpoint(binds)
		}
		out[c.Site] = append(out[c.Site], u)
	}
	for site, us := range out {
		better := slices.DeleteFunc(slices.Clone(us), func(u *Use) bool { return !u.Known() && len(u.Origins) == 0 })
		if len(better) > 0 {
			out[site] = better
		}
	}
	return out
}
