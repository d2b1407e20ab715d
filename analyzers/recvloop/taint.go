package recvloop

// Where messages go: values made of what a receive returns.

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// messages are the values of a run that are made of messages. What a function
// is handed may be one.
func (r *run) messages() map[ssa.Value]bool {
	if r.made == nil {
		r.made = map[ssa.Value]bool{}
		if !r.isLoop() {
			for _, p := range r.entry.Parent().Params {
				r.made[p] = true
			}
		}
		for _, b := range r.blocks() {
			for _, instr := range b.Instrs {
				if c, ok := instr.(*ssa.Call); ok && r.w.takes(c) {
					r.made[c] = true
				}
			}
		}
		r.spread(r.made)
	}
	return r.made
}

// takes reports whether a call receives, itself or in what it calls.
func (w *world) takes(c *ssa.Call) bool {
	if row := w.p.API(c); row != nil && row.Kind == zmqapi.KindPoll {
		return false
	}
	return w.receiving(c)
}

// spread adds what is made of tainted values.
func (r *run) spread(tainted map[ssa.Value]bool) {
	for range maxRounds {
		grown := false
		for _, b := range r.blocks() {
			for _, instr := range b.Instrs {
				grown = spreadTo(instr, tainted) || grown
			}
		}
		if !grown {
			return
		}
	}
}

func spreadTo(instr ssa.Instruction, tainted map[ssa.Value]bool) bool {
	from := false
	var buf [8]*ssa.Value
	for i, op := range instr.Operands(buf[:0]) {
		if i > 0 && looksUp(instr) {
			break // what is found under a key is not the key
		}
		from = from || *op != nil && tainted[*op]
	}
	if !from {
		return false
	}
	var to ssa.Value
	switch instr := instr.(type) {
	case *ssa.Store:
		if tainted[instr.Val] {
			to = root(instr.Addr)
		}
	case *ssa.BinOp:
		if instr.Op == token.ADD { // a string put together
			to = instr
		}
	case *ssa.Call:
		if b, ok := instr.Call.Value.(*ssa.Builtin); ok && b.Name() != "append" {
			return false // len, cap, copy
		}
		for _, a := range instr.Call.Args { // json.Unmarshal(data, &v)
			if local, ok := root(a).(*ssa.Alloc); ok && !tainted[local] {
				tainted[local] = true
			}
		}
		to = instr
	case ssa.Value:
		to = instr
	}
	if to == nil || tainted[to] {
		return false
	}
	if b, ok := to.Type().Underlying().(*types.Basic); ok && b.Info()&types.IsBoolean != 0 || sockets.IsError(to.Type()) {
		return false
	}
	tainted[to] = true
	return true
}

// looksUp reports whether an instruction finds an element of its first operand.
func looksUp(instr ssa.Instruction) bool {
	switch instr.(type) {
	case *ssa.Lookup, *ssa.Index, *ssa.IndexAddr:
		return true
	}
	return false
}

// root is the local variable that an address lies in, or nil.
func root(addr ssa.Value) ssa.Value {
	for {
		switch a := addr.(type) {
		case *ssa.FieldAddr:
			addr = a.X
		case *ssa.IndexAddr:
			addr = a.X
		case *ssa.MakeInterface:
			addr = a.X
		case *ssa.Slice:
			addr = a.X
		case *ssa.Alloc:
			return a
		default:
			return nil
		}
	}
}
