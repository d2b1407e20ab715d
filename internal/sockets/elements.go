package sockets

// Folding the elements of containers: endpoints in a list, a map of addresses.

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// variadic are the arguments behind a ...T parameter.
func variadic(v ssa.Value) []ssa.Value {
	s, ok := v.(*ssa.Slice)
	if !ok {
		return nil
	}
	a, ok := s.X.(*ssa.Alloc)
	if !ok {
		return nil
	}
	return elementStores(a, -1)
}

// elements folds what a container holds.
func (f *folder) elements(v ssa.Value, fr *frame, depth int) Value {
	key := foldKey{v, fr, true}
	f.budget--
	if v == nil || depth > maxFold || f.budget < 0 {
		return anything
	}
	if f.seen[key] {
		return Value{}
	}
	f.seen[key] = true
	defer delete(f.seen, key)
	depth++
	switch v := v.(type) {
	case *ssa.Const:
		return Value{}
	case *ssa.Slice:
		return f.elements(v.X, fr, depth)
	case *ssa.Alloc, *ssa.MakeSlice, *ssa.MakeMap:
		return f.storedElements(v, fr, depth)
	case *ssa.Phi:
		var out Value
		for _, e := range v.Edges {
			out = out.with(f.elements(e, fr, depth))
		}
		return out
	case *ssa.Parameter:
		return f.parameter(v, fr, depth, f.elements)
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok && b.Name() == "append" {
			return f.elements(v.Call.Args[0], fr, depth).with(f.elements(v.Call.Args[1], fr, depth))
		}
	case *ssa.UnOp:
		return f.elementsAt(v.X, fr, depth)
	case *ssa.Field:
		return f.fieldElements(fieldOf(v.X.Type(), v.Field), v.X.Type(), depth)
	}
	return anything
}

func (f *folder) storedElements(v ssa.Value, fr *frame, depth int) Value {
	var out Value
	for _, e := range elementStores(v, -1) {
		out = out.with(f.fold(e, fr, depth))
	}
	if a, ok := v.(*ssa.Alloc); ok && len(out.Alts) == 0 && !isStruct(a.Type()) {
		return f.elementsAt(a, fr, depth)
	}
	return out.orOpen()
}

func (f *folder) elementsAt(addr ssa.Value, fr *frame, depth int) Value {
	switch a := addr.(type) {
	case *ssa.FieldAddr:
		return f.fieldElements(fieldOf(a.X.Type(), a.Field), a.X.Type(), depth)
	case *ssa.Global:
		if s := f.p.heap.globals[a]; s != nil {
			return f.elementsOf(s, depth)
		}
	case *ssa.Alloc:
		stores, closed := f.p.heap.storesTo(a)
		out := Value{Open: !closed}
		for _, s := range stores {
			out = out.with(f.elements(s, fr, depth))
		}
		return out.orOpen()
	}
	return anything
}

func (f *folder) fieldElements(fv *types.Var, t types.Type, depth int) Value {
	s := f.p.heap.fields[fv.Origin()]
	if s == nil {
		return anything
	}
	out := f.elementsOf(s, depth)
	_, _, tagged := tagDefault(t, fv)
	out.Open = out.Open || tagged
	return out
}

func (f *folder) elementsOf(s *fieldStores, depth int) Value {
	out := Value{Open: s.open || len(s.addrs) > 0 || len(s.values) == 0}
	for _, v := range s.values {
		out = out.with(f.elements(v, nil, depth))
	}
	return out
}
