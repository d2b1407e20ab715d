package recvloop

// Goroutines started for each message.

import (
	"go/token"
	"go/types"
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
	for _, r := range c.messages() {
		if turn.reached[r.At().Block()] {
			g.in(turn, 0)
			return
		}
	}
}

// goStatements looks for go statements in a loop and in what it calls.
type goStatements struct {
	c    *checker
	seen map[*ssa.Function]bool
}

func (g *goStatements) in(r *run, depth int) {
	for _, b := range r.entry.Parent().Blocks {
		if !r.reached[b] || bounds(b) || !r.passes(b, bounds) || r.guarded(b) {
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
			g.in(h, depth+1)
		}
	}
}

func (g *goStatements) report(instr *ssa.Go) {
	if !instr.Pos().IsValid() {
		return
	}
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
		if len(d.Preds) != 1 {
			continue
		}
		cond, ok := d.Preds[0].Instrs[len(d.Preds[0].Instrs)-1].(*ssa.If)
		if ok && r.inside(d.Preds[0]) && limitsOnce(cond.Cond, 0) {
			return true
		}
	}
	return false
}

// limitsOnce reports whether a condition asks a registry, a flag, or a count.
func limitsOnce(v ssa.Value, depth int) bool {
	if depth > 4 {
		return false
	}
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op == token.MUL { // a flag in a variable or field
			return true
		}
		return limitsOnce(v.X, depth+1)
	case *ssa.Extract:
		_, lookup := v.Tuple.(*ssa.Lookup)
		if c, ok := v.Tuple.(*ssa.Call); ok { // sync.Map's Load, LoadOrStore
			path, _, _ := calleeName(&c.Call)
			lookup = path == "sync"
		}
		return lookup
	case *ssa.BinOp:
		switch v.Op {
		case token.LSS, token.GTR, token.LEQ, token.GEQ:
			return !isLen(v.X) && !isLen(v.Y) // the length of a message is no count
		case token.EQL, token.NEQ:
			return isNil(v.X) && kept(v.Y) || isNil(v.Y) && kept(v.X)
		}
	case *ssa.Call:
		path, recv, name := calleeName(&v.Call)
		return path == "sync/atomic" || limitNames.MatchString(recv) || limitNames.MatchString(name)
	}
	return false
}

func isNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}

// kept reports whether v is a reference that was kept somewhere: in a map, a
// field, a variable.
func kept(v ssa.Value) bool {
	if isError(v.Type()) {
		return false
	}
	if _, basic := v.Type().Underlying().(*types.Basic); basic {
		return false
	}
	switch v := v.(type) {
	case *ssa.Lookup:
		return true
	case *ssa.UnOp:
		return v.Op == token.MUL
	case *ssa.Phi:
		return true
	}
	return false
}
