package recvloop

// Goroutines started for each message.

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/sockets"
)

// maxDepth bounds how far functions are followed that the loop hands its
// messages to.
const maxDepth = 3

// goroutines reports go statements that run once for each message, when
// nothing bounds how many of them are at work.
func (c *checker) goroutines(turn *run) {
	g := &goStatements{c: c, seen: map[*ssa.Function]bool{}}
	for _, r := range c.remote() {
		if at := r.At().Block(); turn.reached[at] {
			g.in(turn, turn.onwards(cut{}, at), nil)
		}
	}
	g.report(turn)
}

// goStatements looks for go statements in a loop and in what it calls.
type goStatements struct {
	c     *checker
	seen  map[*ssa.Function]bool
	found []started
}

// started is an instruction that starts a goroutine.
type started struct {
	instr ssa.Instruction
	via   []*ssa.Call
	how   string
}

// in looks at the blocks of a run that a message comes to, by the calls in via.
func (g *goStatements) in(r *run, comes map[*ssa.BasicBlock]bool, via []*ssa.Call) {
	unbounded := r.ways(r.answers(places, 0).certain)
	for _, b := range r.blocks() {
		if !comes[b] || !unbounded[b] || r.guarded(b) {
			continue
		}
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Go:
				g.add(instr, via, "a goroutine is started")
			case *ssa.Call:
				if how := g.starts(r, instr); how != "" {
					g.add(instr, via, how)
				} else {
					g.callees(r.w, instr, via)
				}
			}
		}
	}
}

// starts tells what a function of a library starts a goroutine for.
func (g *goStatements) starts(r *run, c *ssa.Call) string {
	name := calleeOf(&c.Call)
	switch {
	case name.method("sync", "WaitGroup", "Go"):
		return "WaitGroup.Go starts a goroutine"
	case name.method("golang.org/x/sync/errgroup", "Group", "Go") && !g.limited(r, c.Call.Args[0]):
		return "Group.Go starts a goroutine"
	case name.is("time", "AfterFunc") && !stopped(c):
		return "AfterFunc starts a goroutine"
	}
	return ""
}

// stopped reports whether a timer is stopped where it is made: a watchdog for
// the turn.
func stopped(timer *ssa.Call) bool {
	return slices.ContainsFunc(*timer.Referrers(), func(ref ssa.Instruction) bool {
		c, ok := ref.(ssa.CallInstruction)
		return ok && calleeOf(c.Common()).method("time", "Timer", "Stop")
	})
}

// limited reports whether SetLimit is called on a group.
func (g *goStatements) limited(r *run, group ssa.Value) bool {
	same := sameContainer(r.w, group)
	for _, fn := range r.w.functions(r.entry.Parent()) {
		for _, b := range fn.Blocks {
			if contains(b, func(instr ssa.Instruction) bool {
				c, ok := instr.(*ssa.Call)
				return ok && calleeOf(&c.Call).method("golang.org/x/sync/errgroup", "Group", "SetLimit") && same(c.Call.Args[0])
			}) {
				return true
			}
		}
	}
	return false
}

func (g *goStatements) callees(w *world, c *ssa.Call, via []*ssa.Call) {
	if len(via) >= maxDepth || w.p.API(c) != nil {
		return
	}
	fns, _ := w.p.Callees(c)
	for _, fn := range fns {
		if g.seen[fn] {
			continue
		}
		g.seen[fn] = true
		if h := w.helper(fn); h != nil {
			g.in(h, h.reached, append(slices.Clip(via), c))
		}
	}
}

func (g *goStatements) add(instr ssa.Instruction, via []*ssa.Call, how string) {
	if instr.Pos().IsValid() && !slices.ContainsFunc(g.found, func(s started) bool { return s.instr == instr }) {
		g.found = append(g.found, started{instr, via, how})
	}
}

// report adds one finding for the loop.
func (g *goStatements) report(turn *run) {
	if len(g.found) == 0 {
		return
	}
	first := g.found[0]
	g.c.reportWithin("unbounded-goroutines", first.instr, first.via,
		first.how+"%s for each message%s, and nothing bounds how many of them run: a flood becomes as many goroutines, until memory is full; use errgroup's SetLimit or a fixed number of workers")
	g.c.fixed(g.c.bounded(turn, g.found))
}

