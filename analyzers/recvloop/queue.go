package recvloop

// Messages kept in something that grows.
//
// A message is followed from the receive through the functions that get it. It
// is kept when it is appended, stored in a map, pushed on a list or written to a
// buffer that was there before the turn began, and that nothing bounds
// (queuebounds.go).

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// queues reports what keeps each message.
func (c *checker) queues(turn *run) {
	q := &queueSearch{c: c, turn: turn, seen: map[*ssa.Function]bool{}}
	for _, r := range c.remote() {
		in := turn
		for _, call := range append(slices.Clone(r.Chain), r.Instr) {
			if in == nil {
				break
			}
			if v, ok := call.(*ssa.Call); ok && in.reached[v.Block()] {
				q.in(in, map[ssa.Value]bool{v: true}, 0)
			}
			in = turn.w.calledBy(call)
		}
	}
}

// calledBy runs the function that call runs, when there is one only.
func (w *world) calledBy(call ssa.CallInstruction) *run {
	fns, _ := w.p.Callees(call)
	if len(fns) != 1 {
		return nil
	}
	return w.helper(fns[0])
}

type queueSearch struct {
	c    *checker
	turn *run
	seen map[*ssa.Function]bool
	own  map[*ssa.Function]bool // the functions that the loop runs
	told bool                   // one finding for each loop
}

// in looks for stores of tainted values in a run.
func (q *queueSearch) in(r *run, tainted map[ssa.Value]bool, depth int) {
	r.spread(tainted)
	for _, b := range r.entry.Parent().Blocks {
		if !r.reached[b] || r.guarded(b) {
			continue
		}
		for _, instr := range b.Instrs {
			if k := r.keeps(instr, tainted); k != nil {
				if !q.told && instr.Pos().IsValid() && !q.bounded(r, k.in) {
					q.report(instr, k.how)
				}
			} else if call, ok := instr.(*ssa.Call); ok {
				q.call(r, call, tainted, depth)
			}
		}
	}
}

// call goes on in the functions that call runs with what it hands to them.
func (q *queueSearch) call(r *run, c *ssa.Call, tainted map[ssa.Value]bool, depth int) {
	if depth >= maxDepth || r.w.p.API(c) != nil {
		return
	}
	args := c.Call.Args
	if c.Call.IsInvoke() {
		args = append([]ssa.Value{c.Call.Value}, args...)
	}
	fns, _ := r.w.p.Callees(c)
	for _, fn := range fns {
		if q.seen[fn] {
			continue
		}
		handed := map[ssa.Value]bool{}
		for i, a := range args {
			if tainted[a] && i < len(fn.Params) {
				handed[fn.Params[i]] = true
			}
		}
		if mk, ok := c.Call.Value.(*ssa.MakeClosure); ok && mk.Fn == fn {
			for i, v := range mk.Bindings {
				if tainted[v] {
					handed[fn.FreeVars[i]] = true
				}
			}
		}
		if h := r.w.helper(fn); h != nil && len(handed) > 0 {
			q.seen[fn] = true
			q.in(h, handed, depth+1)
		}
	}
}

func (q *queueSearch) report(instr ssa.Instruction, how string) {
	q.told = true
	pos, end := statementAt(instr)
	q.c.reportAt("unbounded-queue", pos, end, false, "each message is %s, with no bound in sight: a flood of messages fills the memory; bound it, and stop receiving or drop when it is full", how)
}

// keeping is an instruction that keeps a message in something.
type keeping struct {
	in  ssa.Value
	how string
}

// keeps tells what an instruction keeps a tainted value in that outlives the
// turn; nil when it does not.
func (r *run) keeps(instr ssa.Instruction, tainted map[ssa.Value]bool) *keeping {
	switch instr := instr.(type) {
	case *ssa.MapUpdate:
		if tainted[instr.Value] && tainted[instr.Key] && holds(instr.Value) && r.outlives(instr.Map) {
			return &keeping{instr.Map, "stored in a map under a key that its sender chooses"}
		}
	case *ssa.BinOp:
		if instr.Op == token.ADD && tainted[instr.Y] && holds(instr) && r.grows(instr, instr.X) {
			return &keeping{instr.X, "added to a string that outlives the turn"}
		}
	case *ssa.Call:
		return r.callKeeps(instr, tainted)
	}
	return nil
}

func (r *run) callKeeps(c *ssa.Call, tainted map[ssa.Value]bool) *keeping {
	args := c.Call.Args
	if isAppend(c) {
		if len(args) == 2 && tainted[args[1]] && r.staysBehind(c) {
			return &keeping{args[0], "appended to a slice that outlives the turn"}
		}
		return nil
	}
	if len(args) < 2 || c.Call.IsInvoke() || !r.outlives(args[0]) {
		return nil
	}
	name := calleeOf(&c.Call)
	switch {
	case name.method("container/list", "List", "PushBack", "PushFront") && tainted[args[1]]:
		return &keeping{args[0], "pushed on a list that outlives the turn"}
	case name.method("sync", "Map", "Store", "Swap", "LoadOrStore") && tainted[args[1]] && tainted[args[2]]:
		return &keeping{args[0], "stored in a map under a key that its sender chooses"}
	case (name.method("bytes", "Buffer", "Write", "WriteString") || name.method("strings", "Builder", "Write", "WriteString")) && tainted[args[1]]:
		return &keeping{args[0], "written to a buffer that outlives the turn"}
	}
	return nil
}

// holds reports whether a value can hold a message, and not only a number out
// of it.
func holds(v ssa.Value) bool {
	b, ok := v.Type().Underlying().(*types.Basic)
	return !ok || b.Info()&types.IsString != 0
}

// grows reports whether sum, made from v, is v in the next turn.
func (r *run) grows(sum *ssa.BinOp, v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Phi:
		return r.isLoop() && v.Block() == r.entry && slices.Contains(v.Edges, ssa.Value(sum))
	case *ssa.UnOp:
		return v.Op == token.MUL && r.outlives(v) && slices.ContainsFunc(*sum.Referrers(), func(ref ssa.Instruction) bool {
			st, ok := ref.(*ssa.Store)
			return ok && sameAddress(st.Addr, v.X)
		})
	}
	return false
}

// outlives reports whether a container was there before the turn began.
func (r *run) outlives(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Parameter, *ssa.FreeVar, *ssa.Global:
		return true
	case *ssa.UnOp:
		if v.Op != token.MUL {
			return false
		}
		switch a := v.X.(type) {
		case *ssa.FieldAddr:
			return r.outlives(a.X)
		case *ssa.Global, *ssa.FreeVar:
			return true
		case *ssa.Alloc:
			return !r.inside(a.Block()) || !r.isLoop()
		}
		return false
	case *ssa.FieldAddr:
		return r.outlives(v.X)
	case *ssa.Phi:
		return r.isLoop() && v.Block() == r.entry
	case ssa.Instruction:
		return r.isLoop() && !r.inside(v.Block())
	}
	return false
}

// isLoop reports whether the run is of a loop and not of a function.
func (r *run) isLoop() bool { return r.entry.Index != 0 }

// staysBehind reports whether what append returns is stored where it outlives
// the turn: back in the variable or field that it came from.
func (r *run) staysBehind(c *ssa.Call) bool {
	for _, ref := range *c.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Val != c {
				continue
			}
			switch a := ref.Addr.(type) {
			case *ssa.FieldAddr:
				if r.outlives(a.X) {
					return true
				}
			case *ssa.Global, *ssa.FreeVar:
				return true
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
			if ref.Value == c && r.outlives(ref.Map) {
				return true
			}
		}
	}
	return false
}
