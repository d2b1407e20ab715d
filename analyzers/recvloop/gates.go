package recvloop

// Decisions that drop what is too much.
//
//	if !limiter.Allow() { continue }
//	if count++; count > 100 { continue }           // with a count that time resets
//	if time.Since(last) < interval { continue }
//
// A gate is a branch that depends on such a decision, and of which one side
// skips what is done with the message on the other side. A branch that only
// logs is none; nor is one that flushes a batch, where the message was kept
// before.

import (
	"go/token"
	"maps"

	"golang.org/x/tools/go/ssa"
)

// decisions are the values of a run that a limit has a say in.
type decisions struct {
	limits map[ssa.Value]bool // what a limiter says, and counts in a window of time
	times  map[ssa.Value]bool // times compared
}

// maxBlocks bounds the functions that are searched for decisions. Generated code
// has more.
const maxBlocks = 1000

// decided finds the decisions of a run.
func (r *run) decided(q question, depth int) *decisions {
	if d := r.decides[q]; d != nil {
		return d
	}
	d := &decisions{map[ssa.Value]bool{}, map[ssa.Value]bool{}}
	r.decides[q] = d // for recursion
	if len(r.reached) > maxBlocks {
		return d
	}
	timed := q == rate && r.asksTime()
	for _, b := range r.blocks() {
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Call:
				limits, times := r.w.callDecides(q, instr, depth)
				_, early := r.tooEarly(instr)
				d.limits[instr] = limits
				d.times[instr] = times || q == rate && early
			case *ssa.BinOp:
				if q == rate && compares(instr.Op) {
					d.limits[instr] = r.counted(instr.X, timed) || r.counted(instr.Y, timed)
					_, d.times[instr] = r.tooEarly(instr)
				}
			}
		}
	}
	r.carry(d.limits)
	r.carry(d.times)
	return d
}

func compares(op token.Token) bool {
	switch op {
	case token.LSS, token.LEQ, token.GTR, token.GEQ, token.EQL, token.NEQ:
		return true
	}
	return false
}

// callDecides reports whether the results of a call are a decision.
func (w *world) callDecides(q question, c *ssa.Call, depth int) (limits, times bool) {
	if w.p.API(c) != nil || depth >= maxCallees {
		return false, false
	}
	name, sig := calleeOf(&c.Call), c.Call.Signature()
	fns, _ := w.p.Callees(c)
	for _, fn := range fns {
		if r := w.helper(fn); r != nil && sig.Results().Len() > 0 {
			d := r.decided(q, depth+1)
			limits = limits || r.answersBy(d.limits)
			times = times || r.answersBy(d.times)
		}
	}
	if limits || times || len(fns) > 0 && w.plain(fns[0]) {
		return limits, times
	}
	return name.decides(sig) || q == places && firstWord(name.name, "try") && hasWord(name.name, "acquire"), false
}

// answersBy reports whether what a function returns depends on a decision.
func (r *run) answersBy(decided map[ssa.Value]bool) bool {
	for _, b := range r.blocks() {
		switch last := b.Instrs[len(b.Instrs)-1].(type) {
		case *ssa.If:
			if decided[last.Cond] {
				return true
			}
		case *ssa.Return:
			for _, v := range last.Results {
				if decided[v] {
					return true
				}
			}
		}
	}
	return false
}

// carry adds what is made of decisions. What a function makes of one, other
// than its own methods, is its own affair.
func (r *run) carry(decided map[ssa.Value]bool) {
	for range maxRounds {
		grown := false
		for _, b := range r.blocks() {
			for _, instr := range b.Instrs {
				if to := carries(instr, decided); to != nil && !decided[to] {
					decided[to] = true
					grown = true
				}
			}
		}
		if !grown {
			return
		}
	}
}

func carries(instr ssa.Instruction, decided map[ssa.Value]bool) ssa.Value {
	switch instr := instr.(type) {
	case *ssa.Store:
		if a, ok := instr.Addr.(*ssa.Alloc); ok && decided[instr.Val] {
			return a
		}
	case *ssa.Call:
		args := instr.Call.Args
		if instr.Call.IsInvoke() && decided[instr.Call.Value] || instr.Call.Signature().Recv() != nil && len(args) > 0 && decided[args[0]] {
			return instr
		}
	case *ssa.Extract, *ssa.UnOp, *ssa.BinOp, *ssa.Phi, *ssa.Convert, *ssa.ChangeType, *ssa.MakeInterface:
		for _, op := range instr.Operands(nil) {
			if decided[*op] {
				return instr.(ssa.Value)
			}
		}
	}
	return nil
}

