package recvloop

// Loops that run hot when every receive fails.

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// spin reports a loop that neither ends nor waits when each of its receives
// and polls fails.
func (c *checker) spin() {
	w := c.worlds[fails]
	turn := w.loop(c.loop)
	exits := turn.exits()
	held := turn.cutWhere(func(i ssa.Instruction) bool {
		return turn.waits(i, 0) || w.sendsError(i) || w.cannotTell(i) || turn.makesSocket(i, 0)
	})
	var open []*ssa.BasicBlock
	for _, b := range turn.blocks() {
		if turn.mayLeave(b, exits) || turn.countsFailures(b, held) {
			open = append(open, b)
		}
	}
	for _, b := range open {
		held.blocks[b] = true
	}
	for e := range turn.selected() {
		held.edges[e] = true
	}
	spinning := turn.ways(held)
	for _, r := range inLineFirst(c.loop.Receives) {
		if r.Outside || !spinning[r.At().Block()] {
			continue
		}
		how := "and the loop goes straight on"
		if r.ErrorDropped && len(r.Chain) == 0 {
			how = "but nobody looks at the error"
		}
		c.report("recv-error-spin", false, "after Term or Close, %s fails at once, %s: it burns a core for ever; end the loop on every error but EAGAIN and EINTR", callName(r), how)
		c.fixed(c.endOnTerm(turn, held))
		return
	}
}

// inLineFirst has the receives of the loop's own goroutine before those of
// goroutines that it starts: those it does not wait for.
func inLineFirst(rs []*sockets.Receive) []*sockets.Receive {
	own := func(r *sockets.Receive) bool {
		return !slices.ContainsFunc(r.Chain, func(c ssa.CallInstruction) bool { _, started := c.(*ssa.Go); return started })
	}
	var first, then []*sockets.Receive
	for _, r := range rs {
		if own(r) {
			first = append(first, r)
		} else {
			then = append(then, r)
		}
	}
	return append(first, then...)
}

// callName names a receive as the loop sees it.
func callName(r *sockets.Receive) string {
	if len(r.Chain) == 0 {
		return r.Name
	}
	if name := calleeOf(r.Chain[0].Common()).name; name != "" && !strings.Contains(name, "$") {
		return r.Name + " in " + name
	}
	return r.Name
}

// sendsError reports whether an instruction hands an error to another
// goroutine, which may end the loop.
func (w *world) sendsError(instr ssa.Instruction) bool {
	s, ok := instr.(*ssa.Send)
	return ok && sockets.IsError(s.X.Type())
}

// makesSocket reports whether an instruction makes a socket, itself or on every
// way through what it calls: the loop starts over with a new one.
func (r *run) makesSocket(instr ssa.Instruction, depth int) bool {
	c, ok := instr.(*ssa.Call)
	if !ok {
		return false
	}
	if row := r.w.p.API(c); row != nil {
		return row.Kind == zmqapi.KindNewSocket
	}
	fns, _ := r.w.p.Callees(c)
	return depth <= maxDepth && slices.ContainsFunc(fns, func(fn *ssa.Function) bool {
		h := r.w.with(fn, r.arguments(c))
		return h != nil && h.makes(depth+1)
	})
}

// makes reports whether a function makes a socket on every way through it.
func (r *run) makes(depth int) bool {
	yes, ok := r.w.making[r]
	if !ok {
		r.w.making[r] = false // for recursion
		yes = !r.ways(r.cutWhere(func(i ssa.Instruction) bool { return r.makesSocket(i, depth) }))[r.entry]
		r.w.making[r] = yes
	}
	return yes
}

// cannotTell reports whether an instruction hands an error to code that is not
// known and may end the loop: a function value, or a function that is named
// like one that does.
func (w *world) cannotTell(instr ssa.Instruction) bool {
	c, ok := instr.(*ssa.Call)
	if !ok || w.p.API(c) != nil || !slices.ContainsFunc(c.Call.Args, func(a ssa.Value) bool { return sockets.IsError(a.Type()) }) {
		return false
	}
	if _, builtin := c.Call.Value.(*ssa.Builtin); builtin {
		return false
	}
	fns, followed := w.p.Callees(c)
	if len(fns) > 0 && followed {
		return false
	}
	return c.Call.StaticCallee() == nil && !c.Call.IsInvoke() || calleeOf(&c.Call).mayEnd()
}
