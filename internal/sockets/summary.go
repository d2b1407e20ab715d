package sockets

// What a function's callers see of it.

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// Slot names a location in terms of a function's interface.
type Slot struct {
	kind  locKind // locParam, locFree, locGlobal
	index int     // of the parameter (receiver first) or captured variable
	glob  *ssa.Global
	path  []*types.Var
}

// object is a socket that a function made, as its callers get to know it.
type object struct {
	origins []*Origin // where it can come from
	state   State     // absolute, when it is handed over
}

// source tells where a socket that a function hands over comes from: one of
// its slots, or an object that it made.
type source struct {
	slot *Slot
	obj  *object
}

// Summary is all that callers know of a function.
type Summary struct {
	effects  []effect // what it does to the sockets in its slots
	results  []handed // sockets in its results
	stores   []stored // sockets that it leaves in its slots
	pending  []*Event // API calls on the sockets in its slots
	noReturn bool     // it never returns
	opaque   []bool   // results that can be something else than what results tells
	opens    []openedHere
	runs     []int     // parameters, functions all, that it calls on every path
	asks     []AskFact // see cases.go; of functions outside the load
	cases    map[string]*Summary
}

// openedHere is an open, outside the load, of a socket that the function made,
// to an endpoint that its caller names.
type openedHere struct {
	obj   *object // in the state before
	site  *Site
	after zmqapi.OptionSet
}

type effect struct {
	slot  Slot
	state State // relative, at the returns without an error
}

type handed struct {
	index int
	path  []*types.Var
	from  source
}

type stored struct {
	to   Slot
	from source
}

// EventKind says what an API call does to its socket.
type EventKind uint8

const (
	Open EventKind = iota // Bind or Connect
	Set                   // sets one option or several
	Close
	Recv
)

// Site is an API call in the code, one for each call. A site outside the load
// is known from facts: it has no Call and no Fn.
type Site struct {
	Kind     EventKind
	API      *zmqapi.Call
	Call     ssa.CallInstruction
	Fn       *ssa.Function
	imported *importedSite
}

// Event is a Site with what one function knows of its socket.
type Event struct {
	*Site
	on   *Loc  // in the function at hand
	slot *Slot // the same for callers; nil when resolved
	// Before is the state before the call.
	Before State
	// After has the options that are set on every path from the call to the
	// end of its function, returns of errors apart.
	After zmqapi.OptionSet
	// Reopened is set when the socket can be opened again later on.
	Reopened bool
	// Via is the chain of calls that leads to the site, outermost first.
	Via []ssa.CallInstruction
	// at is the instruction of the function at hand where it happens.
	at ssa.Instruction
}

// Context is a Site with one socket that it is used on.
type Context struct {
	*Event
	Origins []*Origin // where the socket was made; empty when not known
	// Unknown options were set elsewhere, before or after: nothing is said of
	// them.
	Unsure zmqapi.OptionSet
	in     *fnInfo // the function that the states are relative to
}

func (fi *fnInfo) slotOf(l *Loc) *Slot {
	r := l.root()
	s := &Slot{kind: r.kind, path: l.path()}
	switch v := r.val.(type) {
	case *ssa.Parameter:
		s.index = indexIn(fi.fn.Params, v)
	case *ssa.FreeVar:
		s.index = indexIn(fi.fn.FreeVars, v)
	case *ssa.Global:
		s.glob = v
	default:
		return nil
	}
	return s
}

func indexIn[T comparable](list []T, x T) int {
	for i, y := range list {
		if x == y {
			return i
		}
	}
	return -1
}

// sourceOf tells callers what l is; ok is false when it means nothing to them.
func (fi *fnInfo) sourceOf(l *Loc, exit env) (source, bool) {
	switch {
	case l.isSlot():
		return source{slot: fi.slotOf(l)}, true
	case l.isObject():
		st, reached := exit[l]
		if !reached {
			return source{}, false
		}
		fi.given[l] = true
		return source{obj: &object{origins: fi.origins(l), state: st}}, true
	}
	return source{}, false
}

