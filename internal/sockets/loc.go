package sockets

// Names for sockets and for the structures that hold them, inside one
// function.
//
// A Loc stands for a pointer and for what it points to alike: the field cell
// x.f, the pointer kept in it, and the socket behind it have one name as long
// as nothing else is known to be stored there.

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

type locKind uint8

const (
	locParam  locKind = iota // parameter or receiver
	locFree                  // captured variable
	locGlobal                // package variable
	locMade                  // result of NewSocket
	locFresh                 // socket that a callee made and handed over
	locMem                   // memory made here: struct, variable, slice, map
	locOpaque                // value that nothing is known of
	locChild                 // field or element of parent
)

// locKey is what makes a Loc the same Loc.
type locKey struct {
	kind   locKind
	index  int
	val    ssa.Value
	parent *Loc
	field  *types.Var
}

// Loc is an abstract location of one function. Locs are interned: equal
// locations are the same pointer.
type Loc struct {
	locKey
	depth   int
	typ     types.Type
	obj     *object // locFresh: what the callee says of it
	nothing bool    // locMem whose cells hold nothing but what is stored here
}

// elem is the pseudo-field of all elements of a slice, array, map or channel.
var elem = types.NewField(0, nil, "[]", types.Universe.Lookup("any").Type(), false)

// maxPath bounds field paths; beyond it a value is opaque. Real wrappers are
// two deep (application.server.socket), containers add one.
const maxPath = 4

type locSet []*Loc

func (s locSet) has(l *Loc) bool {
	for _, x := range s {
		if x == l {
			return true
		}
	}
	return false
}

func (s locSet) with(ls ...*Loc) locSet {
	for _, l := range ls {
		if l != nil && !s.has(l) {
			s = append(s[:len(s):len(s)], l)
		}
	}
	return s
}

func (l *Loc) root() *Loc {
	for l.kind == locChild {
		l = l.parent
	}
	return l
}

// path is the field path from the root to l.
func (l *Loc) path() []*types.Var {
	if l.kind != locChild {
		return nil
	}
	return append(l.parent.path(), l.field)
}

// isSlot reports whether l is named by the function's interface, so that a
// caller can say what it is.
func (l *Loc) isSlot() bool {
	k := l.root().kind
	return k == locParam || k == locFree || k == locGlobal
}

// isObject reports whether l is one socket whose making is known.
func (l *Loc) isObject() bool { return l.kind == locMade || l.kind == locFresh }

func (l *Loc) String() string {
	switch l.kind {
	case locParam:
		return l.val.Name()
	case locFree, locGlobal:
		return l.val.Name()
	case locChild:
		if l.field == elem {
			return l.parent.String() + "[]"
		}
		return l.parent.String() + "." + l.field.Name()
	}
	return "new"
}

func (fi *fnInfo) loc(k locKey, t types.Type) *Loc {
	if l := fi.locs[k]; l != nil {
		return l
	}
	l := &Loc{locKey: k, typ: t}
	if k.parent != nil {
		l.depth = k.parent.depth + 1
	}
	fi.locs[k] = l
	fi.order = append(fi.order, l)
	return l
}

func (fi *fnInfo) child(l *Loc, f *types.Var, t types.Type) *Loc {
	if l.depth >= maxPath || l.isObject() {
		return nil
	}
	if f != elem {
		f = f.Origin()
	}
	// A recursive structure (list.next.next) has one name from the second
	// round on.
	for p := l; p.kind == locChild; p = p.parent {
		if p.field == f && f != elem {
			return p
		}
	}
	return fi.loc(locKey{kind: locChild, parent: l, field: f}, t)
}
