package sockets

// Paths that carry an error. In
//
//	err := a()
//	if err == nil {
//		err = b()
//	}
//	if err != nil {
//		return err
//	}
//
// the second test joins two paths, but the one that skipped b cannot get past
// it. Where an edge decides the test, the path goes straight to its outcome.

import "golang.org/x/tools/go/ssa"

// route is the block that the i-th edge out of b really leads to, or nil when
// it only returns the error.
func route(b *ssa.BasicBlock, i int) *ssa.BasicBlock {
	for range 32 {
		to := b.Succs[i]
		if !onlyDecides(to) {
			return to
		}
		pred := edgeIndex(to, b)
		if pred < 0 {
			return to
		}
		if ret, ok := to.Instrs[len(to.Instrs)-1].(*ssa.Return); ok {
			if returnsErrorOn(ret, pred, i) && len(to.Preds) > 1 && !allReturnErrors(ret) {
				return nil
			}
			return to
		}
		v, onTrue := errorTest(to)
		phi, ok := v.(*ssa.Phi)
		if !ok || phi.Block() != to {
			return to
		}
		isNil, known := nilness(phi.Edges[pred], b, i)
		if !known {
			return to
		}
		b, i = to, boolIndex(onTrue != isNil)
	}
	return b.Succs[i]
}

// onlyDecides reports whether a block does nothing but merge values and test
// or return them.
func onlyDecides(b *ssa.BasicBlock) bool {
	for _, instr := range b.Instrs {
		switch instr.(type) {
		case *ssa.Phi, *ssa.BinOp, *ssa.If, *ssa.Return, *ssa.DebugRef:
		default:
			return false
		}
	}
	return true
}

// edgeIndex is the position of pred among the predecessors of b, -1 when two
// edges lead there.
func edgeIndex(b, pred *ssa.BasicBlock) int {
	at := -1
	for i, p := range b.Preds {
		if p == pred {
			if at >= 0 {
				return -1
			}
			at = i
		}
	}
	return at
}

// nilness tells whether the error v is nil on the i-th edge out of b.
func nilness(v ssa.Value, b *ssa.BasicBlock, i int) (isNil, known bool) {
	if c, ok := v.(*ssa.Const); ok && c.IsNil() {
		return true, true
	}
	if tested, onTrue := errorTest(b); tested == v {
		return i != boolIndex(onTrue), true
	}
	for d := b; d != nil; d = d.Idom() {
		if len(d.Preds) != 1 {
			continue
		}
		if tested, onTrue := errorTest(d.Preds[0]); tested == v {
			return d.Preds[0].Succs[boolIndex(onTrue)] != d, true
		}
	}
	return false, isErrorValue(v, b, 0)
}

// returnsErrorOn reports whether ret, reached over the i-th edge out of its
// predecessor pred, returns an error.
func returnsErrorOn(ret *ssa.Return, pred, i int) bool {
	n := len(ret.Results)
	if n == 0 || !isError(ret.Results[n-1].Type()) {
		return false
	}
	phi, ok := ret.Results[n-1].(*ssa.Phi)
	if !ok || phi.Block() != ret.Block() {
		return false
	}
	isNil, known := nilness(phi.Edges[pred], ret.Block().Preds[pred], i)
	return known && !isNil
}

// allReturnErrors reports whether no edge into ret brings a nil error.
func allReturnErrors(ret *ssa.Return) bool {
	for pred, p := range ret.Block().Preds {
		for i, s := range p.Succs {
			if s == ret.Block() && !returnsErrorOn(ret, pred, i) {
				return false
			}
		}
	}
	return true
}
