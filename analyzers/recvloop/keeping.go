package recvloop

// What an instruction keeps a message in.

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// keeping is an instruction that keeps a message in something.
type keeping struct {
	in         ssa.Value
	how, where string
	keyed      bool // one for each key
}

// keeps tells what an instruction keeps a tainted value in that outlives the
// turn; nil when it does not.
func (q *queueSearch) keeps(r *run, instr ssa.Instruction, tainted map[ssa.Value]bool) *keeping {
	switch instr := instr.(type) {
	case *ssa.MapUpdate:
		if tainted[instr.Value] && tainted[instr.Key] && holds(instr.Value) && q.outlives(r, instr.Map) {
			return &keeping{instr.Map, "stored", "in a map under a key that its sender chooses", true}
		}
	case *ssa.BinOp:
		if instr.Op == token.ADD && tainted[instr.Y] && holds(instr) && q.lengthens(r, instr, instr.X) {
			return &keeping{instr.X, "added", "to a string that outlives the turn", false}
		}
	case *ssa.Call:
		return q.callKeeps(r, instr, tainted)
	}
	return nil
}

func (q *queueSearch) callKeeps(r *run, c *ssa.Call, tainted map[ssa.Value]bool) *keeping {
	args := c.Call.Args
	if isAppend(c) {
		if len(args) == 2 && tainted[args[1]] && q.staysBehind(r, c) {
			return &keeping{args[0], "appended", "to a slice that outlives the turn", false}
		}
		return nil
	}
	if len(args) < 2 || c.Call.IsInvoke() || !q.outlives(r, args[0]) {
		return nil
	}
	name := calleeOf(&c.Call)
	switch {
	case name.method("container/list", "List", "PushBack", "PushFront") && tainted[args[1]]:
		return &keeping{args[0], "pushed", "on a list that outlives the turn", false}
	case name.is("container/heap", "Push") && tainted[args[1]]:
		return &keeping{args[0], "pushed", "on a heap that outlives the turn", false}
	case name.method("sync", "Map", "Store", "Swap", "LoadOrStore") && tainted[args[1]] && tainted[args[2]]:
		return &keeping{args[0], "stored", "in a map under a key that its sender chooses", true}
	case (name.method("bytes", "Buffer", "Write", "WriteString") || name.method("strings", "Builder", "Write", "WriteString")) && tainted[args[1]]:
		return &keeping{args[0], "written", "to a buffer that outlives the turn", false}
	}
	return nil
}

// holds reports whether a value can hold a message, and not only a number out
// of it.
func holds(v ssa.Value) bool {
	b, ok := v.Type().Underlying().(*types.Basic)
	return !ok || b.Info()&types.IsString != 0
}

// lengthens reports whether sum, made from v, is v in the next turn.
func (q *queueSearch) lengthens(r *run, sum *ssa.BinOp, v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Phi:
		return r.isLoop() && v.Block() == r.entry && slices.Contains(v.Edges, ssa.Value(sum))
	case *ssa.UnOp:
		return v.Op == token.MUL && q.outlives(r, v) && slices.ContainsFunc(*sum.Referrers(), func(ref ssa.Instruction) bool {
			st, ok := ref.(*ssa.Store)
			return ok && sameAddress(st.Addr, v.X)
		})
	}
	return false
}

// outlives reports whether a container was there before the turn began.
func (q *queueSearch) outlives(r *run, v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Global:
		return true
	case *ssa.Parameter, *ssa.FreeVar:
		return !q.fresh[v]
	case *ssa.UnOp:
		if v.Op != token.MUL {
			return false
		}
		switch a := v.X.(type) {
		case *ssa.FieldAddr:
			if of := copyOf(a.X); of != nil && refers(v.Type()) {
				return q.outlives(r, of)
			}
			return q.outlives(r, a.X)
		case *ssa.Global, *ssa.FreeVar:
			return !q.fresh[a]
		case *ssa.Alloc:
			return !r.inside(a.Block()) || !r.isLoop()
		}
		return false
	case *ssa.FieldAddr:
		return q.outlives(r, v.X)
	case *ssa.Phi:
		return r.isLoop() && v.Block() == r.entry || q.entry(r, v)
	case *ssa.Lookup:
		return q.outlives(r, v.X)
	case *ssa.Extract:
		l, ok := v.Tuple.(*ssa.Lookup)
		return ok && q.outlives(r, l.X)
	case *ssa.MakeInterface:
		return q.outlives(r, v.X)
	case *ssa.Call: // somebody who hands out what there is
		fns, _ := r.w.p.Callees(v)
		return r.isLoop() && !r.inside(v.Block()) || len(fns) > 0 && !returnsNew(v)
	case ssa.Instruction:
		return r.isLoop() && !r.inside(v.Block())
	}
	return false
}

