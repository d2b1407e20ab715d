package sockets

// Slots of a callee in the terms of its caller.

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// resolve is what slot s of callee fn denotes at call.
func (fi *fnInfo) resolve(call ssa.CallInstruction, fn *ssa.Function, s Slot, at ssa.Instruction) locSet {
	return fi.follow(fi.start(call, fn, s, at), s.path, at)
}

// start is what the root of the slot denotes.
func (fi *fnInfo) start(call ssa.CallInstruction, fn *ssa.Function, s Slot, at ssa.Instruction) locSet {
	var v ssa.Value
	switch s.kind {
	case locGlobal:
		return fi.load(fi.val(s.glob), at)
	case locParam:
		v = argument(call.Common(), s.index)
	case locFree:
		v = fi.binding(call, fn, s.index)
	}
	if v == nil {
		return nil
	}
	if refersToReference(v.Type()) || zmqapi.IsSocket(v.Type()) { // a socket, or a variable with a copy of one
		return fi.load(fi.val(v), at)
	}
	return fi.val(v)
}

// argument is the i-th argument, receiver first.
func argument(common *ssa.CallCommon, i int) ssa.Value {
	if common.IsInvoke() {
		if i == 0 {
			return common.Value
		}
		i--
	}
	if i < len(common.Args) {
		return common.Args[i]
	}
	return nil
}

// binding is the i-th variable that the closure called here has captured, when
// it was made in this function.
func (fi *fnInfo) binding(call ssa.CallInstruction, fn *ssa.Function, i int) ssa.Value {
	if mc, ok := call.Common().Value.(*ssa.MakeClosure); ok && mc.Fn == fn {
		return mc.Bindings[i]
	}
	for _, mc := range fi.p.closed[fn] {
		if mc.Parent() == fi.fn {
			return mc.Bindings[i]
		}
	}
	return nil
}

// refersToReference reports whether t is a pointer to a variable that holds a
// pointer, interface or container itself.
func refersToReference(t types.Type) bool {
	p, ok := t.Underlying().(*types.Pointer)
	return ok && !isStruct(p)
}

// follow walks a field path from the locations.
func (fi *fnInfo) follow(ls locSet, path []*types.Var, at ssa.Instruction) locSet {
	for _, f := range path {
		ls = fi.load(fi.children(ls, f, types.NewPointer(f.Type())), at)
	}
	return ls
}

// cellsOf are the cells (not their contents) that slot s names.
func (fi *fnInfo) cellsOf(call ssa.CallInstruction, fn *ssa.Function, s Slot, at ssa.Instruction) locSet {
	n := len(s.path)
	if n == 0 {
		if s.kind == locGlobal {
			return fi.val(s.glob)
		}
		var v ssa.Value
		if s.kind == locParam {
			v = argument(call.Common(), s.index)
		} else {
			v = fi.binding(call, fn, s.index)
		}
		if v == nil || !refersToReference(v.Type()) {
			return nil
		}
		return fi.val(v)
	}
	parents := fi.follow(fi.start(call, fn, s, at), s.path[:n-1], at)
	return fi.children(parents, s.path[n-1], types.NewPointer(s.path[n-1].Type()))
}

// storeCall brings what callees leave in their slots and results into the
// cells of the caller.
func (fi *fnInfo) storeCall(call ssa.CallInstruction) (grown bool) {
	to := fi.p.calleesOf(call)
	if to.api != nil && to.api.Kind == zmqapi.KindPollerAdd {
		return fi.addToPoller(call)
	}
	for ordinal, fn := range to.fns {
		s := fi.p.summaryAt(call, fn)
		if s == nil {
			continue
		}
		for i, st := range s.stores {
			grown = fi.storeFrom(call, fn, ordinal, i, st) || grown
		}
		for i, h := range s.results {
			if len(h.path) > 0 {
				grown = fi.storeResult(call, fn, ordinal, i, h) || grown
			}
		}
	}
	return grown
}

func (fi *fnInfo) storeFrom(call ssa.CallInstruction, fn *ssa.Function, ordinal, i int, st stored) (grown bool) {
	if st.from.obj != nil {
		return fi.freshCells(call, fn, fi.cellsOf(call, fn, st.to, call), freshIndex(ordinal, i, true), st.from.obj)
	}
	held := fi.resolve(call, fn, *st.from.slot, call)
	for _, c := range fi.cellsOf(call, fn, st.to, call) {
		if !held.has(c) && len(held) > 0 {
			grown = fi.cell(c).add(call, held) || grown
		}
	}
	return grown
}

