package recvloop

// Ways through a loop: from the head of a turn, by the edges that a hypothesis
// leaves, to the next turn.

import "golang.org/x/tools/go/ssa"

// cut is where ways are given up.
type cut struct {
	blocks map[*ssa.BasicBlock]bool
	edges  map[edge]bool
}

func newCut() cut { return cut{map[*ssa.BasicBlock]bool{}, map[edge]bool{}} }

// cutWhere gives up the blocks that contain an instruction of a kind.
func (r *run) cutWhere(is func(ssa.Instruction) bool) cut {
	c := newCut()
	for _, b := range r.blocks() {
		if contains(b, is) {
			c.blocks[b] = true
		}
	}
	return c
}

func contains(b *ssa.BasicBlock, is func(ssa.Instruction) bool) bool {
	for _, instr := range b.Instrs {
		if is(instr) {
			return true
		}
	}
	return false
}

// ways are the blocks that lie on some way from the head of a turn to its end:
// back at the head, or at a return of a function that is run as a whole.
func (r *run) ways(c cut) map[*ssa.BasicBlock]bool {
	var last []*ssa.BasicBlock
	for _, b := range r.blocks() {
		_, returns := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if back := (edge{b, r.entry}); returns || r.edges[back] && !c.edges[back] {
			last = append(last, b)
		}
	}
	on, leading := r.onwards(c, r.entry), r.flood(last, c, r.previous)
	for b := range on {
		if !leading[b] {
			delete(on, b)
		}
	}
	return on
}

// onwards are the blocks that a turn comes to from some, these included.
func (r *run) onwards(c cut, from ...*ssa.BasicBlock) map[*ssa.BasicBlock]bool {
	return r.flood(from, c, r.next)
}

func (r *run) next(b *ssa.BasicBlock, open func(edge) bool) (next []*ssa.BasicBlock) {
	for _, s := range b.Succs {
		if s != r.entry && open(edge{b, s}) {
			next = append(next, s)
		}
	}
	return next
}

func (r *run) previous(b *ssa.BasicBlock, open func(edge) bool) (next []*ssa.BasicBlock) {
	if b == r.entry {
		return nil
	}
	for _, p := range b.Preds {
		if open(edge{p, b}) {
			next = append(next, p)
		}
	}
	return next
}

func (r *run) flood(work []*ssa.BasicBlock, c cut, step func(*ssa.BasicBlock, func(edge) bool) []*ssa.BasicBlock) map[*ssa.BasicBlock]bool {
	open := func(e edge) bool { return r.edges[e] && !c.edges[e] }
	seen := map[*ssa.BasicBlock]bool{}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[b] || !r.reached[b] || c.blocks[b] {
			continue
		}
		seen[b] = true
		work = append(work, step(b, open)...)
	}
	return seen
}

// selected are the cases of select statements, by the edge that leads into
// them.
func (r *run) selected() map[edge]*ssa.SelectState {
	out := map[edge]*ssa.SelectState{}
	for _, b := range r.blocks() {
		st := chosen(condition(b))
		if st != nil && b.Succs[0] != b.Succs[1] {
			out[edge{b, b.Succs[0]}] = st
		}
	}
	return out
}

// condition is what a block asks at its end, or nil.
func condition(b *ssa.BasicBlock) ssa.Value {
	if cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok {
		return cond.Cond
	}
	return nil
}

// chosen is the case of a select statement that is taken when cond is true.
func chosen(cond ssa.Value) *ssa.SelectState {
	cmp, ok := cond.(*ssa.BinOp)
	if !ok {
		return nil
	}
	index, ok := cmp.X.(*ssa.Extract)
	if !ok || index.Index != 0 {
		return nil
	}
	sel, ok := index.Tuple.(*ssa.Select)
	n, isConst := cmp.Y.(*ssa.Const)
	if !ok || !isConst || int(n.Int64()) >= len(sel.States) {
		return nil
	}
	return sel.States[n.Int64()]
}
