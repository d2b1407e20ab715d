package recvloop

// Messages kept in something that grows.
//
// A message is followed from the receive through the functions that get it. It
// is kept when it is appended, stored in a map, or pushed on a list that was
// there before the turn began. A bound in sight is any question for the size
// of what it is kept in, any removal from it, any fresh start with an empty one.

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// queues reports what keeps each message.
func (c *checker) queues(turn *run) {
	q := &queueSearch{c: c, seen: map[*ssa.Function]bool{}}
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
	seen map[*ssa.Function]bool
	told bool // one finding for each loop
}

// in looks for stores of tainted values in a run.
func (q *queueSearch) in(r *run, tainted map[ssa.Value]bool, depth int) {
	r.spread(tainted)
	for _, b := range r.entry.Parent().Blocks {
		if !r.reached[b] || r.guarded(b) {
			continue
		}
		for _, instr := range b.Instrs {
			switch instr := instr.(type) {
			case *ssa.MapUpdate:
				if tainted[instr.Value] && tainted[instr.Key] && carries(instr.Value) && r.outlives(instr.Map) && !q.bounded(r, instr.Map) {
					q.report(instr.Pos(), "stored in a map under a key that its sender chooses")
				}
			case *ssa.Call:
				q.call(r, instr, tainted, depth)
			}
		}
	}
}

// carries reports whether a value can hold a message, and not only a number
// out of it.
func carries(v ssa.Value) bool {
	b, ok := v.Type().Underlying().(*types.Basic)
	return !ok || b.Info()&types.IsString != 0
}

func (q *queueSearch) call(r *run, c *ssa.Call, tainted map[ssa.Value]bool, depth int) {
	if b, ok := c.Call.Value.(*ssa.Builtin); ok {
		if b.Name() == "append" && len(c.Call.Args) == 2 && tainted[c.Call.Args[1]] && r.keeps(c) && !q.bounded(r, c.Call.Args[0]) {
			q.report(c.Pos(), "appended to a slice that outlives the turn")
		}
		return
	}
	path, recv, name := calleeName(&c.Call)
	if path == "container/list" && recv == "List" && (name == "PushBack" || name == "PushFront") && tainted[c.Call.Args[1]] && r.outlives(c.Call.Args[0]) && !q.bounded(r, c.Call.Args[0]) {
		q.report(c.Pos(), "pushed on a list that outlives the turn")
		return
	}
	if depth >= maxDepth || r.w.p.API(c) != nil {
		return
	}
	fns, _ := r.w.p.Callees(c)
	for _, fn := range fns {
		if q.seen[fn] {
			continue
		}
		q.seen[fn] = true
		params := map[ssa.Value]bool{}
		args := c.Call.Args
		if c.Call.IsInvoke() {
			args = append([]ssa.Value{c.Call.Value}, args...)
		}
		for i, a := range args {
			if tainted[a] && i < len(fn.Params) {
				params[fn.Params[i]] = true
			}
		}
		if h := r.w.helper(fn); h != nil && len(params) > 0 {
			q.in(h, params, depth+1)
		}
	}
}

func (q *queueSearch) report(pos token.Pos, how string) {
	if !pos.IsValid() || q.told {
		return
	}
	q.told = true
	q.c.reportAt("unbounded-queue", pos, pos, false, "each message is %s, with no bound in sight: a flood of messages fills the memory; bound it, and stop receiving or drop when it is full", how)
}

