package sockets

// The analysis of one function: a forward worklist over its blocks, then one
// more pass that records the events with the states that were found.

import (
	"go/constant"
	"iter"
	"maps"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// env maps each socket to its State at one point; nil is an unreachable point.
// A slot without an entry is untouched, an object without one is not yet made.
type env map[*Loc]State

// fnInfo is the analysis of one function.
type fnInfo struct {
	p       *Program
	fn      *ssa.Function
	summary *Summary

	locs    map[locKey]*Loc
	order   []*Loc
	vals    map[ssa.Value]locSet
	content map[*Loc]*cell
	defers  []*ssa.Defer
	turns   map[*ssa.BasicBlock][]turnLoop
	given   map[*Loc]bool // objects that callers get to know

	asks     []*ssa.Parameter // see percall.go
	assume   map[*ssa.Parameter]constant.Value
	specials map[string]*special
	recorded bool

	recording bool
	events    []*Event
	gens      map[ssa.Instruction][]gen
	opens     []*Event // for Reopened
	exit      env
}

// gen is what an instruction sets on a socket.
type gen struct {
	on        *Loc
	must, may zmqapi.OptionSet
	by        *ssa.Function // the callee that sets them; nil for an API call
}

func (fi *fnInfo) findDefers() {
	for _, b := range fi.fn.Blocks {
		for _, instr := range b.Instrs {
			if d, ok := instr.(*ssa.Defer); ok {
				fi.defers = append(fi.defers, d)
			}
		}
	}
}

// stabilize finds what the cells of the function hold, until nothing grows.
func (fi *fnInfo) stabilize() {
	for range 8 {
		fi.vals = map[ssa.Value]locSet{}
		grown := false
		for _, b := range fi.fn.Blocks {
			for _, instr := range b.Instrs {
				grown = fi.storeInstr(instr) || grown
			}
		}
		if !grown {
			break
		}
	}
	fi.vals = map[ssa.Value]locSet{}
}

func (fi *fnInfo) storeInstr(instr ssa.Instruction) (grown bool) {
	switch instr := instr.(type) {
	case *ssa.Store:
		if fi.p.holdsSockets(instr.Val.Type()) {
			return fi.store(fi.val(instr.Addr), instr.Val, instr)
		}
	case *ssa.MapUpdate:
		if fi.p.holdsSockets(instr.Value.Type()) {
			return fi.store(fi.children(fi.val(instr.Map), elem, instr.Map.Type()), instr.Value, instr)
		}
	case *ssa.Send:
		if fi.p.holdsSockets(instr.X.Type()) {
			return fi.store(fi.children(fi.val(instr.Chan), elem, instr.Chan.Type()), instr.X, instr)
		}
	case ssa.CallInstruction:
		return fi.storeCall(instr)
	}
	return false
}

// store puts v into the cells. Storing nil empties a cell; storing into an
// element keeps what the others hold.
func (fi *fnInfo) store(cells locSet, v ssa.Value, at ssa.Instruction) (grown bool) {
	held := fi.val(v)
	for _, c := range cells {
		if len(held) == 1 && held[0] == c {
			continue
		}
		if c.kind == locChild && c.field == elem && len(held) == 0 {
			continue
		}
		grown = fi.cell(c).add(at, held) || grown
	}
	return grown
}

func (fi *fnInfo) cell(l *Loc) *cell {
	c := fi.content[l]
	if c == nil {
		c = &cell{}
		fi.content[l] = c
	}
	return c
}

func (fi *fnInfo) cellsInOrder() iter.Seq2[*Loc, *cell] {
	return func(yield func(*Loc, *cell) bool) {
		for _, l := range fi.order {
			if c := fi.content[l]; c != nil && !yield(l, c) {
				return
			}
		}
	}
}

// solve runs the worklist and returns the state at the start of each block.
func (fi *fnInfo) solve() []env {
	ins := make([]env, len(fi.fn.Blocks))
	ins[0] = env{}
	work := []*ssa.BasicBlock{fi.fn.Blocks[0]}
	queued := make([]bool, len(fi.fn.Blocks))
	for steps := 0; len(work) > 0 && steps < 64*len(fi.fn.Blocks)+256; steps++ {
		b := work[0]
		work = work[1:]
		queued[b.Index] = false
		out := fi.block(b, maps.Clone(ins[b.Index]))
		if out == nil {
			continue
		}
		yes, known := fi.answer(b)
		for i := range b.Succs {
			succ := route(b, i)
			if succ == nil || known && i != boolIndex(yes) {
				continue
			}
			edge := fi.edge(b, i, out)
			if merged, changed := mergeEnv(ins[succ.Index], edge); changed {
				ins[succ.Index] = merged
				if !queued[succ.Index] {
					queued[succ.Index] = true
					work = append(work, succ)
				}
			}
		}
	}
	return ins
}

// mergeEnv joins the state of one more path into old.
func mergeEnv(old, more env) (env, bool) {
	if old == nil {
		return maps.Clone(more), true
	}
	changed := false
	merge := func(l *Loc, a, b State) {
		if j := join(a, b); j != a {
			old[l] = j
			changed = true
		}
	}
	for l, s := range more {
		switch o, ok := old[l]; {
		case ok:
			merge(l, o, s)
		case l.isObject():
			old[l] = s
			changed = true
		default:
			untouched, _ := old.state(l)
			old[l] = join(untouched, s)
			changed = true
		}
	}
	for l, o := range old {
		if _, ok := more[l]; !ok && !l.isObject() {
			untouched, _ := more.state(l)
			merge(l, o, untouched)
		}
	}
	return old, changed
}

// block runs the instructions of b on e and returns the state behind them, or
// nil when the end is not reached.
func (fi *fnInfo) block(b *ssa.BasicBlock, e env) env {
	for _, instr := range b.Instrs {
		fi.step(e, instr)
		if fi.p.endsPath(instr) {
			return nil
		}
	}
	return e
}

func (fi *fnInfo) step(e env, instr ssa.Instruction) {
	switch instr := instr.(type) {
	case *ssa.Call:
		fi.call(e, instr, instr, inline)
	case *ssa.Go:
		fi.call(e, instr, instr, concurrent)
	case *ssa.Defer:
		fi.closureArgs(e, instr, instr)
	case *ssa.RunDefers:
		for i := len(fi.defers) - 1; i >= 0; i-- {
			if d := fi.defers[i]; d.Block().Dominates(instr.Block()) {
				fi.call(e, d, instr, inline)
			}
		}
	default:
		fi.closureUse(e, instr)
	}
}

// record repeats the pass over the blocks with the final states, keeps the
// events, and makes the summary.
func (fi *fnInfo) record(ins []env) {
	fi.recording = true
	defer func() { fi.recording = false }()
	outs, returns, exit := fi.leave(ins)
	dead := make([]bool, len(ins))
	for i := range ins {
		dead[i] = ins[i] != nil && outs[i] == nil
	}
	fi.exit = exit
	fi.lookAhead(dead)
	for _, ev := range fi.events {
		fi.settle(ev)
	}
	fi.summary = fi.summarize(exit, returns)
	fi.recorded = true
}

// leave runs the blocks from the states at their starts: outs are those at
// their ends, nil where the end is not reached, exit is the one at the returns.
func (fi *fnInfo) leave(ins []env) (outs []env, returns []*ssa.Return, exit env) {
	outs = make([]env, len(ins))
	for _, b := range fi.fn.Blocks {
		if ins[b.Index] != nil {
			outs[b.Index] = fi.block(b, maps.Clone(ins[b.Index]))
		}
	}
	returns = returnsOf(fi.fn, func(b *ssa.BasicBlock) bool { return outs[b.Index] != nil })
	for _, ret := range returns {
		exit, _ = mergeEnv(exit, outs[ret.Block().Index])
	}
	return outs, returns, exit
}

// settle decides who knows the socket of an event: this function, its callers,
// or whoever stored it in the field that it was loaded from.
func (fi *fnInfo) settle(ev *Event) {
	switch {
	case ev.on.isObject():
		fi.p.contexts = append(fi.p.contexts, &Context{Event: ev, Origins: fi.origins(ev.on), in: fi})
	case ev.on.isSlot():
		ev.slot = fi.slotOf(ev.on)
	default:
		fi.p.pending = append(fi.p.pending, pendingField{fi, ev, lastField(ev.on)})
	}
}

// reachable tells the blocks that are reached when calls that do not return
// end their path.
func (fi *fnInfo) reachable() func(*ssa.BasicBlock) bool {
	seen := make([]bool, len(fi.fn.Blocks))
	var visit func(b *ssa.BasicBlock)
	visit = func(b *ssa.BasicBlock) {
		if seen[b.Index] {
			return
		}
		for _, instr := range b.Instrs {
			if fi.p.endsPath(instr) {
				return
			}
		}
		seen[b.Index] = true
		for _, s := range b.Succs {
			visit(s)
		}
	}
	visit(fi.fn.Blocks[0])
	return func(b *ssa.BasicBlock) bool { return seen[b.Index] }
}
