package recvloop

// What a variable that is not in a register was last set to.

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// errorsAs is the variable for an Errno that errors.As is handed, or nil.
func errorsAs(c *ssa.Call) ssa.Value {
	if !calleeOf(&c.Call).is("errors", "As") {
		return nil
	}
	target, ok := c.Call.Args[1].(*ssa.MakeInterface)
	if !ok {
		return nil
	}
	if p, ok := target.X.Type().Underlying().(*types.Pointer); ok && isErrno(p.Elem()) {
		return target.X
	}
	return nil
}

// maxBack bounds how many instructions a variable is sought back for.
const maxBack = 200

// storedBefore is what the variable that v loads was last set to, in the same
// block or in those that lead to it alone.
func (ix *index) storedBefore(v *ssa.UnOp) ssa.Value {
	switch v.X.(type) {
	case *ssa.Alloc, *ssa.FreeVar, *ssa.Global:
	default:
		return nil
	}
	b, i := v.Block(), ix.place(v)
	for range maxBack {
		for i == 0 {
			if len(b.Preds) != 1 || b.Preds[0] == v.Block() {
				return nil
			}
			b = b.Preds[0]
			i = len(b.Instrs)
		}
		i--
		switch instr := b.Instrs[i].(type) {
		case *ssa.Store:
			if instr.Addr == v.X {
				return instr.Val
			}
		case *ssa.Call:
			if errorsAs(instr) == v.X {
				return instr.Call.Args[0]
			}
		}
	}
	return nil
}

// place is the number of a load in its block.
func (ix *index) place(v *ssa.UnOp) int {
	n, ok := ix.places[v]
	if !ok {
		for i, instr := range v.Block().Instrs {
			if load, isLoad := instr.(*ssa.UnOp); isLoad {
				ix.places[load] = i
			}
		}
		n = ix.places[v]
	}
	return n
}
