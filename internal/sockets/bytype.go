package sockets

// Options that a function sets for some socket types only:
//
//	s, err := zmq4.NewSocket(t)
//	if t == zmq4.PUB || t == zmq4.PUSH {
//		s.SetSndhwm(1000)
//	}
//
// A SUB socket never takes that branch, and a PUB socket always does.

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// MustFor is what is set on every path to the event that a socket of type t
// takes.
func (u *Use) MustFor(t zmqapi.SocketType) zmqapi.OptionSet {
	must := u.Before.Must
	if u.Types.Len() < 2 || u.in == nil || u.at == nil || u.on.kind != locMade {
		return must
	}
	args := u.on.val.(*ssa.Call).Call.Args
	return must.Union(u.in.mustAlong(u.on, args[len(args)-1], t, u.at))
}

// mustAlong is what is set on l on every path to at on which the value typ is
// t.
func (fi *fnInfo) mustAlong(l *Loc, typ ssa.Value, t zmqapi.SocketType, at ssa.Instruction) zmqapi.OptionSet {
	ins := make([]zmqapi.OptionSet, len(fi.fn.Blocks))
	for i := range ins {
		ins[i] = everything
	}
	ins[0] = zmqapi.OptionSet{}
	for changed := true; changed; {
		changed = false
		for _, b := range fi.fn.Blocks {
			if ins[b.Index] == everything {
				continue
			}
			out := ins[b.Index]
			for _, instr := range b.Instrs {
				out = out.Union(fi.genOf(instr, l))
			}
			for i := range b.Succs {
				to := route(b, i)
				if to == nil || !takes(b, i, typ, t) {
					continue
				}
				if in := ins[to.Index].Inter(out); in != ins[to.Index] {
					ins[to.Index] = in
					changed = true
				}
			}
		}
	}
	s := ins[at.Block().Index]
	if s == everything {
		return s // no socket of this type comes here: it lacks nothing
	}
	for _, instr := range at.Block().Instrs {
		if instr == at {
			break
		}
		s = s.Union(fi.genOf(instr, l))
	}
	return s
}

// takes reports whether the i-th edge out of b can be taken when typ is t.
func takes(b *ssa.BasicBlock, i int, typ ssa.Value, t zmqapi.SocketType) bool {
	br, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return true
	}
	cmp, ok := br.Cond.(*ssa.BinOp)
	if !ok || cmp.Op != token.EQL && cmp.Op != token.NEQ {
		return true
	}
	x, y := cmp.X, cmp.Y
	if _, ok := x.(*ssa.Const); ok {
		x, y = y, x
	}
	n, ok := constInt(y)
	if !ok || !sameValue(x, typ) {
		return true
	}
	k, ok := zmqapi.SocketTypeOf(n)
	equal := ok && k == t
	return (i == 0) == (equal == (cmp.Op == token.EQL))
}

// sameValue reports whether two values are the same, or loads of the same
// field of the same structure.
func sameValue(a, b ssa.Value) bool {
	if a == b {
		return true
	}
	x, ok1 := a.(*ssa.UnOp)
	y, ok2 := b.(*ssa.UnOp)
	if !ok1 || !ok2 || x.Op != token.MUL || y.Op != token.MUL {
		return false
	}
	f, ok1 := x.X.(*ssa.FieldAddr)
	g, ok2 := y.X.(*ssa.FieldAddr)
	return ok1 && ok2 && f.Field == g.Field && sameValue(f.X, g.X)
}
