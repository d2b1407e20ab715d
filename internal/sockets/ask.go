package sockets

// What rules that look at the code around a receive may ask of the program.

import (
	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// API is the row of the zmq4 function that call runs, nil for other calls.
func (p *Program) API(call ssa.CallInstruction) *zmqapi.Call { return p.apiOf(call) }

// Callees are the functions with bodies in the load that call can run. A call
// that could run others, which have to do with sockets, is not followed.
func (p *Program) Callees(call ssa.CallInstruction) (fns []*ssa.Function, followed bool) {
	to := p.calleesOf(call)
	for _, fn := range to.fns {
		if p.hasBody(fn) {
			fns = append(fns, fn)
		}
	}
	return fns, to.unknown == ""
}

// NonBlocking reports whether a receive has the flag DONTWAIT, or a poll no
// time to wait.
func (p *Program) NonBlocking(call ssa.CallInstruction) bool {
	row := p.apiOf(call)
	if row == nil {
		return false
	}
	i := 1
	if call.Common().IsInvoke() {
		i = 0
	}
	if i >= len(call.Common().Args) {
		return false
	}
	n, ok := p.Fold(call.Common().Args[i]).Ints()
	switch {
	case !ok || len(n) != 1:
		return false
	case row.Kind == zmqapi.KindPoll:
		return n[0] == 0
	}
	return row.Kind == zmqapi.KindRecv && n[0]&zmqapi.DontWait != 0
}

// EndsPath reports whether instr never passes control on.
func (p *Program) EndsPath(instr ssa.Instruction) bool { return p.endsPath(instr) }

// FunctionsOf are the functions of the package that fn belongs to.
func (p *Program) FunctionsOf(fn *ssa.Function) (out []*ssa.Function) {
	pkg := packageOf(fn)
	for _, f := range p.funcs {
		if packageOf(f) == pkg {
			out = append(out, f)
		}
	}
	return out
}
