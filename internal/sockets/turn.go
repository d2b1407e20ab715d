package sockets

// Loops that run each function of a list: options tables and functional
// options. A call in such a loop runs all of them, so behind the loop what
// each of them sets is set, although the loop could, as far as the control
// flow tells, have run not once.

import (
	"maps"

	"golang.org/x/tools/go/ssa"
)

// turnLoop is a call inside a loop over a list of functions.
type turnLoop struct {
	call  ssa.CallInstruction
	lists [][]*ssa.Function // one for each list that the loop may walk
}

// findTurns indexes the loops over lists of functions by their header.
func (fi *fnInfo) findTurns() {
	for _, b := range fi.fn.Blocks {
		for _, instr := range b.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok || call.Call.IsInvoke() || call.Call.StaticCallee() != nil {
				continue
			}
			h := loopHeader(b)
			if h == nil {
				continue
			}
			if lists := fi.p.lists(call.Call.Value); len(lists) > 0 {
				fi.turns[h] = append(fi.turns[h], turnLoop{call, lists})
			}
		}
	}
}

// loopHeader is the header of the innermost loop around b, when it decides
// whether the loop goes on.
func loopHeader(b *ssa.BasicBlock) *ssa.BasicBlock {
	for d := b; d != nil; d = d.Idom() {
		for _, pred := range d.Preds {
			if d.Dominates(pred) && (b == d || pathBetween(b, d)) {
				if _, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If); ok {
					return d
				}
				return nil
			}
		}
	}
	return nil
}

// edge is the state on the i-th edge out of b: behind a loop over a list of
// functions, with all of them applied.
func (fi *fnInfo) edge(b *ssa.BasicBlock, i int, out env) env {
	turns := fi.turns[b]
	if len(turns) == 0 || b.Succs[i].Dominates(turns[0].call.Block()) {
		return out
	}
	out = maps.Clone(out)
	for _, t := range turns {
		var merged env
		for _, list := range t.lists {
			e := maps.Clone(out)
			for n, fn := range list {
				fi.apply(e, t.call, t.call, fn, n, inline)
			}
			merged, _ = mergeEnv(merged, e)
		}
		out = merged
	}
	return out
}

// lists traces the list that v is an element of: one list, or one for each
// caller that passes it. It is empty when some list is not known.
func (p *Program) lists(v ssa.Value) [][]*ssa.Function {
	container, field := containerOf(v)
	if container == nil {
		return nil
	}
	sources := []ssa.Value{container}
	if param, ok := container.(*ssa.Parameter); ok {
		sources = nil
		if p.escapes[param.Parent()] {
			return nil
		}
		i := indexIn(param.Parent().Params, param)
		for _, c := range p.callers[param.Parent()] {
			if a := argument(c.Common(), i); a != nil {
				sources = append(sources, a)
			}
		}
	}
	var lists [][]*ssa.Function
	for _, s := range sources {
		t := funcTrace{p: p, seen: map[ssa.Value]bool{}, elemField: field}
		t.elements(s, 0)
		if t.lost {
			return nil
		}
		lists = append(lists, t.fns)
	}
	return lists
}

// containerOf is the list or map that v was loaded from, and the field of its
// elements that v is, or -1 for an element itself.
func containerOf(v ssa.Value) (container ssa.Value, field int) {
	switch v := v.(type) {
	case *ssa.UnOp:
		switch addr := v.X.(type) {
		case *ssa.IndexAddr:
			return addr.X, -1
		case *ssa.FieldAddr:
			return elementOf(addr.X), addr.Field
		}
	case *ssa.Index:
		return v.X, -1
	case *ssa.Field:
		container, _ := containerOf(v.X)
		return container, v.Field
	case *ssa.Extract:
		if next, ok := v.Tuple.(*ssa.Next); ok {
			if r, ok := next.Iter.(*ssa.Range); ok {
				return r.X, -1
			}
		}
	}
	return nil, -1
}

// elementOf is the container that the structure at addr is an element of,
// itself or as a copy in a loop variable.
func elementOf(addr ssa.Value) ssa.Value {
	switch a := addr.(type) {
	case *ssa.IndexAddr:
		return a.X
	case *ssa.Alloc:
		for _, ref := range *a.Referrers() {
			if st, ok := ref.(*ssa.Store); ok && st.Addr == a {
				container, _ := containerOf(st.Val)
				return container
			}
		}
	}
	return nil
}
