package sockets

// Closures that are handed on instead of called: to a goroutine pool, a
// handler table, sync.Once, errgroup. They run some time after that, so what
// they do to captured sockets is applied where they are handed on, as a
// possibility. What they do to their parameters is applied where they are
// called.

import "golang.org/x/tools/go/ssa"

// closureArgs applies the closures among the arguments of a call.
func (fi *fnInfo) closureArgs(e env, call ssa.CallInstruction, at ssa.Instruction) {
	for _, a := range call.Common().Args {
		fi.runLater(e, at, a)
	}
}

// closureUse applies closures that another instruction stores or returns.
func (fi *fnInfo) closureUse(e env, instr ssa.Instruction) {
	switch instr := instr.(type) {
	case *ssa.Store:
		fi.runLater(e, instr, instr.Val)
	case *ssa.Return:
		for _, r := range instr.Results {
			fi.runLater(e, instr, r)
		}
	case *ssa.MapUpdate:
		fi.runLater(e, instr, instr.Value)
	case *ssa.Send:
		fi.runLater(e, instr, instr.X)
	}
}

// runLater applies what closure v does to the variables that it captured.
func (fi *fnInfo) runLater(e env, at ssa.Instruction, v ssa.Value) {
	for {
		if mi, ok := v.(*ssa.MakeInterface); ok {
			v = mi.X
		} else if ct, ok := v.(*ssa.ChangeType); ok {
			v = ct.X
		} else {
			break
		}
	}
	mc, ok := v.(*ssa.MakeClosure)
	if !ok {
		return
	}
	fn := mc.Fn.(*ssa.Function)
	s := fi.p.summaryOf(fn)
	if s == nil {
		return
	}
	if fi.recording {
		for _, ev := range s.pending {
			if ev.slot.kind == locFree {
				fi.adoptFrom(e, fi.captured(mc, *ev.slot, at), ev, at)
			}
		}
	}
	for _, eff := range s.effects {
		if eff.slot.kind != locFree {
			continue
		}
		for _, l := range fi.captured(mc, eff.slot, at) {
			if before, made := e.state(l); made {
				e[l] = compose(before, eff.state.weaken())
			}
		}
	}
}

// captured is what a slot of the closure denotes where the closure was made.
func (fi *fnInfo) captured(mc *ssa.MakeClosure, s Slot, at ssa.Instruction) locSet {
	v := mc.Bindings[s.index]
	ls := fi.val(v)
	if refersToReference(v.Type()) {
		ls = fi.load(ls, at)
	}
	return fi.follow(ls, s.path, at)
}

// adoptFrom takes an event of a closure over; the instruction that hands the
// closure on stands for the call.
func (fi *fnInfo) adoptFrom(e env, on locSet, ev *Event, at ssa.Instruction) {
	for _, l := range on {
		before, made := e.state(l)
		if !made {
			continue
		}
		fi.addEvent(&Event{
			Site:     ev.Site,
			on:       l,
			Before:   compose(before, ev.Before),
			After:    ev.After,
			Reopened: ev.Reopened,
			Via:      ev.Via,
			at:       at,
		})
	}
}
