package recvloop

// What keeps a loop from running hot: anything that blocks until something
// happens elsewhere, on some way.

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// waits reports whether an instruction can block, receives and polls that do
// not wait apart.
func (r *run) waits(instr ssa.Instruction, depth int) bool {
	switch instr := instr.(type) {
	case *ssa.UnOp:
		return instr.Op == token.ARROW
	case *ssa.Select:
		return instr.Blocking
	case *ssa.Call:
		return r.callWaits(instr, depth)
	}
	return false
}

func (r *run) callWaits(c *ssa.Call, depth int) bool {
	w := r.w
	if row := w.p.API(c); row != nil {
		return w.hyp == nothing && (row.Kind == zmqapi.KindRecv || row.Kind == zmqapi.KindPoll) && !w.p.NonBlocking(c)
	}
	name := calleeOf(&c.Call)
	if name.is("time", "Sleep") || name.is("sync", "Wait") || w.throttle(&c.Call) {
		return true
	}
	fns, _ := w.p.Callees(c)
	if depth <= maxCallees && slices.ContainsFunc(fns, func(fn *ssa.Function) bool {
		h := w.with(fn, r.arguments(c))
		return h != nil && h.canWait(depth+1)
	}) {
		return true
	}
	return (len(fns) == 0 || !w.plain(fns[0])) && (name.mayWait() || name.waitsForTurn(c.Call.Signature()))
}

// canWait reports whether a function can block on some way through it.
func (r *run) canWait(depth int) bool {
	if yes, ok := r.w.blocking[r]; ok {
		return yes
	}
	r.w.blocking[r] = false // for recursion
	for _, b := range r.blocks() {
		if contains(b, func(i ssa.Instruction) bool { return r.waits(i, depth) }) {
			r.w.blocking[r] = true
			return true
		}
	}
	return false
}
