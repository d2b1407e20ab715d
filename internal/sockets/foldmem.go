package sockets

// Folding what is kept in memory: local variables, package variables, fields,
// and what pointers in them point to.

import (
	"go/constant"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// load is what is stored at an address.
func (f *folder) load(addr ssa.Value, fr *frame, depth int) Value {
	switch a := addr.(type) {
	case *ssa.FieldAddr:
		return f.field(a.X, a.Field, a.X.Type(), fr, depth)
	case *ssa.IndexAddr:
		return f.elements(a.X, fr, depth)
	case *ssa.Global:
		out := f.cell(f.p.heap.globals[a], depth)
		out.Open = out.Open || f.p.importersSet(a.Object())
		return out
	case *ssa.Alloc:
		return f.local(a, fr, depth)
	case *ssa.FreeVar:
		var out Value
		for _, b := range f.p.bindingsOf(a) {
			out = out.with(f.load(b, nil, depth))
		}
		return out
	case *ssa.Call:
		return f.flag(a, fr, depth)
	case *ssa.UnOp:
		return f.pointee(a.X, fr, depth)
	}
	return anything
}

// pointee folds what the pointers in a cell point to: a package variable or a
// field that keeps the result of flag.String.
func (f *folder) pointee(cell ssa.Value, fr *frame, depth int) Value {
	var values []ssa.Value
	closed := true
	switch c := cell.(type) {
	case *ssa.Global, *ssa.Alloc:
		values, closed = f.p.heap.storesTo(c)
	case *ssa.FieldAddr:
		if s := f.p.heap.fields[fieldOf(c.X.Type(), c.Field).Origin()]; s != nil {
			values, closed = s.values, !s.open && len(s.addrs) == 0
		}
	}
	out := Value{Open: !closed || len(values) == 0}
	for _, v := range values {
		if f.budget--; f.budget < 0 || depth > maxFold {
			return anything
		}
		out = out.with(f.load(v, fr, depth+1))
	}
	return out
}

// local folds a variable that closures share or whose address is taken.
func (f *folder) local(a *ssa.Alloc, fr *frame, depth int) Value {
	stores, closed := f.p.heap.storesTo(a)
	out := Value{Open: !closed}
	for _, s := range stores {
		out = out.with(f.fold(s, fr, depth))
	}
	for _, ref := range *a.Referrers() {
		if call, ok := ref.(ssa.CallInstruction); ok {
			out = out.with(f.filled(call, a, depth))
		}
	}
	return out
}

// cell folds a package variable.
func (f *folder) cell(s *fieldStores, depth int) Value {
	if s == nil {
		return anything
	}
	out := Value{Open: s.open || len(s.values)+len(s.addrs) == 0}
	for _, v := range s.values {
		out = out.with(f.fold(v, nil, depth))
	}
	for _, v := range s.defaults {
		out = out.with(fallbacks(f.fold(v, nil, depth)))
	}
	for _, u := range s.addrs {
		out = out.with(f.filled(u.call, u.call.Common().Args[u.arg], depth))
	}
	return out
}

// field joins all stores to a field, with the default that its tag gives.
func (f *folder) field(x ssa.Value, i int, t types.Type, fr *frame, depth int) Value {
	fv := fieldOf(t, i)
	if a, ok := x.(*ssa.Alloc); ok {
		if v, ok := f.localField(a, i, fr, depth); ok {
			return v
		}
	}
	out := Value{}
	if s := f.p.heap.fields[fv.Origin()]; s != nil {
		out = f.cell(s, depth)
	} else {
		out = anything
	}
	def, hasDefault, tagged := tagDefault(t, fv)
	if hasDefault {
		out = out.with(ofConst(constant.MakeString(def)).via(TagDefault))
	}
	out.Open = out.Open || tagged || f.p.importersSet(fv)
	return out
}

// importersSet reports whether packages outside the load can store to a field
// or package variable: it is exported by a package that may be imported, and
// the load has no program that tells who does.
func (p *Program) importersSet(v types.Object) bool {
	if v == nil || !v.Exported() || v.Pkg() == nil || v.Pkg().Name() == "main" {
		return false
	}
	path := v.Pkg().Path()
	return !p.hasMain && !strings.HasPrefix(path, "internal/") && !strings.Contains(path, "/internal/") && !strings.HasSuffix(path, "/internal")
}

// localField folds a field of a structure that is made here, filled field by
// field, and not handed to anyone who could change it.
func (f *folder) localField(a *ssa.Alloc, i int, fr *frame, depth int) (Value, bool) {
	var out Value
	n := 0
	for _, ref := range *a.Referrers() {
		switch ref := ref.(type) {
		case *ssa.FieldAddr:
			if ref.Field != i {
				continue
			}
			for _, r := range *ref.Referrers() {
				switch r := r.(type) {
				case *ssa.Store:
					if r.Addr != ref {
						return out, false
					}
					out = out.with(f.fold(r.Val, fr, depth))
					n++
				case *ssa.UnOp:
				default:
					return out, false
				}
			}
		case *ssa.UnOp:
		default:
			return out, false
		}
	}
	return out, n > 0
}
