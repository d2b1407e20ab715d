package recvloop

// Messages taken as fast as they come.

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/sockets"
)

// bound is the socket that a receive takes messages from when it is bound on
// the network, or may be: of several the first. One that is made in one place
// with one of several types has all of them. Where packages are analysed one by
// one, what others hand over is known to them alone.
func (c *checker) bound(r *sockets.Receive) (found *sockets.Use) {
	for _, u := range r.Sockets {
		if !canFlood(u) || u.FromImporters() || !u.Bound.Remote() && (u.Reach != 0 || !c.loop.Program.CanBeBound()) {
			continue
		}
		if found == nil {
			first := *u
			found = &first
		} else if !found.Types.Empty() && madeAt(u).IsValid() && madeAt(u) == madeAt(found) {
			found.Types = found.Types.Union(u.Types)
		}
	}
	return found
}

// madeAt is the call that makes the socket, where it is known.
func madeAt(u *sockets.Use) token.Pos {
	if len(u.Origins) == 0 {
		return token.NoPos
	}
	return u.Origins[0].Made()
}

// unthrottled reports a loop that takes messages as fast as they come.
func (c *checker) unthrottled(turn *run) {
	var worst *sockets.Use
	var limit ssa.Instruction
	verdict := always
	for _, r := range c.messages() {
		u := c.bound(r)
		if u == nil || !turn.reached[r.At().Block()] {
			continue
		}
		if l, at := turn.level(rate, r.At().Block(), 0); l < verdict && !turn.triggered(r.At()) {
			verdict, worst, limit = l, u, at
		}
	}
	switch verdict {
	case partly:
		c.report("unthrottled-recv", true, "%s may be read as fast as messages come: not every way through this %s meets the limit at %s; wait on a rate.Limiter before each receive", subject(worst), c.what(), c.line(positionOf(limit), c.loop.Pos))
		c.fixed(c.slowDown())
	case none:
		c.report("unthrottled-recv", false, "%s is read as fast as messages come: a flood keeps this %s and all that it calls busy; wait on a rate.Limiter before each receive, or drop what is above a rate", subject(worst), c.what())
		c.fixed(c.slowDown())
	}
}

// positionOf is where an instruction is, or what it depends on.
func positionOf(instr ssa.Instruction) token.Pos {
	if !instr.Pos().IsValid() {
		if cond := condition(instr.Block()); cond != nil {
			return cond.Pos()
		}
	}
	return instr.Pos()
}

// subject is "PULL socket bound to tcp://*:5555".
func subject(u *sockets.Use) string {
	s := "socket"
	if !u.Types.Empty() {
		s = u.Types.String() + " socket"
	}
	if u.Reach == 0 {
		return s + ", whose bind or connect is not known here,"
	}
	return s + " bound to " + u.Bound.Words()
}

// triggered reports whether each turn waits for a channel before it comes to
// the receive at: whoever sends there has its say. A channel that the loop's own
// function sends to is no such thing: it counts who is at work.
func (r *run) triggered(at ssa.Instruction) bool {
	for d := at.Block(); d != nil && r.inside(d); d = d.Idom() {
		for _, instr := range d.Instrs {
			if instr == at {
				break
			}
			if recv, ok := instr.(*ssa.UnOp); ok && recv.Op == token.ARROW && !r.feeds(recv.X) {
				return true
			}
		}
	}
	for e, st := range r.selected() {
		if st.Dir == types.RecvOnly && e.to.Dominates(at.Block()) && len(e.to.Preds) == 1 && !r.feeds(st.Chan) {
			return true
		}
	}
	return false
}

// feeds reports whether the function of the loop, or a closure in it, sends to a
// channel.
func (r *run) feeds(ch ssa.Value) bool {
	same := sameContainer(r.w, ch)
	fn := r.entry.Parent()
	return slices.ContainsFunc(r.w.functions(fn), func(f *ssa.Function) bool {
		return outermost(f) == outermost(fn) && slices.ContainsFunc(f.Blocks, func(b *ssa.BasicBlock) bool {
			return contains(b, func(instr ssa.Instruction) bool {
				s, ok := instr.(*ssa.Send)
				return ok && same(s.Chan)
			})
		})
	})
}

// outermost is the declared function that fn is written in.
func outermost(fn *ssa.Function) *ssa.Function {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn
}
