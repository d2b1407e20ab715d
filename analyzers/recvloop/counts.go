package recvloop

// Counts and times that decisions are made by.

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// over tells whether a comparison with a count is true when there were too
// many.
func (r *run) over(cond ssa.Value) (yes, known bool) {
	switch v := cond.(type) {
	case *ssa.UnOp:
		if v.Op == token.NOT {
			yes, known = r.over(v.X)
			return !yes, known
		}
	case *ssa.BinOp:
		counter, flip := v.X, false
		if !r.isCounter(v.X) {
			counter, flip = v.Y, true
		}
		if !compares(v.Op) || !r.isCounter(counter) {
			return false, false
		}
		flip = flip != r.countsDown(counter)
		switch v.Op {
		case token.EQL:
			return true, true
		case token.NEQ:
			return false, true
		case token.GTR, token.GEQ:
			return !flip, true
		}
		return flip, true
	}
	return false, false
}

// counted reports whether v counts what comes in a window of time: the run asks
// for the time, or somebody else starts the count anew from time to time.
func (r *run) counted(v ssa.Value, timed bool) bool {
	return r.isCounter(v) && (timed || r.resetByTimer(v))
}

// isCounter reports whether v is a number that the run adds to, and that is
// there in the next turn: in a variable, a field or a map.
func (r *run) isCounter(v ssa.Value) bool {
	found := false
	r.steps(v, func(step *ssa.BinOp) { found = true })
	return found
}

// countsDown reports whether the run takes away from v.
func (r *run) countsDown(v ssa.Value) bool {
	down := false
	r.steps(v, func(step *ssa.BinOp) {
		neg := false
		if c, ok := step.Y.(*ssa.Const); ok && c.Value != nil {
			neg = constant.Sign(c.Value) < 0
		}
		down = down || (step.Op == token.SUB) != neg
	})
	return down
}

// steps visits the additions and subtractions of constants that make v what it
// is in the next turn.
func (r *run) steps(v ssa.Value, visit func(*ssa.BinOp)) {
	basic, ok := v.Type().Underlying().(*types.Basic)
	if !ok || basic.Info()&types.IsNumeric == 0 {
		return
	}
	var found []*ssa.BinOp
	lasts := false
	seen := map[ssa.Value]bool{}
	var walk func(ssa.Value)
	walk = func(v ssa.Value) {
		if seen[v] {
			return
		}
		seen[v] = true
		switch v := v.(type) {
		case *ssa.Phi:
			lasts = lasts || r.isLoop() && v.Block() == r.entry && !isIndex(v)
			for _, e := range v.Edges {
				walk(e)
			}
		case *ssa.BinOp:
			if isStep(v) {
				found = append(found, v)
				walk(v.X)
			}
		case *ssa.Convert:
			walk(v.X)
		case *ssa.Extract:
			if l, ok := v.Tuple.(*ssa.Lookup); ok && v.Index == 0 {
				walk(l)
			}
		case *ssa.Lookup:
			same := sameContainer(r.w, v.X)
			lasts = r.stored(&found, func(addr, m ssa.Value) bool { return m != nil && same(m) }) || lasts
		case *ssa.UnOp:
			if v.Op == token.MUL {
				lasts = r.stored(&found, func(addr, m ssa.Value) bool { return addr != nil && sameAddress(addr, v.X) }) || lasts
			}
		}
	}
	walk(v)
	if lasts {
		for _, step := range found {
			visit(step)
		}
	}
}

// isStep reports whether a constant is added or taken away.
func isStep(v *ssa.BinOp) bool {
	_, isConst := v.Y.(*ssa.Const)
	return isConst && (v.Op == token.ADD || v.Op == token.SUB)
}