// gate reports whether block b ends in a decision of which one side skips what
// the other does, or waits.
func (r *run) gate(q question, b *ssa.BasicBlock, depth int) bool {
	d := r.decided(q, depth)
	cond := condition(b)
	if cond == nil || !d.limits[cond] && !d.times[cond] {
		return false
	}
	byTime := !d.limits[cond]
	kept := byTime && r.doneBefore(b) // then the time says when to flush
	early, known := r.tooEarly(cond)
	sides := r.sides(b)
	for i, s := range b.Succs {
		if !r.edges[edge{b, s}] || byTime && !r.goesOn(b, i) || r.letsPass(cond, i == 0) {
			continue
		}
		for _, dropped := range r.drops(b, i, d) {
			if !kept && r.skips(dropped, sides[1-i], byTime) {
				return true
			}
			if (!byTime || known && early == (i == 0)) && r.pauses(dropped, sides[1-i], q, depth) {
				return true
			}
		}
	}
	return false
}

// letsPass reports whether a decision that comes out as yes is known to let
// through: the count is not reached, or enough time has passed.
func (r *run) letsPass(cond ssa.Value, yes bool) bool {
	if over, known := r.over(cond); known {
		return over != yes
	}
	early, known := r.tooEarly(cond)
	return known && early != yes
}

// maxOutcomes bounds the decisions behind a decision that are looked at.
const maxOutcomes = 16

// drops are what the i-th side of block b can do: all that it leads to, or, when
// it leads to another decision, what it does before and what one outcome of that
// leads to.
func (r *run) drops(b *ssa.BasicBlock, i int, d *decisions) []map[*ssa.BasicBlock]bool {
	side := r.sides(b)[i]
	out := []map[*ssa.BasicBlock]bool{side}
	for _, x := range r.blocks() {
		cond := condition(x)
		if !side[x] || cond == nil || !d.limits[cond] && !d.times[cond] {
			continue
		}
		if len(out) > maxOutcomes {
			break
		}
		for _, outcome := range r.sides(x) {
			does := r.onwards(cut{blocks: map[*ssa.BasicBlock]bool{b: true, x: true}}, b.Succs[i])
			does[x] = true
			maps.Copy(does, outcome)
			out = append(out, does)
		}
	}
	return out
}

// sides are the blocks that each outcome of the condition of block b leads to
// in this turn, before it comes by there again.
func (r *run) sides(b *ssa.BasicBlock) (out [2]map[*ssa.BasicBlock]bool) {
	for i, s := range b.Succs {
		if s != r.entry && r.edges[edge{b, s}] {
			out[i] = r.onwards(cut{blocks: map[*ssa.BasicBlock]bool{b: true}}, s)
		}
	}
	return out
}

// goesOn reports whether the i-th side of a branch comes to the end of the
// turn: that a loop ends after some time limits no rate.
func (r *run) goesOn(b *ssa.BasicBlock, i int) bool {
	s := b.Succs[i]
	if s == r.entry {
		return true
	}
	for x := range r.sides(b)[i] {
		if _, returns := x.Instrs[len(x.Instrs)-1].(*ssa.Return); returns || r.edges[edge{x, r.entry}] {
			return true
		}
	}
	return false
}

// skips reports whether work is done in some blocks and not in others. When
// messages alone count, none may be dealt with in the others.
func (r *run) skips(dropped, other map[*ssa.BasicBlock]bool, messages bool) bool {
	if messages {
		return r.anyOf(other, r.handles) && !r.anyOf(dropped, r.handles)
	}
	for b := range other {
		if !dropped[b] && contains(b, r.acts) {
			return true
		}
	}
	return false
}

func (r *run) anyOf(blocks map[*ssa.BasicBlock]bool, is func(ssa.Instruction) bool) bool {
	for b := range blocks {
		if contains(b, is) {
			return true
		}
	}
	return false
}

// pauses reports whether some blocks wait and others do not.
func (r *run) pauses(dropped, other map[*ssa.BasicBlock]bool, q question, depth int) bool {
	for b := range dropped {
		if !other[b] && contains(b, func(i ssa.Instruction) bool { return r.bound(q, i, depth) != none }) {
			return true
		}
	}
	return false
}

// doneBefore reports whether something was done with the message in the turn
// before block b ends.
func (r *run) doneBefore(b *ssa.BasicBlock) bool {
	return r.anyOf(r.flood([]*ssa.BasicBlock{b}, cut{}, r.previous), r.handles)
}