// origins are the NewSocket calls that object l comes from.
func (fi *fnInfo) origins(l *Loc) []*Origin {
	if l.kind == locMade {
		return []*Origin{fi.p.origin(l.val.(*ssa.Call))}
	}
	if l.obj != nil {
		return l.obj.origins
	}
	return nil
}

// summarize collects what callers need, from the states at the exits.
func (fi *fnInfo) summarize(exit env, returns []*ssa.Return) *Summary {
	s := &Summary{noReturn: len(returns) == 0, runs: fi.p.runs(fi.fn, returns)}
	for _, l := range fi.order {
		if l.isSlot() {
			if st, ok := exit[l]; ok && st != entry() {
				s.effects = append(s.effects, effect{*fi.slotOf(l), st})
			}
		}
	}
	for c, held := range fi.cellsInOrder() {
		if !c.isSlot() {
			continue
		}
		for _, l := range held.locs {
			if from, ok := fi.sourceOf(l, exit); ok {
				s.stores = append(s.stores, stored{*fi.slotOf(c), from})
			}
		}
	}
	fi.summarizeResults(s, exit, returns)
	for _, ev := range fi.events {
		if ev.slot != nil {
			s.pending = append(s.pending, ev)
		}
	}
	return s
}

func (fi *fnInfo) summarizeResults(s *Summary, exit env, returns []*ssa.Return) {
	n := fi.fn.Signature.Results().Len()
	s.opaque = make([]bool, n)
	for _, ret := range returns {
		for i, v := range ret.Results {
			if !fi.p.holdsSockets(v.Type()) {
				continue
			}
			for _, l := range fi.val(v) {
				fi.handOver(s, exit, i, nil, l, 0)
			}
		}
	}
}

// handOver adds the sockets that l is or leads to.
func (fi *fnInfo) handOver(s *Summary, exit env, index int, path []*types.Var, l *Loc, depth int) {
	if depth > maxPath {
		return
	}
	if from, ok := fi.sourceOf(l, exit); ok {
		s.addResult(handed{index, path, from})
		return
	}
	if l.kind == locOpaque || l.kind == locChild && !(isStruct(l.typ) && l.root().kind == locMem) {
		s.opaque[index] = true
		return
	}
	for _, c := range fi.order {
		if c.kind != locChild || c.parent != l {
			continue
		}
		to := append(path[:len(path):len(path)], c.field)
		if held := fi.content[c]; held != nil {
			for _, x := range held.locs {
				fi.handOver(s, exit, index, to, x, depth+1)
			}
		}
		if isStruct(c.typ) {
			fi.handOver(s, exit, index, to, c, depth+1)
		}
	}
	if held := fi.content[l]; held != nil { // a structure copied as a whole
		for _, x := range held.locs {
			fi.handOver(s, exit, index, path, x, depth+1)
		}
	}
}

func (s *Summary) addResult(h handed) {
	for _, o := range s.results {
		if o.index == h.index && samePath(o.path, h.path) && sameSource(o.from, h.from) {
			return
		}
	}
	s.results = append(s.results, h)
}

func sameSource(a, b source) bool {
	if (a.slot == nil) != (b.slot == nil) {
		return false
	}
	if a.slot != nil {
		return a.slot.same(*b.slot)
	}
	return a.obj.state == b.obj.state && len(a.obj.origins) == len(b.obj.origins) &&
		(len(a.obj.origins) == 0 || a.obj.origins[0] == b.obj.origins[0])
}

func (s Slot) same(t Slot) bool {
	return s.kind == t.kind && s.index == t.index && s.glob == t.glob && samePath(s.path, t.path)
}

func samePath(a, b []*types.Var) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// endpointArg is the endpoint that an open is given.
func (s *Site) endpointArg() ssa.Value {
	return argument(s.Call.Common(), s.API.EndpointArg+1)
}