// stored finds the steps that the run stores at an address or in a map that is
// meant.
func (r *run) stored(found *[]*ssa.BinOp, meant func(addr, m ssa.Value) bool) (any bool) {
	for b := range r.reached {
		for _, instr := range b.Instrs {
			var val, addr, m ssa.Value
			switch instr := instr.(type) {
			case *ssa.Store:
				val, addr = instr.Val, instr.Addr
			case *ssa.MapUpdate:
				val, m = instr.Value, instr.Map
			default:
				continue
			}
			if step, ok := val.(*ssa.BinOp); ok && isStep(step) && meant(addr, m) {
				*found = append(*found, step)
				any = true
			}
		}
	}
	return any
}

// isIndex reports whether v is the counter of a range.
func isIndex(v *ssa.Phi) bool { return v.Comment == "rangeindex" || v.Comment == "rangeint.iter" }

// isWalk reports whether v is the index of the next element of a range.
func isWalk(v ssa.Value) bool {
	if add, ok := v.(*ssa.BinOp); ok {
		v = add.X
	}
	phi, ok := v.(*ssa.Phi)
	return ok && isIndex(phi)
}

// sameAddress reports whether two addresses are the same variable or field.
func sameAddress(a, b ssa.Value) bool {
	if a == b {
		return true
	}
	fa, ok1 := a.(*ssa.FieldAddr)
	fb, ok2 := b.(*ssa.FieldAddr)
	return ok1 && ok2 && fa.Field == fb.Field && types.Identical(fa.X.Type(), fb.X.Type())
}

// resetByTimer reports whether a function that waits for a timer stores a
// constant where v comes from.
func (r *run) resetByTimer(v ssa.Value) bool {
	same := sameContainer(r.w, v)
	for _, fn := range r.w.functions(r.entry.Parent()) {
		resets, waits := false, false
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				switch instr := instr.(type) {
				case *ssa.Store:
					_, isConst := instr.Val.(*ssa.Const)
					resets = resets || isConst && same(instr.Addr)
				case *ssa.UnOp:
					waits = waits || instr.Op == token.ARROW && isTimer(instr.X)
				case *ssa.Select:
					for _, st := range instr.States {
						waits = waits || isTimer(st.Chan)
					}
				case *ssa.Call:
					waits = waits || calleeOf(&instr.Call).is("time", "Sleep")
				}
			}
		}
		if resets && waits {
			return true
		}
	}
	return false
}

// asksTime reports whether the run asks for the time.
func (r *run) asksTime() bool {
	return r.anyOf(r.reached, func(instr ssa.Instruction) bool {
		c, ok := instr.(*ssa.Call)
		return ok && calleeOf(&c.Call).is("time", "Now", "Since", "Until", "Sub", "After", "Before")
	})
}

// tooEarly reports whether v compares a time that the run sets with another:
// for how long it was not set. The times that a message is stamped with are no
// matter.
func (r *run) tooEarly(v ssa.Value) bool { return r.elapsed(v, 0) }

func (r *run) elapsed(v ssa.Value, depth int) bool {
	if depth > 6 || r.messages()[v] {
		return false
	}
	switch v := v.(type) {
	case *ssa.BinOp:
		return r.elapsed(v.X, depth+1) || r.elapsed(v.Y, depth+1)
	case *ssa.Convert:
		return r.elapsed(v.X, depth+1)
	case *ssa.Call:
		name := calleeOf(&v.Call)
		if name.path != "time" {
			return false
		}
		for _, a := range v.Call.Args {
			if r.isSet(a) || r.elapsed(a, depth+1) {
				return true
			}
		}
	}
	return false
}

// isSet reports whether v is a time that the run sets.
func (r *run) isSet(v ssa.Value) bool {
	if !isTime(v.Type()) {
		return false
	}
	switch v := v.(type) {
	case *ssa.Phi:
		return r.isLoop() && v.Block() == r.entry
	case *ssa.UnOp:
		return v.Op == token.MUL && r.anyOf(r.reached, func(instr ssa.Instruction) bool {
			st, ok := instr.(*ssa.Store)
			return ok && sameAddress(st.Addr, v.X)
		})
	}
	return false
}
