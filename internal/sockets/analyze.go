package sockets

// Which functions are analysed, and how one is: bounds, panics, what has
// nothing to do with sockets.

import (
	"fmt"

	"golang.org/x/tools/go/ssa"
)

// maxBlocks bounds the functions that are analysed. The largest hand-written
// functions have some hundred blocks; generated tables have thousands.
const maxBlocks = 4000

// analyze summarises fn. A panic loses this function only.
func (p *Program) analyze(fn *ssa.Function) (fi *fnInfo) {
	fi = &fnInfo{p: p, fn: fn, summary: &Summary{}}
	defer func() {
		if e := recover(); e != nil {
			p.Problems = append(p.Problems, Problem{Pos: fn.Pos(), What: "function " + fn.String(), Why: fmt.Sprint("analysis failed: ", e)})
			fi = &fnInfo{p: p, fn: fn, summary: &Summary{}}
		}
	}()
	if len(fn.Blocks) > maxBlocks {
		p.Problems = append(p.Problems, Problem{Pos: fn.Pos(), What: "function " + fn.String(), Why: fmt.Sprintf("it has %d blocks, more than %d", len(fn.Blocks), maxBlocks)})
		return fi
	}
	fi.locs = map[locKey]*Loc{}
	fi.content = map[*Loc]*cell{}
	fi.gens = map[ssa.Instruction][]gen{}
	fi.turns = map[*ssa.BasicBlock][]turnLoop{}
	fi.given = map[*Loc]bool{}
	if !p.relevant(fn) {
		reached := fi.reachable()
		returns := returnsOf(fn, reached)
		fi.summary.noReturn, fi.summary.runs = len(returns) == 0, p.runs(fn, returns)
		return fi
	}
	fi.findTurns()
	fi.findDefers()
	fi.stabilize()
	ins := fi.solve()
	fi.record(ins)
	return fi
}

// relevant reports whether fn can have anything to do with a socket.
func (p *Program) relevant(fn *ssa.Function) bool {
	for _, v := range fn.Params {
		if p.holdsSockets(v.Type()) {
			return true
		}
	}
	for _, v := range fn.FreeVars {
		if p.holdsSockets(v.Type()) {
			return true
		}
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if v, ok := instr.(ssa.Value); ok && p.holdsSockets(v.Type()) {
				return true
			}
			if call, ok := instr.(ssa.CallInstruction); ok && p.callMatters(call) {
				return true
			}
		}
	}
	return false
}

// callMatters reports whether a callee does something to sockets that the
// caller does not name: in package variables.
func (p *Program) callMatters(call ssa.CallInstruction) bool {
	for _, fn := range p.calleesOf(call).fns {
		if s := p.summaryOf(fn); s != nil && len(s.pending)+len(s.effects)+len(s.stores)+len(s.opens) > 0 {
			return true
		}
	}
	return false
}
