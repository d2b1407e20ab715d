package recvloop

// Which variable a value lives in. A slice that grows is another value after
// each append; what stays is the variable: a field, a global, a local, one that
// a closure shares, or a parameter of those who call.

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// sameContainer recognises the variable that v is taken from wherever it is
// used: a field by its structure's type, a variable by itself.
func sameContainer(w *world, v ssa.Value) func(ssa.Value) bool {
	c := &container{w: w, values: map[ssa.Value]bool{}, places: map[any]bool{}}
	c.add(v, 0)
	return c.is
}

// container is all that is known to be one variable.
type container struct {
	w      *world
	values map[ssa.Value]bool
	places map[any]bool
}

// maxAliases bounds the search through callers and closures.
const maxAliases = 4

// add adds a value, and those that it is made from or handed on as.
func (c *container) add(v ssa.Value, depth int) {
	if v == nil || c.values[v] || depth > maxAliases {
		return
	}
	if k, ok := v.(*ssa.Const); ok && k.IsNil() {
		return
	}
	c.values[v] = true
	if p := place(v); p != nil {
		c.places[p] = true
	}
	switch v := v.(type) {
	case *ssa.Phi:
		for _, e := range v.Edges {
			c.add(e, depth)
		}
	case *ssa.Slice:
		c.add(v.X, depth)
	case *ssa.MakeInterface:
		c.add(v.X, depth)
	case *ssa.Call:
		if isAppend(v) {
			c.add(v.Call.Args[0], depth)
		}
		c.returned(v, depth)
	case *ssa.UnOp:
		if v.Op == token.MUL {
			c.add(v.X, depth)
		}
	case *ssa.FreeVar:
		c.add(binding(v), depth+1)
	case *ssa.Parameter:
		c.arguments(v, depth)
	}
	c.users(v, depth)
}

// users adds what v becomes: behind an append, a cut, a join of ways.
func (c *container) users(v ssa.Value, depth int) {
	refs := v.Referrers()
	if refs == nil {
		return
	}
	for _, ref := range *refs {
		switch ref := ref.(type) {
		case *ssa.Phi:
			c.add(ref, depth)
		case *ssa.Slice:
			if ref.X == v {
				c.add(ref, depth)
			}
		case *ssa.Call:
			if isAppend(ref) && ref.Call.Args[0] == v {
				c.add(ref, depth)
			}
		}
	}
}

// returned adds what a function in the load returns.
func (c *container) returned(call *ssa.Call, depth int) {
	fn := call.Call.StaticCallee()
	if fn == nil || fn.Signature.Results().Len() != 1 {
		return
	}
	for _, b := range fn.Blocks {
		if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok {
			c.add(ret.Results[0], depth+1)
		}
	}
}

// arguments adds what the callers in the package pass.
func (c *container) arguments(v *ssa.Parameter, depth int) {
	fn := v.Parent()
	for i, p := range fn.Params {
		if p != v {
			continue
		}
		for _, call := range c.w.callers(fn) {
			if args := call.Common().Args; i < len(args) {
				c.add(args[i], depth+1)
			}
		}
	}
}

func (c *container) is(v ssa.Value) bool {
	for range maxAliases {
		if c.values[v] || c.places[place(v)] {
			return true
		}
		switch x := v.(type) {
		case *ssa.UnOp:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.FreeVar:
			v = binding(x)
		default:
			return false
		}
	}
	return false
}

// place is what identifies a field or a variable in memory, given its address
// or what is loaded from it.
func place(v ssa.Value) any {
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return place(v.X)
		}
	case *ssa.FieldAddr:
		return fieldOf(v)
	case *ssa.Global, *ssa.Alloc:
		return v
	}
	return nil
}

// binding is the variable of the enclosing function that a closure shares.
func binding(v *ssa.FreeVar) ssa.Value {
	fn := v.Parent()
	if fn.Parent() == nil {
		return nil
	}
	for _, b := range fn.Parent().Blocks {
		for _, instr := range b.Instrs {
			if mk, ok := instr.(*ssa.MakeClosure); ok && mk.Fn == fn {
				for i, f := range fn.FreeVars {
					if f == v {
						return mk.Bindings[i]
					}
				}
			}
		}
	}
	return nil
}

func isAppend(c *ssa.Call) bool {
	b, ok := c.Call.Value.(*ssa.Builtin)
	return ok && b.Name() == "append" && len(c.Call.Args) > 0
}
