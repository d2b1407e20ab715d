package recvloop

// Ways through a loop: from the head of a turn, by the edges that a hypothesis
// leaves, to the next turn.

import "golang.org/x/tools/go/ssa"

// ends reports whether a turn is over behind block b: it goes back to the
// head, or a handler returns.
func (r *run) ends(b *ssa.BasicBlock) bool {
	if r.edges[edge{b, r.entry}] {
		return true
	}
	_, ret := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
	return ret
}

// forward are the blocks that a turn comes to, blocks that stop apart.
func (r *run) forward(stop func(*ssa.BasicBlock) bool) map[*ssa.BasicBlock]bool {
	return r.flood([]*ssa.BasicBlock{r.entry}, stop, func(b *ssa.BasicBlock) []*ssa.BasicBlock { return b.Succs }, func(from, to *ssa.BasicBlock) bool {
		return r.edges[edge{from, to}]
	})
}

// onwards are the blocks that a turn comes to from block b on.
func (r *run) onwards(b *ssa.BasicBlock) map[*ssa.BasicBlock]bool {
	return r.flood([]*ssa.BasicBlock{b}, never, func(b *ssa.BasicBlock) []*ssa.BasicBlock { return b.Succs }, func(from, to *ssa.BasicBlock) bool {
		return to != r.entry && r.edges[edge{from, to}]
	})
}

// backward are the blocks from which a turn comes to its end.
func (r *run) backward(stop func(*ssa.BasicBlock) bool) map[*ssa.BasicBlock]bool {
	var last []*ssa.BasicBlock
	for b := range r.reached {
		if r.ends(b) {
			last = append(last, b)
		}
	}
	return r.flood(last, stop, func(b *ssa.BasicBlock) []*ssa.BasicBlock { return b.Preds }, func(to, from *ssa.BasicBlock) bool {
		return to != r.entry && r.edges[edge{from, to}]
	})
}

func (r *run) flood(work []*ssa.BasicBlock, stop func(*ssa.BasicBlock) bool, next func(*ssa.BasicBlock) []*ssa.BasicBlock, open func(a, b *ssa.BasicBlock) bool) map[*ssa.BasicBlock]bool {
	seen := map[*ssa.BasicBlock]bool{}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[b] || !r.reached[b] || stop(b) {
			continue
		}
		seen[b] = true
		for _, n := range next(b) {
			if r.inside(n) && open(b, n) {
				work = append(work, n)
			}
		}
	}
	return seen
}

// passes reports whether some turn passes block b and none that stops.
func (r *run) passes(b *ssa.BasicBlock, stop func(*ssa.BasicBlock) bool) bool {
	return r.forward(stop)[b] && r.backward(stop)[b]
}

func never(*ssa.BasicBlock) bool { return false }