// spread adds what is made of tainted values.
func (r *run) spread(tainted map[ssa.Value]bool) {
	for range 16 {
		grown := false
		for b := range r.reached {
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
	if b, ok := to.Type().Underlying().(*types.Basic); ok && b.Info()&types.IsBoolean != 0 || isError(to.Type()) {
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
func (r *run) isLoop() bool { return r.entry.Index != 0 || r.edges[edge{r.entry, r.entry}] }

// keeps reports whether what append returns is stored where it outlives the
// turn: back in the variable or field that it came from.
func (r *run) keeps(c *ssa.Call) bool {
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

// bounded reports whether somebody compares the size of the container with a
// bound, or the function itself takes something out of it or starts it anew.
// That others take out what they have dealt with bounds nothing.
func (q *queueSearch) bounded(r *run, container ssa.Value) bool {
	same := sameContainer(container)
	here := r.entry.Parent()
	for _, fn := range q.c.loop.Program.FunctionsOf(here) {
		for _, b := range fn.Blocks {
			if stops(b, func(instr ssa.Instruction) bool {
				return asksSize(instr, same) || fn == here && removes(instr, same)
			}) {
				return true
			}
		}
	}
	return false
}

// asksSize reports whether an instruction compares the size of a container
// with something else than nothing, or than the index of a walk through it.
func asksSize(instr ssa.Instruction, same func(ssa.Value) bool) bool {
	cmp, ok := instr.(*ssa.BinOp)
	if !ok {
		return false
	}
	bound := func(v ssa.Value) bool {
		switch v := v.(type) {
		case *ssa.Const:
			return ofConst(v) != zero
		case *ssa.Phi:
			return !isIndex(v)
		case *ssa.BinOp:
			x, ok := v.X.(*ssa.Phi)
			return !ok || !isIndex(x)
		}
		return true
	}
	switch cmp.Op {
	case token.LSS, token.LEQ, token.GTR, token.GEQ, token.EQL, token.NEQ:
		return isSize(cmp.X, same) && bound(cmp.Y) || isSize(cmp.Y, same) && bound(cmp.X)
	}
	return false
}

func isSize(v ssa.Value, same func(ssa.Value) bool) bool {
	c, ok := v.(*ssa.Call)
	if !ok || len(c.Call.Args) == 0 {
		return false
	}
	if b, ok := c.Call.Value.(*ssa.Builtin); ok {
		return b.Name() == "len" && same(c.Call.Args[0])
	}
	_, recv, name := calleeName(&c.Call)
	return recv == "List" && name == "Len" && same(c.Call.Args[0])
}

// removes reports whether an instruction makes a container smaller.
func removes(instr ssa.Instruction, same func(ssa.Value) bool) bool {
	switch instr := instr.(type) {
	case *ssa.Call:
		if b, ok := instr.Call.Value.(*ssa.Builtin); ok {
			return (b.Name() == "delete" || b.Name() == "clear") && same(instr.Call.Args[0])
		}
		_, recv, name := calleeName(&instr.Call)
		return recv == "List" && (name == "Remove" || name == "Init") && same(instr.Call.Args[0])
	case *ssa.Slice:
		return same(instr.X) && (instr.Low != nil || instr.High != nil)
	case *ssa.Store:
		switch v := instr.Val.(type) {
		case *ssa.Const:
			return v.IsNil() && same(instr.Addr)
		case *ssa.MakeMap, *ssa.MakeSlice:
			return same(instr.Addr)
		}
	case *ssa.Phi: // a variable of the loop's own, empty again in the next turn
		for i, e := range instr.Edges {
			if c, ok := e.(*ssa.Const); ok && c.IsNil() && instr.Block().Dominates(instr.Block().Preds[i]) {
				return same(instr)
			}
		}
	}
	return false
}

// sameContainer recognises a container wherever it is loaded: a field by its
// structure's type, a variable by itself.
func sameContainer(v ssa.Value) func(ssa.Value) bool {
	key := containerKey(v)
	return func(o ssa.Value) bool {
		k := containerKey(o)
		return k != nil && k == key
	}
}

// containerKey identifies the variable that a container lives in.
func containerKey(v ssa.Value) any {
	for range 8 {
		switch x := v.(type) {
		case *ssa.UnOp:
			v = x.X
		case *ssa.FieldAddr:
			return x.X.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Struct).Field(x.Field)
		case *ssa.Global:
			return x
		case *ssa.FreeVar:
			return x.Name()
		case *ssa.Alloc:
			return x.Comment
		case *ssa.Phi:
			return x.Comment
		case *ssa.Call:
			b, ok := x.Call.Value.(*ssa.Builtin)
			if !ok || b.Name() != "append" {
				return nil
			}
			v = x.Call.Args[0]
		case *ssa.Slice:
			v = x.X
		case *ssa.Parameter:
			return x.Name()
		default:
			return v
		}
	}
	return nil
}
