package recvloop

// What bounds the work of a loop.
//
// Two questions are asked of the ways through a turn: what bounds the messages
// taken per time, and what bounds the goroutines at work. The answers are
// instructions that wait, and decisions of which one outcome skips the work
// (gates.go). A rate bounds goroutines as well: a flood cannot start more of
// them than the rate lets through.

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// question is what is to be bounded.
type question uint8

const (
	rate   question = iota // messages per time
	places                 // goroutines at work
)

// level says on how many ways through a function something happens.
type level uint8

const (
	none level = iota
	partly
	always
)

// maxCallees bounds how deep functions are looked into.
const maxCallees = 6

// bounds is what answers a question in a run.
type bounds struct {
	certain  cut               // where each way that passes is bounded
	possible []ssa.Instruction // what bounds some of the ways that pass, or all
	whole    *level            // of a function that is run as a whole
}

// answers are the bounds of a run.
func (r *run) answers(q question, depth int) *bounds {
	if b := r.bounds[q]; b != nil {
		return b
	}
	found := &bounds{certain: newCut()}
	r.bounds[q] = found // for recursion
	for _, b := range r.blocks() {
		for _, instr := range b.Instrs {
			switch r.bound(q, instr, depth) {
			case always:
				found.certain.blocks[b] = true
				found.possible = append(found.possible, instr)
			case partly:
				found.possible = append(found.possible, instr)
			}
		}
		if r.gate(q, b, depth) {
			found.certain.blocks[b] = true
			found.possible = append(found.possible, b.Instrs[len(b.Instrs)-1])
		}
	}
	for e, st := range r.selected() {
		// A timer among other cases is a time-out: it makes no "may" of a loop
		// whose other cases do not wait.
		if q == places || st.Dir == types.RecvOnly && isTimer(st.Chan) {
			found.certain.edges[e] = true
		}
	}
	return found
}

// level is how surely a turn that passes block b is bounded.
func (r *run) level(q question, b *ssa.BasicBlock, depth int) (level, ssa.Instruction) {
	found := r.answers(q, depth)
	all := r.ways(cut{})
	if !all[b] || !r.ways(found.certain)[b] {
		return always, nil // nothing leads on from there, or nothing unbounded
	}
	behind, ahead := r.onwards(cut{}, b), r.flood([]*ssa.BasicBlock{b}, cut{}, r.previous)
	for _, instr := range found.possible {
		if x := instr.Block(); all[x] && (behind[x] || ahead[x]) {
			return partly, instr
		}
	}
	return none, nil
}

// bound is how surely an instruction bounds what comes after it.
func (r *run) bound(q question, instr ssa.Instruction, depth int) level {
	switch instr := instr.(type) {
	case *ssa.UnOp:
		if instr.Op == token.ARROW && (q == places || isTimer(instr.X)) {
			return always
		}
	case *ssa.Send:
		if q == places {
			return always
		}
	case *ssa.Select:
		if q == places && instr.Blocking {
			return always
		}
	case *ssa.Call:
		return r.w.callBounds(q, instr, depth)
	case *ssa.Defer:
		if !r.isLoop() { // in a loop it waits for the end of the function
			return r.w.callBounds(q, instr, depth)
		}
	}
	return none
}

func (w *world) callBounds(q question, c ssa.CallInstruction, depth int) level {
	if w.p.API(c) != nil {
		return none
	}
	name := calleeOf(c.Common())
	if name.is("time", "Sleep") || w.throttle(c.Common()) {
		return always
	}
	out := none
	fns, _ := w.p.Callees(c)
	if depth < maxCallees {
		for i, fn := range fns {
			l := w.funcBounds(q, fn, depth+1)
			if i > 0 && l != out {
				l = partly
			}
			out = l
		}
	}
	if out == none && (len(fns) == 0 || !w.plain(fns[0])) && namedBound(q, name, c.Common().Signature()) {
		return always
	}
	return out
}

// namedBound reports whether a function waits, by its name.
func namedBound(q question, name callee, sig *types.Signature) bool {
	if name.waitsForTurn(sig) {
		return true
	}
	if name.recv == "" && name.path == "" { // a function value
		return hasWord(name.name, "wait", "sleep", "pace", "delay")
	}
	return q == places && hasWord(name.name, "acquire", "wait", "semaphore") && !firstWord(name.name, "try", "new")
}

// funcBounds is how surely a function bounds what calls it.
func (w *world) funcBounds(q question, fn *ssa.Function, depth int) level {
	r := w.helper(fn)
	if r == nil || !r.returns {
		return none
	}
	found := r.answers(q, depth)
	if found.whole == nil {
		found.whole = new(level) // none, for recursion
		*found.whole, _ = r.level(q, r.entry, depth)
	}
	return *found.whole
}

// plain reports whether all that a function does can be seen: it calls nothing
// outside the load but what is known to do no work.
func (ix *index) plain(fn *ssa.Function) bool {
	return ix.plains.of(fn, func() bool {
		return !anyIn(fn, func(instr ssa.Instruction) bool {
			c, ok := instr.(ssa.CallInstruction)
			if !ok || ix.p.API(c) != nil {
				return false
			}
			if _, builtin := c.Common().Value.(*ssa.Builtin); builtin || idlePackages[calleeOf(c.Common()).path] {
				return false
			}
			fns, followed := ix.p.Callees(c)
			return len(fns) == 0 || !followed || !ix.plain(fns[0])
		})
	})
}

// isTimer reports whether a channel delivers times: one of a Timer or Ticker,
// or of time.After.
func isTimer(ch ssa.Value) bool {
	t, ok := ch.Type().Underlying().(*types.Chan)
	return ok && isTime(t.Elem())
}

// throttle reports whether the configuration names what a call runs as a
// limit.
func (w *world) throttle(c *ssa.CallCommon) bool {
	if w.cfg == nil {
		return false
	}
	obj := c.Method
	if fn := c.StaticCallee(); fn != nil {
		obj, _ = fn.Object().(*types.Func)
	}
	return obj != nil && w.cfg.Throttle(obj.Origin().FullName())
}