// guarded reports whether block b runs for some messages only, of which there
// is a bounded number: when a peer is seen for the first time, when something
// is not started yet, below a count.
func (r *run) guarded(b *ssa.BasicBlock) bool {
	for d := b; d != nil && r.inside(d) && d != r.entry; d = d.Idom() {
		if len(d.Preds) != 1 || !r.inside(d.Preds[0]) {
			continue
		}
		if cond := condition(d.Preds[0]); cond != nil && r.onlyOnce(cond, d.Preds[0].Succs[0] == d, d) {
			return true
		}
	}
	return false
}

// onlyOnce reports whether a condition that comes out as yes lets few through
// to block d: it asks a registry that has no entry yet, or one that is deleted
// behind it, a flag or a reference that is set behind it, or a count.
func (r *run) onlyOnce(cond ssa.Value, yes bool, d *ssa.BasicBlock) bool {
	switch v := cond.(type) {
	case *ssa.UnOp:
		if v.Op == token.NOT {
			return r.onlyOnce(v.X, !yes, d)
		}
		return r.setOnce(v, d)
	case *ssa.Phi:
		return r.setOnce(v, d)
	case *ssa.Extract:
		if l, lookup := v.Tuple.(*ssa.Lookup); lookup {
			return !yes || r.deletesBehind(l.X, d)
		}
		if c, ok := v.Tuple.(*ssa.Call); ok { // sync.Map's Load, LoadOrStore
			return calleeOf(&c.Call).path == "sync" && !yes
		}
	case *ssa.BinOp:
		switch v.Op {
		case token.LSS, token.GTR, token.LEQ, token.GEQ:
			return !r.ofMessage(v.X) && !r.ofMessage(v.Y) && !isWalk(v.X)
		case token.EQL, token.NEQ:
			x, y := v.X, v.Y
			if isNil(x) {
				x, y = y, x
			}
			if !isNil(y) {
				return false
			}
			if (v.Op == token.EQL) == yes {
				return r.setOnce(x, d)
			}
			l, lookup := x.(*ssa.Lookup)
			return lookup && r.deletesBehind(l.X, d)
		}
	case *ssa.Call:
		name := calleeOf(&v.Call)
		return name.is("sync/atomic", "CompareAndSwap", "Swap", "CompareAndSwapInt32", "CompareAndSwapUint32", "CompareAndSwapInt64", "CompareAndSwapUint64", "SwapInt32", "SwapUint32", "SwapInt64", "SwapUint64") ||
			name.is("sync/atomic", "Load") && r.storesBehind(v.Call.Args[0], d)
	}
	return false
}

// ofMessage reports whether v is made of a message, its length included.
func (r *run) ofMessage(v ssa.Value) bool {
	if c, ok := v.(*ssa.Call); ok && isLen(v) {
		v = c.Call.Args[0]
	}
	return r.messages()[v]
}

// setOnce reports whether a flag or reference that is not set on the way to block
// d will be from then on: it is looked up in a map, or set behind d.
func (r *run) setOnce(v ssa.Value, d *ssa.BasicBlock) bool {
	if sockets.IsError(v.Type()) {
		return false
	}
	switch v := v.(type) {
	case *ssa.Lookup:
		return true
	case *ssa.Phi: // a variable of the loop's own
		return r.isLoop() && v.Block() == r.entry && !r.passesOn(v) && !r.messages()[v]
	case *ssa.UnOp:
		return v.Op == token.MUL && r.storesBehind(v.X, d)
	}
	return false
}

// deletesBehind reports whether an entry of a map is deleted in block d or behind
// it: what was found there is found once.
func (r *run) deletesBehind(m ssa.Value, d *ssa.BasicBlock) bool {
	same := sameContainer(r.w, m)
	return slices.ContainsFunc(d.Parent().Blocks, func(b *ssa.BasicBlock) bool {
		return d.Dominates(b) && contains(b, func(i ssa.Instruction) bool {
			c, ok := i.(*ssa.Call)
			if !ok {
				return false
			}
			del, ok := c.Call.Value.(*ssa.Builtin)
			return ok && del.Name() == "delete" && same(c.Call.Args[0])
		})
	})
}

// storesBehind reports whether something is stored at an address in block d or
// behind it.
func (r *run) storesBehind(addr ssa.Value, d *ssa.BasicBlock) bool {
	for _, b := range d.Parent().Blocks {
		if d.Dominates(b) && contains(b, func(i ssa.Instruction) bool {
			switch i := i.(type) {
			case *ssa.Store:
				return sameAddress(i.Addr, addr)
			case *ssa.Call:
				return calleeOf(&i.Call).is("sync/atomic", "Store") && sameAddress(i.Call.Args[0], addr)
			}
			return false
		}) {
			return true
		}
	}
	return false
}

func isNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}
