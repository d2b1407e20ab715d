package sockets

// Which types lead to sockets, and how they hold them.

import (
	"go/types"

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

// holdsSockets reports whether values of type t can lead to a socket without
// passing through an interface of another package.
func (p *Program) holdsSockets(t types.Type) bool { return p.holds(t, 0) }

func (p *Program) holds(t types.Type, depth int) bool {
	if zmqapi.IsSocket(t) {
		return true
	}
	if depth > maxPath+2 {
		return false
	}
	if h, ok := p.carries[t]; ok {
		return h
	}
	p.carries[t] = false
	h := p.holdsUnder(t, depth)
	if h || depth == 0 {
		p.carries[t] = h
	} else {
		delete(p.carries, t) // cut short by depth: no lasting answer
	}
	return h
}

func (p *Program) holdsUnder(t types.Type, depth int) bool {
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		return p.holds(u.Elem(), depth+1)
	case *types.Slice:
		return p.holds(u.Elem(), depth+1)
	case *types.Array:
		return p.holds(u.Elem(), depth+1)
	case *types.Chan:
		return p.holds(u.Elem(), depth+1)
	case *types.Map:
		return p.holds(u.Elem(), depth+1)
	case *types.Struct:
		for f := range u.Fields() {
			if p.holds(f.Type(), depth+1) {
				return true
			}
		}
	case *types.Interface:
		return p.interfaceHolds(t, depth)
	case *types.Signature:
		for v := range u.Params().Variables() {
			if p.holds(v.Type(), depth+1) {
				return true
			}
		}
	}
	return false
}
