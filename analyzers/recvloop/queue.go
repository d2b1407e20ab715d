package recvloop

// Messages kept in something that grows.
//
// A message is followed from the receive through the functions that get it. It
// is kept when it is appended, stored in a map, pushed on a list or written to a
// buffer (keeping.go) that was there before the turn began, and that nothing
// bounds (queuebounds.go).

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// queues reports what keeps each message.
func (c *checker) queues(turn *run) {
	q := &queueSearch{c: c, turn: turn, seen: map[*ssa.Function]bool{}, fresh: map[ssa.Value]bool{}}
	for _, r := range c.remote() {
		in := turn
		for _, call := range append(slices.Clone(r.Chain), r.Instr) {
			if in == nil {
				break
			}
			if v, ok := call.(*ssa.Call); ok && in.reached[v.Block()] {
				q.in(in, map[ssa.Value]bool{v: true}, nil)
			}
			in = turn.w.calledBy(call)
		}
	}
}

// calledBy runs the function that call runs, when there is one only.
func (w *world) calledBy(call ssa.CallInstruction) *run {
	fns, _ := w.p.Callees(call)
	if len(fns) != 1 {
		return nil
	}
	return w.helper(fns[0])
}

type queueSearch struct {
	c     *checker
	turn  *run
	seen  map[*ssa.Function]bool
	fresh map[ssa.Value]bool     // parameters that get something of the turn's own
	own   map[*ssa.Function]bool // the functions that the loop runs
	told  bool                   // one finding for each loop
}

// in looks for stores of tainted values in a run, which the calls in via lead
// to.
func (q *queueSearch) in(r *run, tainted map[ssa.Value]bool, via []*ssa.Call) {
	r.spread(tainted)
	for _, b := range r.blocks() {
		if r.guarded(b) {
			continue
		}
		for _, instr := range b.Instrs {
			if k := q.keeps(r, instr, tainted); k != nil {
				if !q.told && instr.Pos().IsValid() && !(k.keyed && r.registered(b)) && !q.bounded(r, k.in) {
					q.told = true
					q.c.reportWithin("unbounded-queue", instr, via, "each message%[2]s is "+k.how+"%[1]s "+k.where+", with no bound in sight: a flood fills the memory; bound it, and stop receiving or drop when it is full")
				}
			} else if call, ok := instr.(*ssa.Call); ok {
				q.call(r, call, tainted, via)
			}
		}
	}
}

// call goes on in the functions that call runs with what it hands to them.
func (q *queueSearch) call(r *run, c *ssa.Call, tainted map[ssa.Value]bool, via []*ssa.Call) {
	if len(via) >= maxDepth || r.w.p.API(c) != nil || calleeOf(&c.Call).logs() {
		return
	}
	args := c.Call.Args
	if c.Call.IsInvoke() {
		args = append([]ssa.Value{c.Call.Value}, args...)
	}
	fns, _ := r.w.p.Callees(c)
	for _, fn := range fns {
		if q.seen[fn] {
			continue
		}
		handed := map[ssa.Value]bool{}
		hand := func(a, to ssa.Value) {
			if tainted[a] {
				handed[to] = true
			}
			q.fresh[to] = q.madeInTurn(r, a)
		}
		for i, a := range args {
			if i < len(fn.Params) {
				hand(a, fn.Params[i])
			}
		}
		if mk, ok := c.Call.Value.(*ssa.MakeClosure); ok && mk.Fn == fn {
			for i, v := range mk.Bindings {
				hand(v, fn.FreeVars[i])
			}
		}
		if h := r.w.helper(fn); h != nil && len(handed) > 0 {
			q.seen[fn] = true
			q.in(h, handed, append(slices.Clip(via), c))
		}
	}
}

// registered reports whether block b runs for messages only that name something
// that is known already: what is stored under their key is one for each entry.
func (r *run) registered(b *ssa.BasicBlock) bool {
	for d := b; d != nil && r.inside(d) && d != r.entry; d = d.Idom() {
		if len(d.Preds) != 1 || !r.inside(d.Preds[0]) {
			continue
		}
		if cond := condition(d.Preds[0]); cond != nil && found(cond, d.Preds[0].Succs[0] == d) {
			return true
		}
	}
	return false
}

// found reports whether a condition that comes out as yes says that a map has
// an entry.
func found(cond ssa.Value, yes bool) bool {
	switch v := cond.(type) {
	case *ssa.UnOp:
		return v.Op == token.NOT && found(v.X, !yes)
	case *ssa.Lookup:
		return yes
	case *ssa.Extract:
		_, lookup := v.Tuple.(*ssa.Lookup)
		return lookup && v.Index == 1 && yes
	}
	return false
}
