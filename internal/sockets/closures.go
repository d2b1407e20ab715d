package sockets

// Closures that are handed on instead of called: to a goroutine pool, a
// handler table, sync.Once, errgroup. They run some time after that, so what
// they do to captured sockets is applied where they are handed on, as a
// possibility; as a certainty where the function that gets them is known to
// call them. What they do to their parameters is applied where they are called.

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// closureArgs applies the closures among the arguments of a call.
func (fi *fnInfo) closureArgs(e env, call ssa.CallInstruction, at ssa.Instruction) {
	var runs []int
	if c, ok := call.(*ssa.Call); ok && c.Call.StaticCallee() != nil {
		if s := fi.p.summaryOf(c.Call.StaticCallee()); s != nil {
			runs = s.runs
		}
	}
	for i, a := range call.Common().Args {
		fi.runClosure(e, at, a, slices.Contains(runs, i))
	}
}

// runs are the parameters that fn calls, itself or through another function,
// on every path to its returns.
func (p *Program) runs(fn *ssa.Function, returns []*ssa.Return) (out []int) {
	for i, param := range fn.Params {
		if slices.ContainsFunc(*param.Referrers(), func(ref ssa.Instruction) bool {
			return p.calls(ref, param) && !slices.ContainsFunc(returns, func(ret *ssa.Return) bool {
				return !ref.Block().Dominates(ret.Block())
			})
		}) {
			out = append(out, i)
		}
	}
	return out
}

// calls reports whether instr calls f, or hands it to a function that does.
func (p *Program) calls(instr ssa.Instruction, f ssa.Value) bool {
	c, ok := instr.(*ssa.Call)
	if !ok {
		return false
	}
	if c.Call.Value == f && !c.Call.IsInvoke() {
		return true
	}
	callee := c.Call.StaticCallee()
	if callee == nil {
		return false
	}
	s := p.summaryOf(callee)
	i := slices.Index(c.Call.Args, f)
	return s != nil && i >= 0 && slices.Contains(s.runs, i)
}

// closureUse applies closures that another instruction stores or returns.
func (fi *fnInfo) closureUse(e env, instr ssa.Instruction) {
	switch instr := instr.(type) {
	case *ssa.Store:
		fi.runClosure(e, instr, instr.Val, false)
	case *ssa.Return:
		for _, r := range instr.Results {
			fi.runClosure(e, instr, r, false)
		}
	case *ssa.MapUpdate:
		fi.runClosure(e, instr, instr.Value, false)
	case *ssa.Send:
		fi.runClosure(e, instr, instr.X, false)
	}
}

// runClosure applies what v, when it is a closure, does to the variables that
// it captured: now for sure, or some time later.
func (fi *fnInfo) runClosure(e env, at ssa.Instruction, v ssa.Value, now bool) {
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
				fi.adopt(e, fi.captured(mc, *ev.slot, at), ev, ev.Via, at)
			}
		}
	}
	for _, eff := range s.effects {
		if eff.slot.kind != locFree {
			continue
		}
		rel := eff.state
		if !now {
			rel = rel.weaken()
		}
		for _, l := range fi.captured(mc, eff.slot, at) {
			if before, made := e.state(l); made {
				e[l] = compose(before, rel)
				fi.gen(at, l, rel.Must, rel.May, fn)
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
