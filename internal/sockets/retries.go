package sockets

// Loops that only try again: when their call succeeds there is no other turn.

import (
	"go/constant"
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// goesOn reports whether there is another turn when the call instr succeeds. A
// loop that only tries again when it fails takes one message.
func (l *natural) goesOn(instr ssa.Instruction) bool {
	call, ok := instr.(*ssa.Call)
	if !ok {
		return true
	}
	seen := map[*ssa.BasicBlock]bool{}
	for work := []*ssa.BasicBlock{call.Block()}; len(work) > 0; {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[b] {
			continue
		}
		seen[b] = true
		failed := onlyFailed(b, call)
		for i, s := range b.Succs {
			if i == failed {
				continue
			}
			if s == l.header {
				return true
			}
			if l.blocks[s] {
				work = append(work, s)
			}
		}
	}
	return false
}

// onlyFailed is the successor of b that is taken only when call failed, -1 when
// there is none: behind err != nil, and behind any question whether the error is
// a certain one.
func onlyFailed(b *ssa.BasicBlock, call *ssa.Call) int {
	if tested, onTrue := errorTest(b); tested != nil {
		if errorOf(tested, call, 0) {
			return boolIndex(onTrue)
		}
		return -1
	}
	cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return -1
	}
	switch v := cond.Cond.(type) {
	case *ssa.BinOp: // AsErrno(err) == EAGAIN
		if v.Op == token.EQL || v.Op == token.NEQ {
			if numberOf(v.X, call) && !isNoError(v.Y) || numberOf(v.Y, call) && !isNoError(v.X) {
				return boolIndex(v.Op == token.EQL)
			}
		}
	case *ssa.Call: // errors.Is(err, EAGAIN)
		if fn := v.Call.StaticCallee(); fn != nil && fn.Pkg != nil && fn.Pkg.Pkg.Path() == "errors" && errorOf(v.Call.Args[0], call, 0) {
			return 0
		}
	}
	return -1
}

func isNoError(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && (c.Value == nil || c.Value.Kind() == constant.Int && constant.Sign(c.Value) == 0)
}

// numberOf reports whether v is the error that call returns, or its number.
func numberOf(v ssa.Value, call *ssa.Call) bool {
	if c, ok := v.(*ssa.Call); ok && len(c.Call.Args) == 1 {
		if fn := c.Call.StaticCallee(); fn != nil && fn.Name() == "AsErrno" {
			v = c.Call.Args[0]
		}
	}
	return errorOf(v, call, 0)
}

// errorOf reports whether v is the error that call returns.
func errorOf(v ssa.Value, call *ssa.Call, depth int) bool {
	switch v := v.(type) {
	case *ssa.Call:
		return v == call
	case *ssa.Extract:
		return v.Tuple == call
	case *ssa.Phi:
		for _, e := range v.Edges {
			if depth < 4 && errorOf(e, call, depth+1) {
				return true
			}
		}
	case *ssa.UnOp: // a variable that closures share: set in the same block
		for _, instr := range v.Block().Instrs {
			if st, ok := instr.(*ssa.Store); ok && st.Addr == v.X && depth < 4 && errorOf(st.Val, call, depth+1) {
				return true
			}
		}
	}
	return false
}
