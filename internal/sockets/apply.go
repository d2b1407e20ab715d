package sockets

// What a call does to the sockets: API calls here, functions of the load
// through their summaries.

import (
	"maps"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// manner says how a call runs: in line, or at no particular time.
type manner uint8

const (
	inline manner = iota
	concurrent
)

// call applies a call, which happens at instruction at (for a deferred call,
// the exit of the function).
func (fi *fnInfo) call(e env, call ssa.CallInstruction, at ssa.Instruction, how manner) {
	fi.closureArgs(e, call, at)
	if row := fi.socketCall(call.Common()); row != nil {
		fi.apiCall(e, call, at, row)
		return
	}
	to := fi.p.calleesOf(call)
	if fi.vouch(e, call, at) {
		to.unknown = ""
	}
	switch {
	case to.api != nil:
		fi.apiCall(e, call, at, to.api)
	case len(to.fns) > 0:
		fi.applyAll(e, call, at, to, how)
	case to.unknown != "":
		fi.lose(e, call, to.unknown)
	}
}

// applyAll applies the functions that a call can run: one of them, or, for a
// call in a loop over a literal list, each in turn.
func (fi *fnInfo) applyAll(e env, call ssa.CallInstruction, at ssa.Instruction, to targets, how manner) {
	if to.inTurn || len(to.fns) == 1 {
		for i, fn := range to.fns {
			fi.apply(e, call, at, fn, i, how)
		}
	} else {
		var merged env
		for i, fn := range to.fns {
			branch := maps.Clone(e)
			fi.apply(branch, call, at, fn, i, how)
			merged, _ = mergeEnv(merged, branch)
		}
		maps.Copy(e, merged)
	}
	if to.unknown != "" {
		fi.lose(e, call, to.unknown)
	}
}

// state is the state of l, and whether it exists yet. A part of a structure
// that was handed to unknown code is unknown itself.
func (e env) state(l *Loc) (State, bool) {
	if s, ok := e[l]; ok {
		return s, true
	}
	s := entry()
	if l.kind == locChild {
		whole, _ := e.state(l.parent)
		s.Unknown = whole.Unknown
	}
	return s, !l.isObject()
}

// apply composes the summary of fn into e.
func (fi *fnInfo) apply(e env, call ssa.CallInstruction, at ssa.Instruction, fn *ssa.Function, ordinal int, how manner) {
	s := fi.p.summaryAt(call, fn)
	if s == nil {
		return
	}
	if fi.recording {
		for _, ev := range s.pending {
			via := append([]ssa.CallInstruction{call}, ev.Via...)
			fi.adopt(e, fi.resolve(call, fn, *ev.slot, at), ev, via, at)
		}
		for _, o := range s.opens {
			ev := &Event{Site: o.site, Before: o.obj.state, After: o.after, Via: []ssa.CallInstruction{call}, at: at}
			fi.p.contexts = append(fi.p.contexts, &Context{Event: ev, Origins: fi.p.bind(o.obj, call, fn).origins})
		}
	}
	after := map[*Loc]State{}
	for _, eff := range s.effects {
		for _, l := range fi.resolve(call, fn, eff.slot, at) {
			before, made := e.state(l)
			if !made {
				continue
			}
			if s, ok := after[l]; ok {
				before = s // the socket is in two slots
			}
			rel := eff.state
			if how == concurrent {
				rel = rel.weaken()
			}
			after[l] = compose(before, rel)
			fi.gen(at, l, rel.Must, rel.May, fn)
		}
	}
	maps.Copy(e, after)
	for _, eff := range s.effects {
		if eff.state.Unknown != "" {
			fi.forget(e, fi.resolve(call, fn, eff.slot, at), eff.state.Unknown)
		}
	}
	for i, h := range s.results {
		if h.from.obj != nil {
			if l := fi.freshResult(call, fn, ordinal, i, h); l != nil {
				e[l] = h.from.obj.state
			}
		}
	}
	for i, st := range s.stores {
		if st.from.obj == nil {
			continue
		}
		for _, l := range fi.freshStores(call, fn, ordinal, i, st, at) {
			e[l] = st.from.obj.state
		}
	}
}

// adopt takes an event of a callee over, for the sockets that it happens to
// here. via is the chain of calls that leads to it.
func (fi *fnInfo) adopt(e env, on locSet, ev *Event, via []ssa.CallInstruction, at ssa.Instruction) {
	for _, l := range on {
		before, made := e.state(l)
		if !made || len(via) > maxChain {
			continue
		}
		fi.addEvent(&Event{
			Site:     ev.Site,
			on:       l,
			Before:   compose(before, ev.Before),
			After:    ev.After,
			Reopened: ev.Reopened,
			Via:      via,
			at:       at,
		})
	}
}

// maxChain bounds the chain of calls from a socket's owner to an API call.
const maxChain = 12

// addEvent keeps an event unless the same is known already.
func (fi *fnInfo) addEvent(n *Event) {
	for _, o := range fi.events {
		if o.Site == n.Site && o.on == n.on && o.Before == n.Before && o.at == n.at {
			return
		}
	}
	fi.events = append(fi.events, n)
	if n.Kind == Open {
		fi.opens = append(fi.opens, n)
	}
}

func (fi *fnInfo) gen(at ssa.Instruction, l *Loc, must, may zmqapi.OptionSet, by *ssa.Function) {
	if fi.recording && !may.Empty() {
		fi.gens[at] = append(fi.gens[at], gen{l, must, may, by})
	}
}

// apiCall applies a call of zmq4 itself.
func (fi *fnInfo) apiCall(e env, call ssa.CallInstruction, at ssa.Instruction, row *zmqapi.Call) {
	recv := argument(call.Common(), 0)
	switch row.Kind {
	case zmqapi.KindNewSocket:
		if c, ok := call.(*ssa.Call); ok {
			e[fi.made(c)] = fresh()
		}
	case zmqapi.KindBind, zmqapi.KindConnect:
		fi.onSocket(e, call, at, row, Open, recv, func(s State) State { return opened(s, row.Kind) })
	case zmqapi.KindSetOption, zmqapi.KindSocketAuth:
		fi.onSocket(e, call, at, row, Set, recv, func(s State) State { return configured(s, call, row) })
		opts := optionsOf(row)
		for _, l := range fi.load(fi.val(recv), at) {
			fi.gen(at, l, opts, opts, nil)
		}
	case zmqapi.KindClose:
		fi.onSocket(e, call, at, row, Close, recv, func(s State) State { return s })
	case zmqapi.KindRecv:
		fi.onSocket(e, call, at, row, Recv, recv, func(s State) State { return s })
	}
}

func (fi *fnInfo) made(c *ssa.Call) *Loc {
	return fi.loc(locKey{kind: locMade, val: c}, c.Type())
}

// onSocket records the event and applies its effect for each socket that the
// receiver may be.
func (fi *fnInfo) onSocket(e env, call ssa.CallInstruction, at ssa.Instruction, row *zmqapi.Call, kind EventKind, recv ssa.Value, effect func(State) State) {
	on := fi.load(fi.val(recv), at)
	if len(on) == 0 {
		on = locSet{fi.loc(locKey{kind: locOpaque, val: recv}, recv.Type())}
	}
	for _, l := range on {
		before, made := e.state(l)
		if !made {
			continue
		}
		if fi.recording {
			fi.addEvent(&Event{Site: fi.p.site(kind, row, call, fi.fn), on: l, Before: before, at: at})
		}
		e[l] = effect(before)
	}
}

// lose gives up what is known of the sockets that reach code that cannot be
// followed.
func (fi *fnInfo) lose(e env, call ssa.CallInstruction, why string) {
	args := call.Common().Args
	if call.Common().IsInvoke() {
		args = append([]ssa.Value{call.Common().Value}, args...)
	}
	for _, a := range args {
		for _, v := range append(variadic(a), a) {
			if mi, ok := v.(*ssa.MakeInterface); ok {
				v = mi.X
			}
			if fi.p.holdsSockets(v.Type()) {
				fi.forget(e, fi.load(fi.val(v), nil), why)
			}
		}
	}
}

// forget gives up what is known of all sockets below the locations, those
// included that are not named until later (see env.state).
func (fi *fnInfo) forget(e env, ls locSet, why string) {
	lost := ls.with(fi.socketsIn(ls, 0)...)
	for l := range e {
		for up := l; up.kind == locChild; up = up.parent {
			if ls.has(up.parent) {
				lost = lost.with(l)
			}
		}
	}
	for _, l := range lost {
		if s, made := e.state(l); made && s.Unknown == "" {
			s.Unknown = why
			e[l] = s
		}
	}
}

// socketsIn are the sockets among ls and in the cells below them.
func (fi *fnInfo) socketsIn(ls locSet, depth int) (out locSet) {
	for _, l := range ls {
		if l.isObject() || zmqapi.IsSocket(l.typ) {
			out = out.with(l)
			continue
		}
		if depth > maxPath {
			continue
		}
		for c, held := range fi.cellsInOrder() {
			if c == l || c.kind == locChild && c.parent == l {
				out = out.with(fi.socketsIn(held.locs, depth+1)...)
			}
		}
	}
	return out
}
