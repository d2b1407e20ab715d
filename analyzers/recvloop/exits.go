package recvloop

// Ways out of a loop.

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// exits are the blocks from which the loop can be left before the next turn.
func (r *run) exits() map[*ssa.BasicBlock]bool {
	var last []*ssa.BasicBlock
	for _, b := range r.blocks() {
		if slices.ContainsFunc(b.Succs, func(s *ssa.BasicBlock) bool {
			return r.edges[edge{b, s}] && !r.inside(s) && !r.panics(s)
		}) {
			last = append(last, b)
		}
	}
	return r.flood(last, cut{}, r.previous)
}

// panics reports whether block b ends the program: that something else went
// wrong is no way out of the loop.
func (r *run) panics(b *ssa.BasicBlock) bool { return contains(b, r.w.p.EndsPath) }

// mayLeave reports whether block b ends in a question that is open, and whose
// answer decides whether the loop is left: a stop signal, a count of errors.
func (r *run) mayLeave(b *ssa.BasicBlock, exits map[*ssa.BasicBlock]bool) bool {
	cond := condition(b)
	if cond == nil || r.of(cond) != unknown || r.unchanged(cond, 0) {
		return false
	}
	out, can := [2]bool{}, [2]bool{}
	for i, s := range b.Succs {
		out[i] = !r.inside(s)
		can[i] = s != r.entry && (out[i] || exits[s])
	}
	return out[0] || out[1] || can[0] != can[1]
}

// countsFailures reports whether block b asks for a count of turns that, once it
// is reached, comes to something that waits.
func (r *run) countsFailures(b *ssa.BasicBlock, held cut) bool {
	cmp, ok := condition(b).(*ssa.BinOp)
	if !ok || !compares(cmp.Op) || !r.isCounter(cmp.X) && !r.isCounter(cmp.Y) {
		return false
	}
	for _, side := range r.sides(b) {
		for x := range side {
			if held.blocks[x] {
				return true
			}
		}
	}
	return false
}

// unchanged reports whether no turn changes v: a condition that let the loop go
// on once goes on doing so.
func (r *run) unchanged(v ssa.Value, depth int) bool {
	if depth > 6 {
		return false
	}
	switch v := v.(type) {
	case *ssa.Const, *ssa.Parameter:
		return true
	case *ssa.BinOp:
		return r.unchanged(v.X, depth+1) && r.unchanged(v.Y, depth+1)
	case *ssa.Phi:
		return v.Block() == r.entry && r.passesOn(v)
	case ssa.Instruction:
		return !r.inside(v.Block())
	}
	return false
}

// passesOn reports whether a phi gets nothing but what was there before the
// turn.
func (r *run) passesOn(v *ssa.Phi) bool {
	for i, e := range v.Edges {
		if r.edges[edge{r.entry.Preds[i], r.entry}] && e != v && !r.same(e, v, 0) {
			return false
		}
	}
	return true
}

// same reports whether v is, whatever way the turn went, what phi was before.
func (r *run) same(v ssa.Value, phi *ssa.Phi, depth int) bool {
	if depth > 6 {
		return false
	}
	inner, ok := v.(*ssa.Phi)
	if !ok || !r.inside(inner.Block()) {
		return false
	}
	for i, e := range inner.Edges {
		if r.edges[edge{inner.Block().Preds[i], inner.Block()}] && e != phi && e != inner && !r.same(e, phi, depth+1) {
			return false
		}
	}
	return true
}