// storeResult gives the structure that a call returns its cells.
func (fi *fnInfo) storeResult(call ssa.CallInstruction, fn *ssa.Function, ordinal, i int, h handed) (grown bool) {
	c, ok := call.(*ssa.Call)
	if !ok {
		return false
	}
	cells := fi.resultCells(c, h)
	if h.from.obj != nil {
		return fi.freshCells(call, fn, cells, freshIndex(ordinal, i, false), h.from.obj)
	}
	held := fi.resolve(call, fn, *h.from.slot, call)
	for _, cell := range cells {
		if !held.has(cell) && len(held) > 0 {
			grown = fi.cell(cell).add(call, held) || grown
		}
	}
	return grown
}

func (fi *fnInfo) resultCells(c *ssa.Call, h handed) locSet {
	n := len(h.path)
	mem := fi.loc(locKey{kind: locMem, val: c, index: h.index}, c.Type())
	parents := fi.follow(locSet{mem}, h.path[:n-1], nil)
	return fi.children(parents, h.path[n-1], types.NewPointer(h.path[n-1].Type()))
}

// freshCells puts one new object into each cell.
func (fi *fnInfo) freshCells(call ssa.CallInstruction, fn *ssa.Function, cells locSet, index int, obj *object) (grown bool) {
	for _, c := range cells {
		grown = fi.cell(c).add(call, locSet{fi.freshLoc(call, fn, c, index, obj)}) || grown
	}
	return grown
}

func (fi *fnInfo) freshLoc(call ssa.CallInstruction, fn *ssa.Function, c *Loc, index int, obj *object) *Loc {
	v, _ := call.(ssa.Value)
	l := fi.loc(locKey{kind: locFresh, val: v, index: index, parent: c}, nil)
	l.obj = fi.p.bind(obj, call, fn)
	return l
}

// freshIndex tells the objects of one call apart.
func freshIndex(ordinal, i int, store bool) int {
	n := ordinal<<12 | i<<1
	if store {
		n |= 1
	}
	return n
}

// freshResult is the object that a call hands over as a result, or in one.
func (fi *fnInfo) freshResult(call ssa.CallInstruction, fn *ssa.Function, ordinal, i int, h handed) *Loc {
	c, ok := call.(*ssa.Call)
	if !ok {
		return nil
	}
	index := freshIndex(ordinal, i, false)
	if len(h.path) == 0 {
		return fi.freshLoc(call, fn, nil, index, h.from.obj)
	}
	for _, cell := range fi.resultCells(c, h) {
		return fi.freshLoc(call, fn, cell, index, h.from.obj)
	}
	return nil
}

func (fi *fnInfo) freshStores(call ssa.CallInstruction, fn *ssa.Function, ordinal, i int, st stored, at ssa.Instruction) (out locSet) {
	for _, c := range fi.cellsOf(call, fn, st.to, at) {
		out = out.with(fi.freshLoc(call, fn, c, freshIndex(ordinal, i, true), st.from.obj))
	}
	return out
}

// result is what the i-th result of a call may denote.
func (fi *fnInfo) result(c *ssa.Call, i int) (out locSet) {
	to := fi.p.calleesOf(c)
	if to.api != nil {
		return fi.apiResult(c, i, to.api)
	}
	if b, ok := c.Call.Value.(*ssa.Builtin); ok {
		if b.Name() == "append" {
			return fi.val(c.Call.Args[0]).with(fi.val(c.Call.Args[1])...)
		}
		return nil
	}
	t := resultType(c, i)
	if !fi.p.holdsSockets(t) {
		return nil
	}
	followed := len(to.fns) > 0 && to.unknown == ""
	for ordinal, fn := range to.fns {
		s := fi.p.summaryAt(c, fn)
		if s == nil || i < len(s.opaque) && s.opaque[i] {
			followed = false
		}
		if s == nil {
			continue
		}
		for n, h := range s.results {
			if h.index != i {
				continue
			}
			switch {
			case len(h.path) > 0:
				l := fi.loc(locKey{kind: locMem, val: c, index: i}, t)
				out = out.with(l)
			case h.from.obj != nil:
				out = out.with(fi.freshLoc(c, fn, nil, freshIndex(ordinal, n, false), h.from.obj))
			default:
				out = out.with(fi.resolve(c, fn, *h.from.slot, c)...)
			}
		}
	}
	if !followed || len(out) == 0 {
		out = out.with(fi.loc(locKey{kind: locOpaque, val: c, index: i}, t))
	}
	return out
}

func resultType(c *ssa.Call, i int) types.Type {
	res := c.Call.Signature().Results()
	if i < res.Len() {
		return res.At(i).Type()
	}
	return c.Type()
}

func (fi *fnInfo) apiResult(c *ssa.Call, i int, row *zmqapi.Call) locSet {
	switch {
	case i > 0:
	case row.Kind == zmqapi.KindNewSocket:
		return locSet{fi.made(c)}
	case row.Name == "NewPoller":
		return locSet{fi.loc(locKey{kind: locMem, val: c}, c.Type())}
	case row.Kind == zmqapi.KindPoll:
		return fi.val(c.Call.Args[0])
	}
	return nil
}
