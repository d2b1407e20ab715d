package recvloop

// What a loop does under a hypothesis about its receives.
//
// The rules ask the same question three times: which ways does a turn of the
// loop go when messages arrive, when nothing is there, and when every receive
// fails because the context was terminated or the socket closed? The answer is
// a constant propagation over the conditions of the loop that starts from what
// the receives return (Wegman and Zadeck's sparse conditional one, in its
// simplest form): an edge counts when the condition before it can come out so.
// Functions that receive for the loop are run in the same way.

import (
	"go/token"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

type hypothesis uint8

const (
	arrives hypothesis = iota // every receive and poll succeeds
	fails                     // every receive and poll fails, for ever
	nothing                   // no message is there: DONTWAIT fails with EAGAIN, a poll returns an empty list
)

// worlds has one world for each hypothesis.
type worlds [nothing + 1]*world

func newWorlds(loops []*sockets.Loop, cfg *config.Config) *worlds {
	ix := &index{p: loops[0].Program, cfg: cfg, receives: map[ssa.Instruction]bool{}, funcs: map[*ssa.Function][]*ssa.Function{}}
	for _, l := range loops {
		for _, r := range l.Receives {
			ix.receives[r.Instr] = true
		}
	}
	var out worlds
	for hyp := range out {
		out[hyp] = &world{index: ix, hyp: hypothesis(hyp), helpers: map[helperKey]*run{}, blocking: map[*run]bool{}}
	}
	return &out
}

// world runs functions under one hypothesis.
type world struct {
	*index
	hyp      hypothesis
	helpers  map[helperKey]*run
	blocking map[*run]bool
}

// index is what the worlds share.
type index struct {
	p        *sockets.Program
	cfg      *config.Config
	receives map[ssa.Instruction]bool // outside the load: calls that lead to a receive there
	funcs    map[*ssa.Function][]*ssa.Function
	calls    map[*ssa.Function][]ssa.CallInstruction // by what they run, function values apart
}

// functions are those of the package of fn.
func (ix *index) functions(fn *ssa.Function) []*ssa.Function {
	out, ok := ix.funcs[fn]
	if !ok {
		out = ix.p.FunctionsOf(fn)
		ix.funcs[fn] = out
	}
	return out
}

// callers are the calls of fn in its package.
func (ix *index) callers(fn *ssa.Function) []ssa.CallInstruction {
	if _, ok := ix.calls[fn]; ok {
		return ix.calls[fn]
	}
	if ix.calls == nil {
		ix.calls = map[*ssa.Function][]ssa.CallInstruction{}
	}
	ix.calls[fn] = nil
	for _, f := range ix.functions(fn) {
		for _, b := range f.Blocks {
			for _, instr := range b.Instrs {
				if c, ok := instr.(ssa.CallInstruction); ok && c.Common().StaticCallee() == fn {
					ix.calls[fn] = append(ix.calls[fn], c)
				}
			}
		}
	}
	return ix.calls[fn]
}

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

// helper runs a whole function, of whose arguments nothing is known.
func (w *world) helper(fn *ssa.Function) *run { return w.with(fn, nil) }

// with runs a whole function; it is nil while that goes on.
func (w *world) with(fn *ssa.Function, args []kind) *run {
	key := helperKey{fn, string(args)}
	r, ok := w.helpers[key]
	if !ok {
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

// behind are the blocks of fn that a receive comes before, nil when it does not
// receive. What the function returns without is of no interest: the question is
// what happens when it does receive.
func (w *world) behind(fn *ssa.Function) map[*ssa.BasicBlock]bool {
	var work []*ssa.BasicBlock
	for _, b := range fn.Blocks {
		if contains(b, func(i ssa.Instruction) bool { return w.receiving(i, 0) }) {
			work = append(work, b)
		}
	}
	if len(work) == 0 {
		return nil
	}
	seen := map[*ssa.BasicBlock]bool{}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if !seen[b] {
			seen[b] = true
			work = append(work, b.Succs...)
		}
	}
	return seen
}

// receiving reports whether an instruction receives or polls, itself or in the
// functions that it calls.
func (w *world) receiving(instr ssa.Instruction, depth int) bool {
	c, ok := instr.(*ssa.Call)
	if !ok {
		return false
	}
	if w.receives[c] {
		return true
	}
	if row := w.p.API(c); row != nil {
		return row.Kind == zmqapi.KindRecv || row.Kind == zmqapi.KindPoll
	}
	if depth > 3 {
		return false
	}
	fns, _ := w.p.Callees(c)
	return slices.ContainsFunc(fns, func(fn *ssa.Function) bool {
		return slices.ContainsFunc(fn.Blocks, func(b *ssa.BasicBlock) bool {
			return contains(b, func(i ssa.Instruction) bool { return w.receiving(i, depth+1) })
		})
	})
}

func (w *world) newRun(entry *ssa.BasicBlock, inside func(*ssa.BasicBlock) bool) *run {
	return &run{
		w: w, entry: entry, inside: inside,
		vals: map[ssa.Value]kind{}, edges: map[edge]bool{}, reached: map[*ssa.BasicBlock]bool{entry: true},
	}
}

// maxRounds bounds the propagation. A value changes twice at most, and a round
// goes over all blocks in their order.
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
}

func (r *run) block(b *ssa.BasicBlock) (changed bool) {
	for _, instr := range b.Instrs {
		if v, ok := instr.(ssa.Value); ok {
			if k := join(r.vals[v], r.value(v)); k != r.vals[v] {
				r.vals[v] = k
				changed = true
			}
		}
		if r.w.p.EndsPath(instr) || r.neverReturns(instr) {
			return changed
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
	if r.results == nil {
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

// of is what is known of an operand.
func (r *run) of(v ssa.Value) kind {
	switch v := v.(type) {
	case *ssa.Const:
		return ofConst(v)
	case *ssa.Parameter:
		if i := slices.Index(v.Parent().Params, v); i < len(r.args) {
			return r.args[i]
		}
	case ssa.Instruction:
		if r.inside(v.Block()) {
			return r.vals[v.(ssa.Value)]
		}
	}
	return unknown
}

func (r *run) value(v ssa.Value) kind {
	switch v := v.(type) {
	case *ssa.Phi:
		if k, ok := r.before[v]; ok {
			return k
		}
		k := unseen
		for i, e := range v.Edges {
			if from := v.Block().Preds[i]; r.edges[edge{from, v.Block()}] {
				k = join(k, r.of(e))
			} else if v.Block() == r.entry && !r.inside(from) {
				k = unknown // how the loop is entered
			}
		}
		return k
	case *ssa.BinOp:
		return r.compare(v)
	case *ssa.UnOp:
		return r.unary(v)
	case *ssa.Call:
		return r.call(v, -1)
	case *ssa.Extract:
		return r.extract(v)
	case *ssa.ChangeType:
		return r.of(v.X)
	case *ssa.Convert:
		return r.of(v.X)
	case *ssa.ChangeInterface:
		return r.of(v.X)
	case *ssa.MakeInterface:
		if k := r.of(v.X); k == failure {
			return k
		}
		return some
	case *ssa.TypeAssert:
		if k := r.of(v.X); !v.CommaOk && k == failure {
			return k
		}
		return unknown
	case *ssa.Slice, *ssa.Alloc, *ssa.MakeClosure, *ssa.MakeMap, *ssa.MakeChan:
		return unknown
	}
	return unknown
}

func (r *run) unary(v *ssa.UnOp) kind {
	switch v.Op {
	case token.NOT:
		return not(r.of(v.X))
	case token.MUL:
		if s := storedBefore(v); s != nil {
			return r.of(s)
		}
	}
	return unknown
}

// errorsAs is the variable for an Errno that errors.As is handed, or nil.
func errorsAs(c *ssa.Call) ssa.Value {
	if !calleeOf(&c.Call).is("errors", "As") {
		return nil
	}
	target, ok := c.Call.Args[1].(*ssa.MakeInterface)
	if !ok {
		return nil
	}
	if p, ok := target.X.Type().Underlying().(*types.Pointer); ok && isErrno(p.Elem()) {
		return target.X
	}
	return nil
}

// storedBefore is what the variable that v loads was last set to, in the same
// block or in those that lead to it alone.
func storedBefore(v *ssa.UnOp) ssa.Value {
	switch v.X.(type) {
	case *ssa.Alloc, *ssa.FreeVar, *ssa.Global:
	default:
		return nil
	}
	b, i := v.Block(), 0
	for j, instr := range b.Instrs {
		if instr == ssa.Instruction(v) {
			i = j
		}
	}
	for range 8 {
		for i--; i >= 0; i-- {
			switch instr := b.Instrs[i].(type) {
			case *ssa.Store:
				if instr.Addr == v.X {
					return instr.Val
				}
			case *ssa.Call:
				if errorsAs(instr) == v.X {
					return instr.Call.Args[0]
				}
			}
		}
		if len(b.Preds) != 1 {
			return nil
		}
		b = b.Preds[0]
		i = len(b.Instrs)
	}
	return nil
}

func (r *run) extract(v *ssa.Extract) kind {
	switch t := v.Tuple.(type) {
	case *ssa.Call:
		return r.call(t, v.Index)
	case *ssa.TypeAssert:
		if r.of(t.X) == failure && isErrno(t.AssertedType) {
			return failure // as an Errno, and ok
		}
	}
	return unknown
}

func isErrno(t types.Type) bool {
	named, ok := t.(*types.Named)
	return ok && named.Obj().Name() == "Errno"
}

// call is the i-th result of a call; i is -1 when there is one only.
func (r *run) call(c *ssa.Call, i int) kind {
	row := r.w.p.API(c)
	if row == nil && r.w.receives[c] {
		return r.received(c, i, zmqapi.KindRecv) // by a function outside the load
	}
	if row != nil {
		switch row.Kind {
		case zmqapi.KindRecv, zmqapi.KindPoll:
			return r.received(c, i, row.Kind)
		}
		if row.Name == "AsErrno" {
			return r.of(c.Call.Args[0])
		}
		return unknown
	}
	if b, ok := c.Call.Value.(*ssa.Builtin); ok {
		if b.Name() == "len" {
			return r.of(c.Call.Args[0])
		}
		return unknown
	}
	if k := r.library(c); k != unknown {
		return k
	}
	fns, followed := r.w.p.Callees(c)
	if len(fns) == 0 || !followed {
		return unknown
	}
	k := unseen
	for _, fn := range fns {
		h := r.w.with(fn, r.arguments(c))
		if h == nil || h.returns && max(i, 0) >= len(h.results) {
			return unknown
		}
		if h.returns {
			k = join(k, h.results[max(i, 0)])
		}
	}
	return k
}

// arguments are what is known of the arguments of a call, receiver first.
func (r *run) arguments(c *ssa.Call) (args []kind) {
	if c.Call.IsInvoke() {
		args = append(args, unknown)
	}
	for _, a := range c.Call.Args {
		k := r.of(a)
		if k == unseen {
			k = unknown
		}
		args = append(args, k)
	}
	return args
}

// neverReturns reports whether an instruction calls a function that, given
// these arguments, does not come back: PanicIfError(err).
func (r *run) neverReturns(instr ssa.Instruction) bool {
	c, ok := instr.(*ssa.Call)
	if !ok || r.w.p.API(c) != nil {
		return false
	}
	fns, followed := r.w.p.Callees(c)
	if len(fns) == 0 || !followed {
		return false
	}
	for _, fn := range fns {
		if h := r.w.with(fn, r.arguments(c)); h == nil || h.returns {
			return false
		}
	}
	return true
}

// library knows functions that make or compare errors.
func (r *run) library(c *ssa.Call) kind {
	fn := c.Call.StaticCallee()
	if fn == nil || fn.Pkg == nil {
		return unknown
	}
	switch fn.Pkg.Pkg.Path() + "." + fn.Name() {
	case "errors.Is":
		switch r.of(c.Call.Args[0]) {
		case failure:
			return r.w.hyp.matches(c.Call.Args[1])
		case unseen:
			return unseen
		case zero:
			return zero
		}
	case "errors.As": // what a variable for another kind of error is set to is not asked
		switch k := r.of(c.Call.Args[0]); k {
		case failure:
			return truth(errorsAs(c) != nil)
		case zero, unseen:
			return k
		}
	case "strings.Fields", "strings.TrimSpace", "strings.ToUpper", "strings.ToLower", "bytes.TrimSpace", "bytes.Fields":
		return r.of(c.Call.Args[0])
	case "errors.New", "fmt.Errorf", "github.com/pkg/errors.Wrap", "github.com/pkg/errors.Wrapf", "github.com/pkg/errors.WithStack", "github.com/pkg/errors.WithMessage":
		return some
	}
	return unknown
}

// received is what a receive or poll returns.
func (r *run) received(c *ssa.Call, i int, api zmqapi.Kind) kind {
	results := c.Call.Signature().Results()
	if i < 0 {
		i = 0
	}
	last := i == results.Len()-1 && isError(results.At(i).Type())
	switch {
	case r.w.hyp == arrives && last:
		return zero
	case r.w.hyp == arrives && (api == zmqapi.KindPoll || isList(results.At(i).Type())):
		return some
	case r.w.hyp == arrives:
		return unknown
	case r.w.hyp == nothing && api == zmqapi.KindPoll:
		return zero // no items, no error
	case last:
		return failure
	}
	return zero
}

// isList reports whether a t holds the frames of a message, of which there is
// at least one.
func isList(t types.Type) bool {
	s, ok := t.Underlying().(*types.Slice)
	if !ok {
		return false
	}
	b, ok := s.Elem().Underlying().(*types.Basic)
	return !ok || b.Kind() != types.Byte
}

// isLoop reports whether the run is of a loop and not of a function.
func (r *run) isLoop() bool { return r.entry.Index != 0 }
