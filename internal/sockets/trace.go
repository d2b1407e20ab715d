package sockets

// Function values, traced as far as they can be: through variables, literal
// lists, and parameters of functions whose callers are known (functional
// options).

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// valueTargets traces a function value.
func (p *Program) valueTargets(v ssa.Value) targets {
	t := funcTrace{p: p, seen: map[ssa.Value]bool{}, elemField: -1}
	t.value(v, 0)
	out := targets{fns: t.fns, inTurn: t.inTurn && !t.chosen}
	if t.lost || len(t.fns) == 0 {
		out.unknown = "handed to a function value that cannot be followed"
	}
	if len(t.fns) > 1 && p.chosenByCaller(v) {
		return targets{unknown: "handed to a function that the caller chooses"}
	}
	for _, fn := range t.fns {
		if api(fn) != nil {
			return targets{unknown: "configured through a method value"}
		}
	}
	return out
}

// funcTrace collects the functions that a value can be.
type funcTrace struct {
	p      *Program
	fns    []*ssa.Function
	seen   map[ssa.Value]bool
	lost   bool
	inTurn bool // the value is an element of a list that a loop walks
	chosen bool // one element is looked up by its key
	// elemField is the field of the elements that is meant, -1 for the
	// elements themselves.
	elemField int
}

const maxTrace = 12

func (t *funcTrace) value(v ssa.Value, depth int) {
	if t.seen[v] {
		return
	}
	t.seen[v] = true
	if depth > maxTrace {
		t.lost = true
		return
	}
	switch v := v.(type) {
	case *ssa.Function:
		t.add(v)
	case *ssa.MakeClosure:
		t.add(v.Fn.(*ssa.Function))
	case *ssa.Const: // nil is never called
	case *ssa.ChangeType:
		t.value(v.X, depth+1)
	case *ssa.MakeInterface:
		t.value(v.X, depth+1)
	case *ssa.Phi:
		for _, e := range v.Edges {
			t.value(e, depth+1)
		}
	case *ssa.Parameter:
		t.parameter(v, depth, t.value)
	case *ssa.Call:
		t.results(v, 0, depth, t.value)
	case *ssa.Extract:
		if c, ok := v.Tuple.(*ssa.Call); ok {
			t.results(c, v.Index, depth, t.value)
			return
		}
		t.extracted(v, depth)
	case *ssa.UnOp:
		t.cell(v.X, depth)
	case *ssa.Field:
		t.field(fieldOf(v.X.Type(), v.Field), depth)
	case *ssa.Index:
		t.elements(v.X, depth+1)
	case *ssa.Lookup:
		t.chosen = true
		t.elements(v.X, depth+1)
	default:
		t.lost = true
	}
}

func (t *funcTrace) add(fn *ssa.Function) {
	if !t.p.hasBody(fn) && api(fn) == nil {
		t.lost = true
		return
	}
	for _, f := range t.fns {
		if f == fn {
			return
		}
	}
	t.fns = append(t.fns, fn)
}

func (t *funcTrace) extracted(v *ssa.Extract, depth int) {
	if next, ok := v.Tuple.(*ssa.Next); ok {
		if r, ok := next.Iter.(*ssa.Range); ok {
			t.elements(r.X, depth+1)
			return
		}
	}
	if l, ok := v.Tuple.(*ssa.Lookup); ok && v.Index == 0 {
		t.value(l, depth)
		return
	}
	t.lost = true
}

// parameter goes on with what the callers pass.
func (t *funcTrace) parameter(v *ssa.Parameter, depth int, next func(ssa.Value, int)) {
	fn := v.Parent()
	callers := t.p.callers[fn]
	if len(callers) == 0 || t.p.escapes[fn] {
		t.lost = true
	}
	i := indexIn(fn.Params, v)
	for _, c := range callers {
		if a := argument(c.Common(), i); a != nil {
			next(a, depth+1)
		}
	}
}

func (t *funcTrace) results(c *ssa.Call, i, depth int, next func(ssa.Value, int)) {
	fn := c.Call.StaticCallee()
	if b, ok := c.Call.Value.(*ssa.Builtin); ok && b.Name() == "append" {
		next(c.Call.Args[0], depth+1)
		next(c.Call.Args[1], depth+1)
		return
	}
	if fn == nil || !t.p.hasBody(fn) {
		t.lost = true
		return
	}
	for _, b := range fn.Blocks {
		if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok && i < len(ret.Results) {
			next(ret.Results[i], depth+1)
		}
	}
}