// copyOf is the parameter that a structure is a copy of, such as the receiver of
// a method that takes it by value; nil when it is none.
func copyOf(structure ssa.Value) (of *ssa.Parameter) {
	local, ok := structure.(*ssa.Alloc)
	if !ok {
		return nil
	}
	for _, ref := range *local.Referrers() {
		if st, ok := ref.(*ssa.Store); ok && st.Addr == local {
			if of, ok = st.Val.(*ssa.Parameter); !ok {
				return nil
			}
		}
	}
	return of
}

// refers reports whether a copy of a value shares what it holds.
func refers(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Map, *types.Pointer:
		return true
	}
	return false
}

// entry reports whether v can be something found in a map that outlives the
// turn.
func (q *queueSearch) entry(r *run, v *ssa.Phi) bool {
	return slices.ContainsFunc(v.Edges, func(e ssa.Value) bool {
		if x, ok := e.(*ssa.Extract); ok {
			e = x.Tuple
		}
		l, ok := e.(*ssa.Lookup)
		return ok && q.outlives(r, l.X)
	})
}

// madeInTurn reports whether v is something that the turn made for itself.
func (q *queueSearch) madeInTurn(r *run, v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Alloc:
		return !r.isLoop() || r.inside(v.Block())
	case *ssa.MakeMap, *ssa.MakeSlice:
		return !r.isLoop() || r.inside(v.(ssa.Instruction).Block())
	case *ssa.Parameter, *ssa.FreeVar:
		return q.fresh[v]
	case *ssa.FieldAddr:
		return q.madeInTurn(r, v.X)
	case *ssa.UnOp: // a local that a closure shares, or that was taken the address of
		if a, ok := v.X.(*ssa.Alloc); ok && v.Op == token.MUL {
			return q.madeInTurn(r, a)
		}
	case *ssa.Call:
		return (!r.isLoop() || r.inside(v.Block())) && returnsNew(v)
	}
	return false
}

// returnsNew reports whether a call returns something that the function made.
func returnsNew(c *ssa.Call) bool {
	fn := c.Call.StaticCallee()
	if fn == nil || len(fn.Blocks) == 0 {
		return false
	}
	for _, b := range fn.Blocks {
		if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok {
			if len(ret.Results) == 0 {
				return false
			}
			if _, made := ret.Results[0].(*ssa.Alloc); !made && !isNil(ret.Results[0]) {
				return false
			}
		}
	}
	return true
}

// staysBehind reports whether what append returns is stored where it outlives
// the turn: back in the variable or field that it came from.
func (q *queueSearch) staysBehind(r *run, c *ssa.Call) bool {
	for _, ref := range *c.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Val != c {
				continue
			}
			switch a := ref.Addr.(type) {
			case *ssa.FieldAddr:
				if q.outlives(r, a.X) {
					return true
				}
			case *ssa.Global, *ssa.FreeVar:
				return !q.fresh[a]
			case *ssa.Alloc:
				if r.isLoop() && !r.inside(a.Block()) {
					return true
				}
			}
		case *ssa.Phi:
			if r.isLoop() && ref.Block() == r.entry {
				return true
			}
		case *ssa.MapUpdate:
			if ref.Value == c && q.outlives(r, ref.Map) {
				return true
			}
		}
	}
	return false
}
