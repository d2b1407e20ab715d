package recvloop

// Loops that run hot: because every receive fails, or because nothing is there.

import (
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/sockets"
)

// spin reports a loop that neither ends nor waits when each of its receives
// and polls fails.
func (c *checker) spin() {
	w := newWorld(c.loop, fails, c.cfg)
	turn := w.loop(c.loop)
	exits := turn.exits()
	cases := turn.selected()
	held := func(b *ssa.BasicBlock) bool {
		return cases[b] || turn.mayLeave(b, exits) || stops(b, func(i ssa.Instruction) bool {
			return turn.waits(i, 0) || w.sendsError(i) || w.cannotTell(i)
		})
	}
	for _, r := range c.loop.Receives {
		if r.Outside || !turn.passes(r.At().Block(), held) {
			continue
		}
		how := "and the loop goes straight on"
		if r.ErrorDropped && len(r.Chain) == 0 {
			how = "but nobody looks at the error"
		}
		c.report("recv-error-spin", false, "after Term or Close %s fails at once, %s: it burns a core for ever; end the loop on every error but EAGAIN and EINTR", callName(r), how)
		return
	}
}

// callName names a receive as the loop sees it.
func callName(r *sockets.Receive) string {
	if len(r.Chain) == 0 {
		return r.Name
	}
	if _, _, name := calleeName(r.Chain[0].Common()); name != "" && !strings.Contains(name, "$") {
		return r.Name + " in " + name
	}
	return r.Name
}

// exits are the blocks from which the loop can be left before the next turn.
func (r *run) exits() map[*ssa.BasicBlock]bool {
	out := map[*ssa.BasicBlock]bool{}
	for grown := true; grown; {
		grown = false
		for b := range r.reached {
			if !out[b] && r.leaves(b, out) {
				out[b] = true
				grown = true
			}
		}
	}
	return out
}

// leaves reports whether block b leaves the loop, or leads to one that does.
func (r *run) leaves(b *ssa.BasicBlock, known map[*ssa.BasicBlock]bool) bool {
	for _, s := range b.Succs {
		if s != r.entry && r.edges[edge{b, s}] && (known[s] || !r.inside(s) && !r.panics(s)) {
			return true
		}
	}
	return false
}

// panics reports whether block b ends the program: that something else went
// wrong is no way out of the loop.
func (r *run) panics(b *ssa.BasicBlock) bool { return stops(b, r.w.p.EndsPath) }

// mayLeave reports whether block b ends in a question that is open, and whose
// answer decides whether the loop is left: a stop signal, a count of errors.
func (r *run) mayLeave(b *ssa.BasicBlock, exits map[*ssa.BasicBlock]bool) bool {
	cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok || r.of(cond.Cond) != unknown || r.unchanged(cond.Cond, 0) {
		return false
	}
	out, can := [2]bool{}, [2]bool{}
	for i, s := range b.Succs {
		out[i] = !r.inside(s)
		can[i] = s != r.entry && (out[i] || exits[s])
	}
	return out[0] || out[1] || can[0] != can[1]
}

// unchanged reports whether no turn changes v: a condition that let the loop go
// on once goes on doing so.
func (r *run) unchanged(v ssa.Value, depth int) bool {
	if depth > 6 {
		return false
	}
	switch v := v.(type) {
	case *ssa.Const, *ssa.Parameter:
		return true
	case *ssa.BinOp:
		return r.unchanged(v.X, depth+1) && r.unchanged(v.Y, depth+1)
	case *ssa.Phi:
		return v.Block() == r.entry && r.passesOn(v)
	case ssa.Instruction:
		return !r.inside(v.Block())
	}
	return false
}

// passesOn reports whether a phi gets nothing but what was there before the
// turn.
func (r *run) passesOn(v *ssa.Phi) bool {
	for i, e := range v.Edges {
		if r.edges[edge{r.entry.Preds[i], r.entry}] && e != v && !r.same(e, v, 0) {
			return false
		}
	}
	return true
}