// cell goes on with what is stored at an address.
func (t *funcTrace) cell(addr ssa.Value, depth int) {
	switch a := addr.(type) {
	case *ssa.IndexAddr:
		t.elements(a.X, depth+1)
	case *ssa.FieldAddr:
		t.field(fieldOf(a.X.Type(), a.Field), depth)
	case *ssa.Alloc, *ssa.Global:
		t.stores(a, depth)
	case *ssa.FreeVar:
		for _, b := range t.p.bindingsOf(a) {
			t.cell(b, depth+1)
		}
	default:
		t.lost = true
	}
}

func (t *funcTrace) stores(a ssa.Value, depth int) {
	stores, closed := t.p.heap.storesTo(a)
	t.lost = t.lost || !closed
	for _, s := range stores {
		t.value(s, depth+1)
	}
}

func (t *funcTrace) field(f *types.Var, depth int) {
	stores := t.p.heap.fields[f.Origin()]
	if stores == nil || stores.open {
		t.lost = true
		return
	}
	for _, s := range stores.values {
		t.value(s, depth+1)
	}
}

// elements goes on with what a container holds.
func (t *funcTrace) elements(v ssa.Value, depth int) {
	t.inTurn = true
	if t.seen[v] {
		return
	}
	t.seen[v] = true
	if depth > maxTrace {
		t.lost = true
		return
	}
	switch v := v.(type) {
	case *ssa.Const:
	case *ssa.Slice:
		t.elements(v.X, depth+1)
	case *ssa.Alloc, *ssa.MakeMap, *ssa.MakeSlice:
		for _, e := range elementStores(v, t.elemField) {
			t.value(e, depth+1)
		}
	case *ssa.Phi:
		for _, e := range v.Edges {
			t.elements(e, depth+1)
		}
	case *ssa.Parameter:
		t.parameter(v, depth, t.elements)
	case *ssa.Call:
		t.results(v, 0, depth, t.elements)
	case *ssa.UnOp:
		t.elementsAt(v.X, depth)
	default:
		t.lost = true
	}
}

func (t *funcTrace) elementsAt(addr ssa.Value, depth int) {
	switch a := addr.(type) {
	case *ssa.Alloc, *ssa.Global:
		stores, closed := t.p.heap.storesTo(a)
		t.lost = t.lost || !closed
		for _, s := range stores {
			t.elements(s, depth+1)
		}
	case *ssa.FieldAddr:
		f := t.p.heap.fields[fieldOf(a.X.Type(), a.Field).Origin()]
		if f == nil || f.open {
			t.lost = true
			return
		}
		for _, s := range f.values {
			t.elements(s, depth+1)
		}
	default:
		t.lost = true
	}
}

// chosenByCaller reports whether v is a function in a field of a structure that
// an exported function is given: which one, whoever calls it says.
func (p *Program) chosenByCaller(v ssa.Value) bool {
	var owner ssa.Value
	switch v := v.(type) {
	case *ssa.Field:
		owner = v.X
	case *ssa.UnOp:
		if a, ok := v.X.(*ssa.FieldAddr); ok {
			owner = a.X
		}
	}
	return owner != nil && p.handedIn(owner, 0)
}

// handedIn reports whether v is, or is a copy of, a parameter of an exported
// function, by way of the load's own calls.
func (p *Program) handedIn(v ssa.Value, depth int) bool {
	if depth > maxTrace {
		return false
	}
	switch v := v.(type) {
	case *ssa.Parameter:
		fn := v.Parent()
		if obj := fn.Object(); obj != nil && obj.Exported() {
			return true
		}
		i := indexIn(fn.Params, v)
		for _, c := range p.callers[fn] {
			if a := argument(c.Common(), i); a != nil && p.handedIn(a, depth+1) {
				return true
			}
		}
	case *ssa.Alloc:
		stores, _ := p.heap.storesTo(v)
		return len(stores) == 1 && p.handedIn(stores[0], depth+1)
	case *ssa.UnOp:
		return p.handedIn(v.X, depth+1)
	}
	return false
}
