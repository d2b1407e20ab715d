package recvloop

// Constant propagation over a loop or a function.

import (
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/sockets"
)

// run is what is known of one function, or of a loop in it.
type run struct {
	w       *world
	entry   *ssa.BasicBlock
	inside  func(*ssa.BasicBlock) bool
	vals    map[ssa.Value]kind
	edges   map[edge]bool
	reached map[*ssa.BasicBlock]bool
	before  map[*ssa.Phi]kind // what earlier turns left in the variables of the loop
	args    []kind
	behind  map[*ssa.BasicBlock]bool // of a function that receives: the blocks behind a receive
	results []kind
	returns bool
	done    bool

	bounds  [places + 1]*bounds
	decides [places + 1]*decisions
	made    map[ssa.Value]bool
}

// helperKey is a function with what is known of its arguments.
type helperKey struct {
	fn   *ssa.Function
	args string
}

type edge struct{ from, to *ssa.BasicBlock }

// isLoop reports whether the run is of a loop and not of a function.
func (r *run) isLoop() bool { return r.entry.Index != 0 }

// loop runs a loop, from the head of a turn on: first of any turn, then of one
// that comes after turns like that, which knows what they left in the variables
// of the loop.
func (w *world) loop(l *sockets.Loop) *run {
	inside := func(b *ssa.BasicBlock) bool { return l.Blocks[b] }
	r := w.newRun(l.Header, inside)
	r.solve()
	if l.Handler {
		return r
	}
	for range maxTurns {
		next := w.newRun(l.Header, inside)
		next.before = r.left()
		next.solve()
		if maps.Equal(next.before, next.left()) {
			return next
		}
		r = next
	}
	return r
}

// maxTurns bounds the search for what a turn leaves as it found it.
const maxTurns = 4

// left is what turns leave in the variables of the loop.
func (r *run) left() map[*ssa.Phi]kind {
	out := map[*ssa.Phi]kind{}
	for _, instr := range r.entry.Instrs {
		v, ok := instr.(*ssa.Phi)
		if !ok {
			break
		}
		k := unseen
		for i, e := range v.Edges {
			if e != v && r.edges[edge{r.entry.Preds[i], r.entry}] {
				k = join(k, r.of(e))
			}
		}
		if k == unseen {
			k = unknown
		}
		out[v] = k
	}
	return out
}

// maxVariants bounds how often a function is run with other arguments.
const maxVariants = 8

// maxNesting bounds how many functions are run for the sake of each other.
const maxNesting = 16

// helper runs a whole function, of whose arguments nothing is known.
func (w *world) helper(fn *ssa.Function) *run { return w.with(fn, nil) }

// with runs a whole function; it is nil while that goes on, and when too many
// others are under way.
func (w *world) with(fn *ssa.Function, args []kind) *run {
	if !slices.ContainsFunc(args, func(k kind) bool { return k != unknown }) {
		args = nil
	}
	key := helperKey{fn, string(args)}
	r, ok := w.helpers[key]
	if !ok && args != nil {
		if w.variants[fn]++; w.variants[fn] > maxVariants {
			return w.with(fn, nil)
		}
	}
	if !ok {
		if w.nested == maxNesting {
			return nil
		}
		w.nested++
		defer func() { w.nested-- }()
		r = w.newRun(fn.Blocks[0], func(*ssa.BasicBlock) bool { return true })
		r.args, r.behind = args, w.behind(fn)
		w.helpers[key] = r
		r.solve()
	}
	if !r.done {
		return nil
	}
	return r
}

func (w *world) newRun(entry *ssa.BasicBlock, inside func(*ssa.BasicBlock) bool) *run {
	return &run{
		w: w, entry: entry, inside: inside,
		vals: map[ssa.Value]kind{}, edges: map[edge]bool{}, reached: map[*ssa.BasicBlock]bool{entry: true},
	}
}

// blocks are those that the run reaches, in the order of the code.
func (r *run) blocks() []*ssa.BasicBlock {
	return slices.DeleteFunc(slices.Clone(r.entry.Parent().Blocks), func(b *ssa.BasicBlock) bool { return !r.reached[b] })
}

// maxRounds bounds the propagation. A value changes twice at most, and a round
// goes over all blocks in their order: few functions need more than ten.
const maxRounds = 64

func (r *run) solve() {
	defer func() { r.done = true }()
	for range maxRounds {
		changed := false
		for _, b := range r.entry.Parent().Blocks {
			if r.reached[b] && r.block(b) {
				changed = true
			}
		}
		if !changed {
			return
		}
	}
	r.giveUp()
}

// giveUp knows nothing, and that everything can happen.
func (r *run) giveUp() {
	for _, b := range r.entry.Parent().Blocks {
		if !r.inside(b) {
			continue
		}
		r.reached[b] = true
		for _, s := range b.Succs {
			r.edges[edge{b, s}] = true
		}
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case ssa.Value:
				r.vals[instr] = unknown
			case *ssa.Return:
				r.leave(instr)
			}
		}
	}
	for i := range r.results {
		r.results[i] = unknown
	}
}

func (r *run) block(b *ssa.BasicBlock) (changed bool) {
	for _, instr := range b.Instrs {
		if v, ok := instr.(ssa.Value); ok {
			if k := join(r.vals[v], r.value(v)); k != r.vals[v] {
				r.vals[v] = k
				changed = true
			}
		}
		if r.w.p.EndsPath(instr) || r.outOfRange(instr) || r.neverReturns(instr) {
			return r.panic() || changed
		}
	}
	switch last := b.Instrs[len(b.Instrs)-1].(type) {
	case *ssa.If:
		k := r.of(last.Cond)
		if k != zero && k != unseen {
			changed = r.follow(b, b.Succs[0]) || changed
		}
		if k == zero || k == unknown {
			changed = r.follow(b, b.Succs[1]) || changed
		}
	case *ssa.Jump:
		changed = r.follow(b, b.Succs[0]) || changed
	case *ssa.Return:
		changed = r.leave(last) || changed
	}
	return changed
}

// outOfRange reports whether an instruction takes an element of something empty.
func (r *run) outOfRange(instr ssa.Instruction) bool {
	var of ssa.Value
	switch instr := instr.(type) {
	case *ssa.IndexAddr:
		of = instr.X
	case *ssa.Index:
		of = instr.X
	case *ssa.Lookup:
		of = instr.X
	default:
		return false
	}
	switch of.Type().Underlying().(type) {
	case *types.Slice, *types.Basic:
		return r.of(of) == zero
	}
	return false
}

// panic is a way that ends in a panic. A function that recovers returns all the
// same.
func (r *run) panic() (changed bool) {
	if r.isLoop() || r.returns || !r.w.recovers(r.entry.Parent()) {
		return false
	}
	r.returns = true
	r.results = slices.Repeat([]kind{unknown}, r.entry.Parent().Signature.Results().Len())
	return true
}

func (r *run) follow(from, to *ssa.BasicBlock) bool {
	e := edge{from, to}
	if r.edges[e] {
		return false
	}
	r.edges[e] = true
	if r.inside(to) {
		r.reached[to] = true
	}
	return true
}

func (r *run) leave(ret *ssa.Return) (changed bool) {
	changed = !r.returns
	r.returns = true
	if r.behind != nil && !r.behind[ret.Block()] {
		return changed // it did not receive on this way: out of a buffer, say
	}
	if len(r.results) < len(ret.Results) {
		r.results = make([]kind, len(ret.Results))
	}
	for i, v := range ret.Results {
		if k := join(r.results[i], r.of(v)); k != r.results[i] {
			r.results[i] = k
			changed = true
		}
	}
	return changed
}
