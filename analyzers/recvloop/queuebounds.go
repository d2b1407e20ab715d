package recvloop

// What bounds something that messages are kept in: somebody compares its size
// with a bound and acts on the outcome; the loop itself, or a function that
// waits for a timer, takes something out of it or starts it anew. That others
// take out what they have dealt with bounds nothing; but a sync.Map that entries
// are deleted from is a registry of what is there at the time.

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

func (q *queueSearch) bounded(r *run, container ssa.Value) bool {
	same := sameContainer(r.w, container)
	registry := typeName(container.Type()) == "Map"
	for _, fn := range r.w.functions(r.entry.Parent()) {
		sized, shrinks := false, false
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				sized = sized || asksSize(instr, same) && !(fn == r.entry.Parent() && r.onlyLogs(instr, same))
				shrinks = shrinks || removes(instr, same) && !q.starts(b)
			}
		}
		if sized || shrinks && (registry || q.runs(fn) || r.w.byTimer(fn, 0)) {
			return true
		}
	}
	return false
}

// starts reports whether block b runs once before the loop: an empty container
// that is made there is where it starts from.
func (q *queueSearch) starts(b *ssa.BasicBlock) bool {
	head := q.c.loop.Header
	return b.Parent() == head.Parent() && b != head && b.Dominates(head) && !leadsTo(head, b)
}

// leadsTo reports whether a way leads from the end of one block to another.
func leadsTo(from, to *ssa.BasicBlock) bool {
	seen := map[*ssa.BasicBlock]bool{}
	var visit func(b *ssa.BasicBlock) bool
	visit = func(b *ssa.BasicBlock) bool {
		if b == to {
			return true
		}
		if seen[b] {
			return false
		}
		seen[b] = true
		return slices.ContainsFunc(b.Succs, visit)
	}
	return slices.ContainsFunc(from.Succs, visit)
}

// runs reports whether fn is the function of the loop, or one that it calls.
func (q *queueSearch) runs(fn *ssa.Function) bool {
	if q.own == nil {
		q.own = map[*ssa.Function]bool{q.c.loop.Fn: true}
		for _, b := range q.turn.blocks() {
			q.addCalled(b, 0)
		}
	}
	return q.own[fn]
}

func (q *queueSearch) addCalled(b *ssa.BasicBlock, depth int) {
	for _, instr := range b.Instrs {
		c, ok := instr.(*ssa.Call)
		if !ok || depth >= maxDepth || q.turn.w.p.API(c) != nil {
			continue
		}
		fns, _ := q.turn.w.p.Callees(c)
		for _, fn := range fns {
			if q.own[fn] {
				continue
			}
			q.own[fn] = true
			for _, b := range fn.Blocks {
				q.addCalled(b, depth+1)
			}
		}
	}
}

// byTimer reports whether a function waits for time to pass, or is called by one
// that does.
func (ix *index) byTimer(fn *ssa.Function, depth int) bool {
	for _, b := range fn.Blocks {
		if contains(b, awaitsTimer) {
			return true
		}
	}
	return depth < 2 && slices.ContainsFunc(ix.callers(fn), func(c ssa.CallInstruction) bool {
		_, runs := c.(*ssa.Call)
		return runs && ix.byTimer(c.Parent(), depth+1)
	})
}

// awaitsTimer reports whether an instruction waits for time to pass.
func awaitsTimer(instr ssa.Instruction) bool {
	switch instr := instr.(type) {
	case *ssa.UnOp:
		return instr.Op == token.ARROW && isTimer(instr.X)
	case *ssa.Select:
		for _, st := range instr.States {
			if isTimer(st.Chan) {
				return true
			}
		}
	case *ssa.Call:
		return calleeOf(&instr.Call).is("time", "Sleep")
	}
	return false
}

// asksSize reports whether an instruction compares the size of a container
// with something else than nothing, or than the index of a walk through it.
func asksSize(instr ssa.Instruction, same func(ssa.Value) bool) bool {
	cmp, ok := instr.(*ssa.BinOp)
	if !ok || !compares(cmp.Op) {
		return false
	}
	bound := func(v ssa.Value) bool {
		if c, ok := v.(*ssa.Const); ok {
			return ofConst(c) != zero
		}
		return !isWalk(v)
	}
	return isSize(cmp.X, same) && bound(cmp.Y) || isSize(cmp.Y, same) && bound(cmp.X)
}

func isSize(v ssa.Value, same func(ssa.Value) bool) bool {
	c, ok := v.(*ssa.Call)
	if !ok || len(c.Call.Args) == 0 {
		return false
	}
	if b, ok := c.Call.Value.(*ssa.Builtin); ok {
		return b.Name() == "len" && same(c.Call.Args[0])
	}
	return calleeOf(&c.Call).name == "Len" && same(c.Call.Args[0])
}

// onlyLogs reports whether a comparison decides nothing but what is logged.
func (r *run) onlyLogs(cmp ssa.Instruction, same func(ssa.Value) bool) bool {
	b := cmp.Block()
	if !r.reached[b] || condition(b) != cmp.(ssa.Value) {
		return false
	}
	sides := r.sides(b)
	for i := range sides {
		if r.skips(sides[i], sides[1-i], false) || r.pauses(sides[i], sides[1-i], places, 0) ||
			r.anyOf(sides[i], func(instr ssa.Instruction) bool { return removes(instr, same) }) {
			return false
		}
	}
	return r.goesOn(b, 0) && r.goesOn(b, 1)
}

// removes reports whether an instruction makes a container smaller.
func removes(instr ssa.Instruction, same func(ssa.Value) bool) bool {
	switch instr := instr.(type) {
	case *ssa.Call:
		if len(instr.Call.Args) == 0 || !same(instr.Call.Args[0]) {
			return false
		}
		if b, ok := instr.Call.Value.(*ssa.Builtin); ok {
			return b.Name() == "delete" || b.Name() == "clear"
		}
		name := calleeOf(&instr.Call)
		return name.path == "slices" && firstWord(name.name, "delete") ||
			name.method("container/list", "List", "Remove", "Init") ||
			name.method("sync", "Map", "Delete", "Clear", "LoadAndDelete", "CompareAndDelete") ||
			name.is("bytes", "Reset", "Truncate", "Next", "Read", "WriteTo") || name.method("strings", "Builder", "Reset")
	case *ssa.Slice:
		return same(instr.X) && (instr.Low != nil || instr.High != nil) && putBack(instr, same)
	case *ssa.Store:
		switch v := instr.Val.(type) {
		case *ssa.Const:
			return ofConst(v) == zero && same(instr.Addr)
		case *ssa.MakeMap, *ssa.MakeSlice:
			return same(instr.Addr)
		}
	case *ssa.Phi:
		return same(instr) && emptied(instr)
	}
	return false
}

// emptied reports whether a variable is empty on one of the ways that meet in a
// loop; before the loop it always is.
func emptied(v *ssa.Phi) bool {
	b := v.Block()
	head := slices.ContainsFunc(b.Preds, b.Dominates)
	for i, e := range v.Edges {
		if c, ok := e.(*ssa.Const); ok && ofConst(c) == zero && (!head || b.Dominates(b.Preds[i])) {
			return true
		}
	}
	return false
}

// putBack reports whether a part of a slice takes the place of the whole.
func putBack(part *ssa.Slice, same func(ssa.Value) bool) bool {
	for _, ref := range *part.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Phi:
			return true
		case *ssa.Store:
			if same(ref.Addr) {
				return true
			}
		case *ssa.Call:
			if isAppend(ref) && ref.Call.Args[0] == part {
				return true
			}
		}
	}
	return false
}
