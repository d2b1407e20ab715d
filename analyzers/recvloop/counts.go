package recvloop

// Counts that decisions are made by.

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

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
func (r *run) isCounter(v ssa.Value) bool { return len(r.steps(v)) > 0 }

// countsDown reports whether the run takes away from v.
func (r *run) countsDown(v ssa.Value) bool {
	return slices.ContainsFunc(r.steps(v), func(s step) bool { return s.down })
}

// step is an addition or subtraction of a constant.
type step struct{ down bool }

// steps are those that make v what it is in the next turn.
func (r *run) steps(v ssa.Value) []step {
	basic, ok := v.Type().Underlying().(*types.Basic)
	if !ok || basic.Info()&types.IsNumeric == 0 {
		return nil
	}
	t := &stepTrace{r: r, seen: map[ssa.Value]bool{}}
	t.walk(v)
	if !t.lasts {
		return nil
	}
	return t.found
}

type stepTrace struct {
	r     *run
	seen  map[ssa.Value]bool
	found []step
	lasts bool // there in the next turn
}

func (t *stepTrace) walk(v ssa.Value) {
	if t.seen[v] {
		return
	}
	t.seen[v] = true
	switch v := v.(type) {
	case *ssa.Phi:
		t.lasts = t.lasts || t.r.isLoop() && v.Block() == t.r.entry && !isIndex(v)
		for _, e := range v.Edges {
			t.walk(e)
		}
	case *ssa.BinOp:
		if isStep(v) {
			t.found = append(t.found, stepOf(v.Y, v.Op == token.SUB))
			t.walk(v.X)
		}
	case *ssa.Convert:
		t.walk(v.X)
	case *ssa.Extract:
		if l, ok := v.Tuple.(*ssa.Lookup); ok && v.Index == 0 {
			t.walk(l)
		}
	case *ssa.Lookup:
		same := sameContainer(t.r.w, v.X)
		t.stored(func(addr, m ssa.Value) bool { return m != nil && same(m) })
	case *ssa.UnOp:
		if v.Op == token.MUL {
			t.stored(func(addr, m ssa.Value) bool { return addr != nil && sameAddress(addr, v.X) })
		}
	case *ssa.Call:
		if name := calleeOf(&v.Call); name.path == "sync/atomic" && firstWord(name.name, "add") {
			t.found = append(t.found, stepOf(v.Call.Args[1], false))
			t.lasts = true
		}
	}
}

// stored finds the steps that the run stores at an address or in a map that is
// meant.
func (t *stepTrace) stored(meant func(addr, m ssa.Value) bool) {
	for _, b := range t.r.blocks() {
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
			if sum, ok := val.(*ssa.BinOp); ok && isStep(sum) && meant(addr, m) {
				t.found = append(t.found, stepOf(sum.Y, sum.Op == token.SUB))
				t.lasts = true
			}
		}
	}
}

func stepOf(by ssa.Value, minus bool) step {
	c, ok := by.(*ssa.Const)
	return step{minus != (ok && c.Value != nil && constant.Sign(c.Value) < 0)}
}

// isStep reports whether a constant is added or taken away.
func isStep(v *ssa.BinOp) bool {
	_, isConst := v.Y.(*ssa.Const)
	return isConst && (v.Op == token.ADD || v.Op == token.SUB)
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
	if add, ok := v.(*ssa.Call); ok && len(add.Call.Args) > 0 { // to an atomic counter
		v = add.Call.Args[0]
	}
	same := sameContainer(r.w, v)
	for _, fn := range r.w.functions(r.entry.Parent()) {
		resets := slices.ContainsFunc(fn.Blocks, func(b *ssa.BasicBlock) bool {
			return contains(b, func(i ssa.Instruction) bool { return setsConstant(i, same) })
		})
		if resets && r.w.byTimer(fn, 0) {
			return true
		}
	}
	return false
}

// setsConstant reports whether an instruction stores a constant in a variable.
func setsConstant(instr ssa.Instruction, same func(ssa.Value) bool) bool {
	switch instr := instr.(type) {
	case *ssa.Store:
		_, isConst := instr.Val.(*ssa.Const)
		return isConst && same(instr.Addr)
	case *ssa.Call:
		name := calleeOf(&instr.Call)
		return name.path == "sync/atomic" && firstWord(name.name, "store", "swap") && same(instr.Call.Args[0])
	}
	return false
}
