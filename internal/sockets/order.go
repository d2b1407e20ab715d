package sockets

// The order of the analysis: bottom-up over the strongly connected components
// of the call graph (Tarjan), so that summaries are there when they are asked
// for. A component with recursion is analysed twice.

import "golang.org/x/tools/go/ssa"

// summaryOf is the summary of fn as far as it is known now.
func (p *Program) summaryOf(fn *ssa.Function) *Summary {
	if fi := p.infos[fn]; fi != nil {
		return fi.summary
	}
	return p.importedSummary(fn)
}

// run analyses all functions.
func (p *Program) run() {
	for _, scc := range p.components() {
		if p.ctx.Err() != nil {
			return
		}
		rounds := 1
		if len(scc) > 1 {
			rounds = 2
		}
		for round := range rounds {
			nctx, npend := len(p.contexts), len(p.pending)
			for _, fn := range scc {
				p.infos[fn] = p.analyze(fn)
			}
			if round+1 < rounds {
				p.contexts, p.pending = p.contexts[:nctx], p.pending[:npend]
			}
		}
	}
}

// components are the strongly connected components, callees first.
func (p *Program) components() [][]*ssa.Function {
	t := tarjan{p: p, index: map[*ssa.Function]int{}, low: map[*ssa.Function]int{}, on: map[*ssa.Function]bool{}}
	for _, fn := range p.funcs {
		if t.index[fn] == 0 {
			t.visit(fn)
		}
	}
	return t.out
}

type tarjan struct {
	p     *Program
	next  int
	index map[*ssa.Function]int
	low   map[*ssa.Function]int
	on    map[*ssa.Function]bool
	stack []*ssa.Function
	out   [][]*ssa.Function
}

func (t *tarjan) visit(fn *ssa.Function) {
	t.next++
	t.index[fn], t.low[fn] = t.next, t.next
	t.stack = append(t.stack, fn)
	t.on[fn] = true
	for _, callee := range t.p.edges(fn) {
		if t.index[callee] == 0 {
			t.visit(callee)
			t.low[fn] = min(t.low[fn], t.low[callee])
		} else if t.on[callee] {
			t.low[fn] = min(t.low[fn], t.index[callee])
		}
	}
	if t.low[fn] != t.index[fn] {
		return
	}
	for i := len(t.stack) - 1; ; i-- {
		t.on[t.stack[i]] = false
		if t.stack[i] == fn {
			t.out = append(t.out, append([]*ssa.Function(nil), t.stack[i:]...))
			t.stack = t.stack[:i]
			return
		}
	}
}

// edges are the functions that fn's analysis asks for.
func (p *Program) edges(fn *ssa.Function) (out []*ssa.Function) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if mc, ok := instr.(*ssa.MakeClosure); ok {
				out = append(out, mc.Fn.(*ssa.Function))
			}
			if call, ok := instr.(ssa.CallInstruction); ok {
				out = append(out, p.calleesOf(call).fns...)
			}
		}
	}
	for i := 0; i < len(out); i++ {
		if !p.hasBody(out[i]) {
			out = append(out[:i], out[i+1:]...)
			i--
		}
	}
	return out
}
