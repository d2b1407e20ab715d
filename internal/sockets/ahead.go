package sockets

// Looking ahead from an API call: which options are set after it on every
// path, and whether the socket is opened again.

import (
	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// lookAhead completes the events that were recorded. dead tells which blocks
// are never left at their end.
func (fi *fnInfo) lookAhead(dead []bool) {
	done := map[*Loc][]zmqapi.OptionSet{}
	for _, ev := range fi.events {
		if ev.Kind == Close {
			continue
		}
		starts, ok := done[ev.on]
		if !ok {
			starts = fi.setBehind(ev.on, dead)
			done[ev.on] = starts
		}
		ev.After = ev.After.Union(fi.setAfter(ev.at, ev.on, starts, dead))
		ev.Reopened = ev.Reopened || fi.opensAfter(ev.at, ev.on)
	}
}

// everything is the neutral element of the intersection over paths.
var everything = zmqapi.OptionSet{^uint64(0), ^uint64(0)}

// setBehind tells for each block which options are set on l on every path from
// its start to the end of the function.
func (fi *fnInfo) setBehind(l *Loc, dead []bool) []zmqapi.OptionSet {
	starts := make([]zmqapi.OptionSet, len(fi.fn.Blocks))
	for i := range starts {
		starts[i] = everything
	}
	for changed := true; changed; {
		changed = false
		for i := len(fi.fn.Blocks) - 1; i >= 0; i-- {
			b := fi.fn.Blocks[i]
			s := fi.setOut(b, starts, dead)
			for _, instr := range b.Instrs {
				s = s.Union(fi.genOf(instr, l))
			}
			if s != starts[i] {
				starts[i] = s
				changed = true
			}
		}
	}
	return starts
}

// setOut is what is set on every path from the end of b.
func (fi *fnInfo) setOut(b *ssa.BasicBlock, starts []zmqapi.OptionSet, dead []bool) zmqapi.OptionSet {
	if dead[b.Index] {
		return everything
	}
	if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok {
		if errorReturn(ret) {
			return everything
		}
		return zmqapi.OptionSet{}
	}
	s := everything
	for i := range b.Succs {
		if succ := route(b, i); succ != nil {
			s = s.Inter(starts[succ.Index])
		}
	}
	return s
}

// setAfter is what is set on l on every path that starts behind at.
func (fi *fnInfo) setAfter(at ssa.Instruction, l *Loc, starts []zmqapi.OptionSet, dead []bool) zmqapi.OptionSet {
	b := at.Block()
	s := fi.setOut(b, starts, dead)
	if s == everything {
		s = zmqapi.OptionSet{} // no path leads to an end: claim nothing
	}
	for i := indexOf(at) + 1; i < len(b.Instrs); i++ {
		s = s.Union(fi.genOf(b.Instrs[i], l))
	}
	return s
}

func (fi *fnInfo) genOf(instr ssa.Instruction, l *Loc) (s zmqapi.OptionSet) {
	for _, g := range fi.gens[instr] {
		if g.on == l {
			s = s.Union(g.must)
		}
	}
	return s
}

// opensAfter reports whether an open of l can be reached from behind at. An
// open in a loop reaches itself only through another one: a list of endpoints
// is one open.
func (fi *fnInfo) opensAfter(at ssa.Instruction, l *Loc) bool {
	for _, o := range fi.opens {
		if o.on != l {
			continue
		}
		to := o.at
		if to == at {
			continue
		}
		if to.Block() == at.Block() && indexOf(to) > indexOf(at) || pathBetween(at.Block(), to.Block()) {
			return true
		}
	}
	return false
}

// pathBetween reports whether to can be reached from the end of from.
func pathBetween(from, to *ssa.BasicBlock) bool {
	seen := map[*ssa.BasicBlock]bool{}
	work := append([]*ssa.BasicBlock(nil), from.Succs...)
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if b == to {
			return true
		}
		if !seen[b] {
			seen[b] = true
			work = append(work, b.Succs...)
		}
	}
	return false
}
