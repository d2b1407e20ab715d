package sockets

// Receive loops: which loop, or which handler of a Reactor, takes the messages
// of a receive or the results of a poll, and from which sockets.
//
// A receive belongs to the innermost loop around it. When its function has
// none, the loop is sought around the calls of the function, and so on
// outwards. The chain of calls on the way tells which of the sockets that the
// receive is used on are those of the loop: the states of a socket know the
// calls that led to them as well (Event.Via).

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// Loop is a loop that receives, or a handler of a Reactor that does.
type Loop struct {
	Pos, End token.Pos // of the for statement's head; of the registration of a handler
	Function string
	Handler  bool
	Fn       *ssa.Function
	Header   *ssa.BasicBlock // where a turn begins; the entry of a handler
	Blocks   map[*ssa.BasicBlock]bool
	Receives []*Receive
	Program  *Program
	pkg      *types.Package
}

// Receive is a call that takes messages, or asks whether there are any.
type Receive struct {
	*Call
	Poll bool
	// Outside is set in the loop around the receive loop when the receive does
	// not wait: what happens when nothing is there is up to that loop as well.
	Outside bool
	Chain   []ssa.CallInstruction // from the loop to it, outermost first; empty when the loop calls it itself
	Sockets []*Use                // empty for a poll
}

// At is the instruction in the loop where the receive happens.
func (r *Receive) At() ssa.Instruction {
	if len(r.Chain) > 0 {
		return r.Chain[0]
	}
	return r.Instr
}

// maxHops bounds the calls between a loop and its receive.
const maxHops = 5

// maxChains bounds the chains of calls that are tried for one receive: functions
// that call each other have as many as there are ways through them.
const maxChains = 1000

// homes finds loops.
type homes struct {
	p        *Program
	callers  map[*ssa.Function][]ssa.CallInstruction // function values included
	handlers map[*ssa.Function][]*Call               // registrations with a Reactor
	loops    map[homeKey]*Loop
	found    []*Loop // the same, in the order in which they were found
	steps    int     // chains tried for the receive at hand
}

type homeKey struct {
	header *ssa.BasicBlock
	reg    ssa.CallInstruction
}

// receiveLoops adds the loops of the load to the results of their packages.
func (p *Program) receiveLoops(uses map[*Site][]*Use) []*Loop {
	h := &homes{p: p, callers: map[*ssa.Function][]ssa.CallInstruction{}, handlers: map[*ssa.Function][]*Call{}, loops: map[homeKey]*Loop{}}
	var receives []*Receive
	for _, fn := range p.funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if call, ok := instr.(ssa.CallInstruction); ok {
					if r := h.index(fn, call); r != nil {
						receives = append(receives, r)
					}
				}
			}
		}
	}
	for _, r := range receives {
		h.steps = 0
		h.place(r, uses[p.sites[r.Instr]], nil, r.Instr, map[*ssa.Function]bool{})
	}
	for _, c := range p.contexts {
		if c.imported != nil && c.Kind == Recv && len(c.Via) > 0 {
			h.placeImported(c, uses[c.Site])
		}
	}
	h.dropTemplates()
	for _, l := range h.found {
		slices.SortStableFunc(l.Receives, func(a, b *Receive) int { return cmp.Compare(a.Pos, b.Pos) })
	}
	slices.SortStableFunc(h.found, func(a, b *Loop) int { return cmp.Compare(a.Pos, b.Pos) })
	return h.found
}

// dropTemplates forgets the loops of generic functions that are instantiated: an
// instance knows its callers, and so its sockets.
func (h *homes) dropTemplates() {
	instances := map[token.Pos]bool{}
	for _, l := range h.found {
		if !isTemplate(l.Fn) {
			instances[l.Pos] = true
		}
	}
	h.found = slices.DeleteFunc(h.found, func(l *Loop) bool { return isTemplate(l.Fn) && instances[l.Pos] })
}

func isTemplate(fn *ssa.Function) bool {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn.TypeParams().Len() > 0 && len(fn.TypeArgs()) == 0
}

// index notes what a call says about who calls whom, and returns the receive
// that it is.
func (h *homes) index(fn *ssa.Function, call ssa.CallInstruction) *Receive {
	row := h.p.apiOf(call)
	if row == nil {
		for _, callee := range h.p.calleesOf(call).fns {
			if h.p.hasBody(callee) && !h.p.borrows(fn, callee) && (!decidesItself(packageOf(callee)) || decidesItself(packageOf(fn))) {
				h.callers[callee] = append(h.callers[callee], call)
			}
		}
		return nil
	}
	switch row.Kind {
	case zmqapi.KindReactorAdd:
		args := call.Common().Args
		for _, handler := range h.p.valueTargets(args[len(args)-1]).fns {
			h.handlers[handler] = append(h.handlers[handler], h.p.newCall(row, fn, call))
		}
	case zmqapi.KindRecv, zmqapi.KindPoll:
		if call.Pos().IsValid() {
			return &Receive{Call: h.p.newCall(row, fn, call), Poll: row.Kind == zmqapi.KindPoll}
		}
	}
	return nil
}

