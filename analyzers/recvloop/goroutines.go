package recvloop

// Goroutines started for each message.

import (
	"go/token"
	"regexp"

	"golang.org/x/tools/go/ssa"
)

// maxDepth bounds how far functions are followed that the loop hands its
// messages to.
const maxDepth = 3

// acquireNames are functions by which a goroutine waits for a place.
var acquireNames = regexp.MustCompile(`(?i)acquire|^wait|semaphore`)

// goroutines reports go statements that run once for each message, when
// nothing bounds how many of them are at work.
func (c *checker) goroutines(turn *run) {
	g := &goStatements{c: c, seen: map[*ssa.Function]bool{}}
	for _, r := range c.remote() {
		if at := r.At().Block(); turn.reached[at] {
			g.in(turn, turn.onwards(at), 0)
		}
	}
}

// goStatements looks for go statements in a loop and in what it calls.
type goStatements struct {
	c    *checker
	seen map[*ssa.Function]bool
	told bool // one finding for each loop
}

// in looks at the blocks of a run that a message comes to.
func (g *goStatements) in(r *run, comes map[*ssa.BasicBlock]bool, depth int) {
	for _, b := range r.entry.Parent().Blocks {
		if !comes[b] || bounds(b) || !r.passes(b, bounds) || r.guarded(b) {
			continue
		}
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.Go:
				g.report(instr)
			case *ssa.Call:
				g.callees(r.w, instr, depth)
			}
		}
	}
}

func (g *goStatements) callees(w *world, c *ssa.Call, depth int) {
	if depth >= maxDepth || w.p.API(c) != nil {
		return
	}
	fns, _ := w.p.Callees(c)
	for _, fn := range fns {
		if g.seen[fn] {
			continue
		}
		g.seen[fn] = true
		if h := w.helper(fn); h != nil {
			g.in(h, h.reached, depth+1)
		}
	}
}

func (g *goStatements) report(instr *ssa.Go) {
	if !instr.Pos().IsValid() || g.told {
		return
	}
	g.told = true
	g.c.reportAt("unbounded-goroutines", instr.Pos(), instr.Pos()+token.Pos(len("go")), false,
		"a goroutine is started for each message, and nothing bounds how many of them run: a flood of messages becomes as many goroutines, and memory ends; use errgroup's SetLimit or a fixed number of workers")
}

// bounds reports whether a block waits for a place or for an answer: a channel
// is sent to or received from, a semaphore is acquired, a group is waited for.
func bounds(b *ssa.BasicBlock) bool {
	return stops(b, func(instr ssa.Instruction) bool {
		switch instr := instr.(type) {
		case *ssa.Send:
			return true
		case *ssa.UnOp:
			return instr.Op == token.ARROW
		case *ssa.Select:
			return instr.Blocking
		case *ssa.Call:
			_, _, name := calleeName(&instr.Call)
			return acquireNames.MatchString(name)
		}
		return false
	})
}

// guarded reports whether block b runs for some messages only, of which there
// is a bounded number: when a peer is seen for the first time, when something
// is not started yet, below a count.
func (r *run) guarded(b *ssa.BasicBlock) bool {
	for d := b; d != nil && r.inside(d) && d != r.entry; d = d.Idom() {
		if len(d.Preds) != 1 || !r.inside(d.Preds[0]) {
			continue
		}
		if cond, ok := d.Preds[0].Instrs[len(d.Preds[0].Instrs)-1].(*ssa.If); ok && onlyOnce(cond.Cond, d.Preds[0].Succs[0] == d, d) {
			return true
		}
	}
	return false
}

// onlyOnce reports whether a condition that comes out as yes lets few through
// to block d: it asks a registry that has no entry yet, a flag or a reference
// that is set behind it, or a count.
func onlyOnce(cond ssa.Value, yes bool, d *ssa.BasicBlock) bool {
	switch v := cond.(type) {
	case *ssa.UnOp:
		if v.Op == token.NOT {
			return onlyOnce(v.X, !yes, d)
		}
		return setBehind(v, d)
	case *ssa.Extract:
		if _, lookup := v.Tuple.(*ssa.Lookup); lookup {
			return !yes
		}
		if c, ok := v.Tuple.(*ssa.Call); ok { // sync.Map's Load, LoadOrStore
			path, _, _ := calleeName(&c.Call)
			return path == "sync" && !yes
		}
	case *ssa.BinOp:
		switch v.Op {
		case token.LSS, token.GTR, token.LEQ, token.GEQ:
			return !isLen(v.X) && !isLen(v.Y) // the length of a message is no count
		case token.EQL, token.NEQ:
			if (v.Op == token.EQL) != yes {
				return false
			}
			return isNil(v.X) && once(v.Y, d) || isNil(v.Y) && once(v.X, d)
		}
	case *ssa.Call:
		path, recv, name := calleeName(&v.Call)
		return path == "sync/atomic" || limitNames.MatchString(recv) || limitNames.MatchString(name)
	}
	return false
}

// once reports whether a reference that is nil on the way to block d will not
// be for long: it is looked up in a map, or set behind d.
func once(v ssa.Value, d *ssa.BasicBlock) bool {
	switch v := v.(type) {
	case *ssa.Lookup:
		return true
	case *ssa.UnOp:
		return !isError(v.Type()) && setBehind(v, d)
	}
	return false
}

// setBehind reports whether what v loads is set in block d or behind it.
func setBehind(v *ssa.UnOp, d *ssa.BasicBlock) bool {
	if v.Op != token.MUL {
		return false
	}
	for _, b := range d.Parent().Blocks {
		if d.Dominates(b) && stops(b, func(i ssa.Instruction) bool {
			st, ok := i.(*ssa.Store)
			return ok && sameAddress(st.Addr, v.X)
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
