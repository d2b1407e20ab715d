package recvloop

// Loops that run hot when no message is there.

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// busy reports a loop that goes straight on when no message is there.
func (c *checker) busy() {
	turn := c.worlds[nothing].loop(c.loop)
	held := turn.cutWhere(func(i ssa.Instruction) bool { return turn.waits(i, 0) || turn.works(i, 0) })
	for e := range turn.selected() {
		held.edges[e] = true
	}
	hot := turn.ways(held)
	for _, r := range c.loop.Receives {
		if !c.loop.Program.NonBlocking(r.Instr) || !hot[r.At().Block()] {
			continue
		}
		how, instead := "DONTWAIT", "receive without DONTWAIT, or poll with a time-out"
		if r.Poll {
			how, instead = "a time-out of 0", "give it a time-out, or -1 to wait for the next message"
		}
		c.report("busy-recv", false, "%s with %s returns at once when no message is there, and the loop goes straight on: it burns a core while idle; %s", callName(r), how, instead)
		return
	}
}

// works reports whether an instruction calls a function that may do something
// useful in each turn. A loop that does is not burning its time.
func (r *run) works(instr ssa.Instruction, depth int) bool {
	c, ok := instr.(*ssa.Call)
	if !ok || r.w.p.API(c) != nil {
		return false
	}
	if _, builtin := c.Call.Value.(*ssa.Builtin); builtin {
		return false
	}
	if calleeOf(&c.Call).idle() {
		return false
	}
	fns, followed := r.w.p.Callees(c)
	if len(fns) == 0 || !followed || depth > 2 {
		return !onlyTests(c.Call.Signature())
	}
	for _, fn := range fns {
		h := r.w.with(fn, r.arguments(c))
		if h == nil {
			return true
		}
		for b := range h.reached {
			if contains(b, func(i ssa.Instruction) bool { return h.works(i, depth+1) }) {
				return true
			}
		}
	}
	return false
}

// onlyTests reports whether a function answers a question: no argument, one
// bool.
func onlyTests(sig *types.Signature) bool {
	if sig.Params().Len() > 0 || sig.Results().Len() != 1 {
		return false
	}
	b, ok := sig.Results().At(0).Type().Underlying().(*types.Basic)
	return ok && b.Kind() == types.Bool
}
