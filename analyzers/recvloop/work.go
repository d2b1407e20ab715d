package recvloop

// What is work: with a message, or of the program's own.

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// acts reports whether an instruction does something with consequences outside
// the turn.
func (r *run) acts(instr ssa.Instruction) bool {
	switch instr := instr.(type) {
	case *ssa.Send, *ssa.Go, *ssa.MapUpdate:
		return true
	case *ssa.Call:
		if b, ok := instr.Call.Value.(*ssa.Builtin); ok {
			return b.Name() == "append"
		}
		if row := r.w.p.API(instr); row != nil {
			return row.Kind == zmqapi.KindSend
		}
		return !calleeOf(&instr.Call).idle()
	}
	return false
}

// handles reports whether an instruction deals with a message, and does not
// just take it apart.
func (r *run) handles(instr ssa.Instruction) bool {
	if !r.acts(instr) {
		return false
	}
	if c, ok := instr.(*ssa.Call); ok {
		if name := calleeOf(&c.Call); strings.HasPrefix(name.path, "encoding/") || hasWord(name.name, "decode", "unmarshal", "parse", "split", "verify") {
			return false
		}
	}
	return slices.ContainsFunc(instr.Operands(nil), func(op *ssa.Value) bool { return *op != nil && r.messages()[*op] })
}

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
	if calleeOf(&c.Call).idle() {
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
			if contains(b, func(i ssa.Instruction) bool { return h.works(i, depth+1) }) {
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
