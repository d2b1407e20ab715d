package recvloop

// What is asked of functions, whatever the hypothesis.

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

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

// behind are the blocks of fn that a receive comes before, nil when it does not
// receive. What the function returns without is of no interest: the question is
// what happens when it does receive.
func (ix *index) behind(fn *ssa.Function) map[*ssa.BasicBlock]bool {
	var work []*ssa.BasicBlock
	for _, b := range fn.Blocks {
		if contains(b, ix.receiving) {
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
func (ix *index) receiving(instr ssa.Instruction) bool {
	c, ok := instr.(*ssa.Call)
	if !ok {
		return false
	}
	if ix.receives[c] {
		return true
	}
	if row := ix.p.API(c); row != nil {
		return row.Kind == zmqapi.KindRecv || row.Kind == zmqapi.KindPoll
	}
	fns, _ := ix.p.Callees(c)
	return slices.ContainsFunc(fns, func(fn *ssa.Function) bool {
		return ix.receivers.of(fn, func() bool { return anyIn(fn, ix.receiving) })
	})
}

// recovers reports whether a function defers one that recovers from panics.
func (ix *index) recovers(fn *ssa.Function) bool {
	return anyIn(fn, func(instr ssa.Instruction) bool {
		d, ok := instr.(*ssa.Defer)
		if !ok {
			return false
		}
		deferred := d.Call.StaticCallee()
		return deferred != nil && anyIn(deferred, func(instr ssa.Instruction) bool {
			c, ok := instr.(*ssa.Call)
			if !ok {
				return false
			}
			b, ok := c.Call.Value.(*ssa.Builtin)
			return ok && b.Name() == "recover"
		})
	})
}
