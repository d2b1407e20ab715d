package sockets

// Which types lead to sockets, and how they hold them.

import (
	"go/types"
	"slices"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

func fieldOf(t types.Type, i int) *types.Var {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	return t.Underlying().(*types.Struct).Field(i)
}

// isStruct reports whether the cell type t, a pointer to the variable's type,
// is that of a variable that is a structure itself and not a reference to one.
func isStruct(t types.Type) bool {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	switch t.Underlying().(type) {
	case *types.Struct, *types.Array:
		return true
	}
	return false
}

// holdsSockets reports whether values of type t can lead to a socket in a few
// steps without passing through an interface of another package.
func (p *Program) holdsSockets(t types.Type) bool {
	h, ok := p.carries[t]
	if !ok {
		h = p.leadsToSocket(t)
		p.carries[t] = h
	}
	return h
}

// leadsToSocket searches breadth first, so that it sees each type once: the
// types of a compiler or a protocol all lead to each other.
func (p *Program) leadsToSocket(t types.Type) bool {
	if p.elsewhere(innermost(t)) {
		return false
	}
	seen := map[types.Type]bool{t: true}
	level := []types.Type{t}
	for range maxPath + 4 {
		var next []types.Type
		for _, t := range level {
			if zmqapi.IsSocket(t) || p.ownInterface(t) != nil && p.standsForSocket(t) {
				return true
			}
			for _, inner := range p.within(t) {
				if !seen[inner] && !p.elsewhere(inner) {
					seen[inner] = true
					next = append(next, inner)
				}
			}
		}
		level = next
	}
	return false
}

// innermost is what pointers and lists lead to, and nowhere else.
func innermost(t types.Type) types.Type {
	for {
		switch u := types.Unalias(t).(type) {
		case *types.Pointer:
			t = u.Elem()
		case *types.Slice:
			t = u.Elem()
		case *types.Array:
			t = u.Elem()
		default:
			return u
		}
	}
}

// elsewhere reports whether a type is that of a package that knows neither zmq4
// nor the load: most fields of most structures are.
func (p *Program) elsewhere(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		return true
	case *types.Named:
		pkg := t.Obj().Pkg()
		return t.TypeArgs().Len() == 0 && (pkg == nil || !p.leadsInto(pkg))
	}
	return false
}

// leadsInto reports whether a package is of the load, or zmq4, or imports one
// that is.
func (p *Program) leadsInto(pkg *types.Package) bool {
	leads, known := p.leading[pkg]
	if known {
		return leads
	}
	p.leading[pkg] = false // as long as it is being looked at
	leads = p.inLoad[pkg] || zmqapi.IsZMQ4(pkg.Path()) || slices.ContainsFunc(pkg.Imports(), p.leadsInto)
	p.leading[pkg] = leads
	return leads
}

// within are the types that a value of type t leads to in one step.
func (p *Program) within(t types.Type) []types.Type {
	switch u := t.Underlying().(type) {
	case interface{ Elem() types.Type }: // pointers and containers
		return []types.Type{u.Elem()}
	case *types.Struct:
		var fields []types.Type
		for f := range u.Fields() {
			fields = append(fields, f.Type())
		}
		return fields
	case *types.Interface:
		return p.implementers(t)
	case *types.Signature:
		var params []types.Type
		for v := range u.Params().Variables() {
			params = append(params, v.Type())
		}
		return params
	}
	return nil
}