// place adds the receive r, reached by chain, to the loops around at.
func (h *homes) place(r *Receive, uses []*Use, chain []ssa.CallInstruction, at ssa.Instruction, seen map[*ssa.Function]bool) {
	fn := at.Parent()
	if h.steps++; seen[fn] || len(chain) > maxHops || h.steps > maxChains {
		return
	}
	seen[fn] = true
	defer delete(seen, fn)
	if l := h.p.loopAround(at); l != nil {
		h.add(h.loop(l), r, uses, chain)
		if !r.Outside && h.p.NonBlocking(r.Instr) {
			outside := *r
			outside.Outside = true
			h.placeAround(&outside, uses, chain, l, seen)
		}
		return
	}
	h.placeOutwards(r, uses, chain, fn, seen)
}

// placeAround goes on outwards from loop l.
func (h *homes) placeAround(r *Receive, uses []*Use, chain []ssa.CallInstruction, l *natural, seen map[*ssa.Function]bool) {
	fn := l.header.Parent()
	for _, outer := range h.p.naturalLoops(fn) {
		if outer != l && outer.blocks[l.header] && !outer.counts() && !outer.walks() {
			h.add(h.loop(outer), r, uses, chain)
			return
		}
	}
	h.placeOutwards(r, uses, chain, fn, seen)
}

// placeOutwards adds the receive to the loops around the calls of fn.
func (h *homes) placeOutwards(r *Receive, uses []*Use, chain []ssa.CallInstruction, fn *ssa.Function, seen map[*ssa.Function]bool) {
	for _, reg := range h.handlers[fn] {
		h.add(h.handler(fn, reg), r, uses, chain)
	}
	for _, call := range h.callers[fn] {
		h.place(r, uses, append([]ssa.CallInstruction{call}, chain...), call, seen)
	}
}

// placeImported does the same for a receive outside the load: it happens in
// the call that leads there.
func (h *homes) placeImported(c *Context, uses []*Use) {
	call := c.Via[len(c.Via)-1]
	r := &Receive{Call: h.p.newCall(c.API, call.Parent(), call)}
	var here []*Use
	for _, u := range uses {
		if u.Context == c {
			here = append(here, u)
		}
	}
	if l := h.p.loopAround(call); l != nil {
		h.add(h.loop(l), r, here, nil)
	}
}

func (h *homes) loop(l *natural) *Loop {
	key := homeKey{header: l.header}
	if h.loops[key] == nil {
		fn := l.header.Parent()
		loop := &Loop{Function: functionName(fn), Fn: fn, Header: l.header, Blocks: l.blocks, Program: h.p, pkg: packageOf(fn)}
		loop.Pos, loop.End = l.extent()
		if st := h.p.statement(l); st != nil {
			loop.Pos, loop.End = st.Pos(), headEnd(st)
		}
		h.loops[key] = loop
		h.found = append(h.found, loop)
	}
	return h.loops[key]
}

func (h *homes) handler(fn *ssa.Function, reg *Call) *Loop {
	key := homeKey{fn.Blocks[0], reg.Instr}
	if h.loops[key] == nil {
		loop := &Loop{Pos: reg.Pos, End: reg.End, Function: reg.Function, Handler: true, Fn: fn, Header: fn.Blocks[0], Program: h.p, pkg: packageOf(reg.Instr.Parent())}
		loop.Blocks = map[*ssa.BasicBlock]bool{}
		for _, b := range fn.Blocks {
			loop.Blocks[b] = true
		}
		h.loops[key] = loop
		h.found = append(h.found, loop)
	}
	return h.loops[key]
}

// add gives a loop a receive, with those of its sockets that the chain of
// calls can lead to. A loop that makes the socket anew in each turn is one that
// reconnects, and no receive loop.
func (h *homes) add(l *Loop, r *Receive, uses []*Use, chain []ssa.CallInstruction) {
	n := &Receive{Call: r.Call, Poll: r.Poll, Outside: r.Outside, Chain: chain}
	reconnects := false
	for _, u := range uses {
		switch {
		case !agree(u.Via, chain):
		case l.makes(u, len(chain)):
			reconnects = true
		default:
			n.Sockets = append(n.Sockets, u)
		}
	}
	if reconnects && len(n.Sockets) == 0 {
		return
	}
	for _, o := range l.Receives {
		if o.Instr == n.Instr && slices.Equal(o.Chain, n.Chain) {
			return
		}
	}
	l.Receives = append(l.Receives, n)
}

// makes reports whether the loop, n calls away from the receive, makes the
// socket in each turn.
func (l *Loop) makes(u *Use, n int) bool {
	if !u.on.isObject() || l.Handler {
		return false
	}
	if len(u.Via) != n {
		return len(u.Via) < n // by a function that the loop calls
	}
	made, ok := u.on.val.(ssa.Instruction)
	return ok && l.Blocks[made.Block()]
}

// agree reports whether two chains of calls to one place can be parts of one
// way: the shorter is the end of the longer.
func agree(a, b []ssa.CallInstruction) bool {
	n := min(len(a), len(b))
	return slices.Equal(a[len(a)-n:], b[len(b)-n:])
}