// same reports whether v is, whatever way the turn went, what phi was before.
func (r *run) same(v ssa.Value, phi *ssa.Phi, depth int) bool {
	if depth > 6 {
		return false
	}
	inner, ok := v.(*ssa.Phi)
	if !ok || !r.inside(inner.Block()) {
		return false
	}
	for i, e := range inner.Edges {
		if r.edges[edge{inner.Block().Preds[i], inner.Block()}] && e != phi && e != inner && !r.same(e, phi, depth+1) {
			return false
		}
	}
	return true
}

// sendsError reports whether an instruction hands an error to another
// goroutine, which may end the loop.
func (w *world) sendsError(instr ssa.Instruction) bool {
	s, ok := instr.(*ssa.Send)
	return ok && isError(s.X.Type())
}

// endNames are functions that may end the program or the goroutine, by what
// they are called.
var endNames = regexp.MustCompile(`(?i)panic|fatal|must|check|exit|abort|assert|^die`)

// cannotTell reports whether an instruction hands an error to code that is not
// known and may end the loop: a function value, or a function that is named
// like one that does.
func (w *world) cannotTell(instr ssa.Instruction) bool {
	c, ok := instr.(*ssa.Call)
	if !ok || w.p.API(c) != nil || !slices.ContainsFunc(c.Call.Args, func(a ssa.Value) bool { return isError(a.Type()) }) {
		return false
	}
	if _, builtin := c.Call.Value.(*ssa.Builtin); builtin {
		return false
	}
	fns, followed := w.p.Callees(c)
	if len(fns) > 0 && followed {
		return false
	}
	_, _, name := calleeName(&c.Call)
	return c.Call.StaticCallee() == nil && !c.Call.IsInvoke() || endNames.MatchString(name)
}

// busy reports a loop that goes straight on when no message is there.
func (c *checker) busy() {
	w := newWorld(c.loop, nothing, c.cfg)
	turn := w.loop(c.loop)
	cases := turn.selected()
	held := func(b *ssa.BasicBlock) bool {
		return cases[b] || stops(b, func(i ssa.Instruction) bool { return turn.waits(i, 0) || turn.works(i, 0) })
	}
	for _, r := range c.loop.Receives {
		if !c.loop.Program.NonBlocking(r.Instr) || !turn.passes(r.At().Block(), held) {
			continue
		}
		how := r.Name + " with DONTWAIT"
		if r.Poll {
			how = r.Name + " with a time-out of 0"
		}
		c.report("busy-recv", false, "%s returns at once when no message is there, and the loop goes straight on: it burns a core while idle; receive without DONTWAIT, or poll with a time-out", how)
		return
	}
}

// idleNames are functions that do no work of the program's own.
var idleNames = regexp.MustCompile(`(?i)^(v?log|debug|info|warn|error|trace|print|fatal|panic)|^(string|error|err|done|load|store|add|lock|unlock|rlock|runlock|isset|get|now|since|with.*)$`)

// works reports whether an instruction calls a function that may do something
// useful in each turn. A loop that does is not burning its time.
func (r *run) works(instr ssa.Instruction, depth int) bool {
	c, ok := instr.(*ssa.Call)
	if !ok || r.w.p.API(c) != nil {
		return false
	}
	if _, builtin := c.Call.Value.(*ssa.Builtin); builtin {
		return false
	}
	path, _, name := calleeName(&c.Call)
	switch path {
	case "fmt", "log", "log/slog", "errors", "strings", "time", "sync", "sync/atomic", "context", "runtime", "syscall":
		return false
	}
	if idleNames.MatchString(name) {
		return false
	}
	fns, followed := r.w.p.Callees(c)
	if len(fns) == 0 || !followed || depth > 2 {
		return !onlyTests(c.Call.Signature())
	}
	for _, fn := range fns {
		h := r.w.with(fn, r.arguments(c))
		if h == nil {
			return true
		}
		for b := range h.reached {
			if stops(b, func(i ssa.Instruction) bool { return h.works(i, depth+1) }) {
				return true
			}
		}
	}
	return false
}

// onlyTests reports whether a function answers a question: no argument, one
// bool.
func onlyTests(sig *types.Signature) bool {
	if sig.Params().Len() > 0 || sig.Results().Len() != 1 {
		return false
	}
	b, ok := sig.Results().At(0).Type().Underlying().(*types.Basic)
	return ok && b.Kind() == types.Bool
}
