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
// The same holds for the first turn of a loop over a literal list.

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// route is the block that the i-th edge out of b really leads to, or nil when
// it only returns the error.
func route(b *ssa.BasicBlock, i int) *ssa.BasicBlock {
	for range 32 {
		to := b.Succs[i]
		if skipsOnError(b, i) {
			return nil
		}
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
		if yes, known := decided(to, pred); known {
			b, i = to, boolIndex(yes)
			continue
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

// decided tells how the test of a block comes out on the edge from its
// predecessor pred, when it compares numbers that are known there.
func decided(b *ssa.BasicBlock, pred int) (yes, known bool) {
	cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return false, false
	}
	cmp, ok := cond.Cond.(*ssa.BinOp)
	if !ok || cmp.Op != token.LSS {
		return false, false
	}
	x, knownX := numberOn(cmp.X, b, pred)
	y, knownY := numberOn(cmp.Y, b, pred)
	return x < y, knownX && knownY
}

// numberOn is the value of v in block b on the edge from predecessor pred: a
// constant, the counter of a loop, or the length of a literal list.
func numberOn(v ssa.Value, b *ssa.BasicBlock, pred int) (int64, bool) {
	switch v := v.(type) {
	case *ssa.Const:
		return constInt(v)
	case *ssa.Phi:
		if v.Block() == b {
			return constInt(v.Edges[pred])
		}
	case *ssa.BinOp:
		x, ok1 := numberOn(v.X, b, pred)
		y, ok2 := constInt(v.Y)
		return x + y, ok1 && ok2 && v.Op == token.ADD && v.Block() == b
	case *ssa.Call:
		if f, ok := v.Call.Value.(*ssa.Builtin); ok && f.Name() == "len" {
			return literalLength(v.Call.Args[0])
		}
	}
	return 0, false
}

// literalLength is the length of a slice that is made as a whole.
func literalLength(v ssa.Value) (int64, bool) {
	s, ok := v.(*ssa.Slice)
	if !ok || s.Low != nil || s.High != nil {
		return 0, false
	}
	ptr, ok := s.X.Type().Underlying().(*types.Pointer)
	if !ok {
		return 0, false
	}
	array, ok := ptr.Elem().Underlying().(*types.Array)
	if !ok {
		return 0, false
	}
	return array.Len(), true
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
	if n == 0 || !IsError(ret.Results[n-1].Type()) {
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

// skipsOnError reports whether the i-th edge out of b only skips what follows
// because an error was kept in a field before:
//
//	if b.err == nil {
//		b.err = b.sock.SetLinger(0)
//	}
//
// Whoever opens the socket looks at the field first.
func skipsOnError(b *ssa.BasicBlock, i int) bool {
	v, onTrue := errorTest(b)
	load, ok := v.(*ssa.UnOp)
	if !ok || i != boolIndex(onTrue) || len(b.Succs[i].Preds) < 2 {
		return false
	}
	_, field := load.X.(*ssa.FieldAddr)
	return field
}
