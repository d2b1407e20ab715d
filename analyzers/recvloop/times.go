package recvloop

// Times that decisions are made by: for how long something was not done.

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// asksTime reports whether the run asks for the time.
func (r *run) asksTime() bool {
	return r.anyOf(r.reached, func(instr ssa.Instruction) bool {
		c, ok := instr.(*ssa.Call)
		return ok && calleeOf(&c.Call).is("time", "Now", "Since", "Until", "Sub", "After", "Before")
	})
}

// tooEarly tells whether a comparison of times is true when little time has
// passed since the run set one of them.
func (r *run) tooEarly(cond ssa.Value) (yes, known bool) {
	switch v := cond.(type) {
	case *ssa.UnOp:
		if v.Op == token.NOT {
			yes, known = r.tooEarly(v.X)
			return !yes, known
		}
	case *ssa.BinOp: // time.Since(last) < interval
		grows := r.grows(v.X, 0)
		if grows == 0 {
			grows = -r.grows(v.Y, 0)
		}
		switch v.Op {
		case token.LSS, token.LEQ:
			return grows > 0, grows != 0
		case token.GTR, token.GEQ:
			return grows < 0, grows != 0
		}
	case *ssa.Call: // now.Before(next), last.Add(interval).After(now)
		name := calleeOf(&v.Call)
		if !name.is("time", "Before", "After") || len(v.Call.Args) != 2 {
			return false, false
		}
		x, y := r.isSet(v.Call.Args[0]), r.isSet(v.Call.Args[1])
		return (name.name == "Before") == y, x != y
	}
	return false, false
}

// grows is 1 for a duration that is longer the more time has passed since the
// run set a time, -1 for what is left of it, and 0 for others. The times that a
// message is stamped with are no matter.
func (r *run) grows(v ssa.Value, depth int) int {
	if depth > 6 || r.messages()[v] {
		return 0
	}
	switch v := v.(type) {
	case *ssa.BinOp:
		if x := r.grows(v.X, depth+1); x != 0 {
			return x
		}
		if y := r.grows(v.Y, depth+1); v.Op == token.SUB {
			return -y
		} else {
			return y
		}
	case *ssa.Convert:
		return r.grows(v.X, depth+1)
	case *ssa.ChangeType:
		return r.grows(v.X, depth+1)
	case *ssa.Call:
		name, args := calleeOf(&v.Call), v.Call.Args
		switch {
		case name.path != "time" || len(args) == 0:
			return 0
		case name.name == "Since" && (r.isSet(args[0]) || r.isNow(args[0])):
			return 1
		case name.name == "Until" && r.isSet(args[0]):
			return -1
		case name.name == "Sub" && len(args) == 2:
			switch x, y := r.isSet(args[0]), r.isSet(args[1]); {
			case y && !x, !y && !x && r.isNow(args[0]) && r.isNow(args[1]):
				return 1
			case x && !y:
				return -1
			}
			return 0
		}
		return r.grows(args[0], depth+1) // its seconds
	}
	return 0
}

// isSet reports whether v is a time that the run sets: in this turn or in one
// before.
func (r *run) isSet(v ssa.Value) bool {
	if !isTime(v.Type()) {
		return false
	}
	switch v := v.(type) {
	case *ssa.Phi:
		return r.isLoop() && v.Block() == r.entry && !r.passesOn(v)
	case *ssa.Extract:
		l, ok := v.Tuple.(*ssa.Lookup)
		return ok && r.updates(l.X)
	case *ssa.Lookup:
		return r.updates(v.X)
	case *ssa.Call: // later than one that is set
		return calleeOf(&v.Call).is("time", "Add") && (r.isSet(v.Call.Args[0]) || r.isNow(v.Call.Args[0]))
	case *ssa.UnOp:
		return v.Op == token.MUL && r.anyOf(r.reached, func(instr ssa.Instruction) bool {
			st, ok := instr.(*ssa.Store)
			return ok && sameAddress(st.Addr, v.X)
		})
	}
	return false
}

// isNow reports whether v is a time at which this turn asked for it.
func (r *run) isNow(v ssa.Value) bool {
	c, ok := v.(*ssa.Call)
	return ok && r.inside(c.Block()) && calleeOf(&c.Call).is("time", "Now")
}

// updates reports whether the run sets entries of a map.
func (r *run) updates(m ssa.Value) bool {
	same := sameContainer(r.w, m)
	return r.anyOf(r.reached, func(instr ssa.Instruction) bool {
		up, ok := instr.(*ssa.MapUpdate)
		return ok && same(up.Map)
	})
}
