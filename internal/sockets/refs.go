package sockets

// Names for sockets and for the structures that hold them, inside one
// function.
//
// A Loc stands for a pointer and for what it points to alike: the field cell
// x.f, the pointer kept in it, and the socket behind it have one name as long
// as nothing else is known to be stored there. content tells what is.

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
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

// children are the cells of field f in every location of s.
func (fi *fnInfo) children(s locSet, f *types.Var, t types.Type) (out locSet) {
	for _, l := range fi.throughCopies(s) {
		out = out.with(fi.child(l, f, t))
	}
	return out
}

// throughCopies adds the structures that were copied into those of s.
func (fi *fnInfo) throughCopies(s locSet) locSet {
	for i := 0; i < len(s); i++ {
		if c := fi.content[s[i]]; c != nil {
			s = s.with(c.locs...)
		}
	}
	return s
}

// val is what v may denote. It is computed on demand and kept until the
// contents of a cell grow (see stabilize).
func (fi *fnInfo) val(v ssa.Value) locSet {
	if s, ok := fi.vals[v]; ok {
		return s
	}
	fi.vals[v] = nil // ends the recursion of phi cycles
	s := fi.valueOf(v)
	fi.vals[v] = s
	return s
}

func (fi *fnInfo) valueOf(v ssa.Value) (out locSet) {
	switch v := v.(type) {
	case *ssa.Parameter:
		return locSet{fi.loc(locKey{kind: locParam, val: v}, v.Type())}
	case *ssa.FreeVar:
		return locSet{fi.loc(locKey{kind: locFree, val: v}, v.Type())}
	case *ssa.Global:
		return locSet{fi.loc(locKey{kind: locGlobal, val: v}, v.Type())}
	case *ssa.Alloc, *ssa.MakeMap, *ssa.MakeSlice, *ssa.MakeChan:
		l := fi.loc(locKey{kind: locMem, val: v}, v.Type())
		l.nothing = true
		return locSet{l}
	case *ssa.Phi:
		for _, e := range v.Edges {
			out = out.with(fi.val(e)...)
		}
		return out
	case *ssa.FieldAddr:
		f := fieldOf(v.X.Type(), v.Field)
		return fi.children(fi.val(v.X), f, v.Type())
	case *ssa.Field:
		f := fieldOf(v.X.Type(), v.Field)
		return fi.load(fi.children(fi.val(v.X), f, types.NewPointer(v.Type())), v)
	case *ssa.IndexAddr:
		return fi.children(fi.val(v.X), elem, v.Type())
	case *ssa.Index:
		return fi.loadElem(v.X, v)
	case *ssa.Lookup:
		return fi.loadElem(v.X, v)
	case *ssa.UnOp:
		return fi.unary(v)
	case *ssa.Extract:
		return fi.extract(v)
	case *ssa.Call:
		return fi.result(v, 0)
	case *ssa.MakeClosure, *ssa.Function, *ssa.Const, *ssa.Builtin:
		return nil
	}
	return fi.passThrough(v)
}

// passThrough handles the instructions that give their operand another type.
func (fi *fnInfo) passThrough(v ssa.Value) locSet {
	switch v := v.(type) {
	case *ssa.ChangeType:
		return fi.val(v.X)
	case *ssa.ChangeInterface:
		return fi.val(v.X)
	case *ssa.MakeInterface:
		return fi.val(v.X)
	case *ssa.TypeAssert:
		return fi.val(v.X)
	case *ssa.Slice:
		return fi.val(v.X)
	case *ssa.SliceToArrayPointer:
		return fi.val(v.X)
	case *ssa.Convert:
		return fi.val(v.X)
	}
	return nil
}

func (fi *fnInfo) unary(v *ssa.UnOp) locSet {
	switch v.Op.String() {
	case "*":
		return fi.load(fi.val(v.X), v)
	case "<-":
		return fi.loadElem(v.X, v)
	}
	return nil
}

func (fi *fnInfo) extract(v *ssa.Extract) locSet {
	switch t := v.Tuple.(type) {
	case *ssa.Call:
		return fi.result(t, v.Index)
	case *ssa.Next:
		if r, ok := t.Iter.(*ssa.Range); ok && v.Index == 2 {
			return fi.loadElem(r.X, v)
		}
	case *ssa.TypeAssert, *ssa.Lookup, *ssa.UnOp:
		if v.Index == 0 {
			return fi.val(v.Tuple)
		}
	case *ssa.Select:
		return nil
	}
	return nil
}

// loadElem is what the elements of container x hold where v is loaded.
func (fi *fnInfo) loadElem(x ssa.Value, v valueInstr) locSet {
	return fi.load(fi.children(fi.val(x), elem, types.NewPointer(v.Type())), v)
}

// valueInstr is an instruction that yields a value.
type valueInstr interface {
	ssa.Value
	ssa.Instruction
}

// load is what the cells hold at instruction at.
func (fi *fnInfo) load(cells locSet, at ssa.Instruction) (out locSet) {
	for _, c := range cells {
		out = out.with(fi.contents(c, at)...)
	}
	return out
}

// contents is what cell c holds at instruction at (nil: at any time): the
// values stored there in this function, and, unless such a store comes first
// on every path, what was there at its entry.
func (fi *fnInfo) contents(c *Loc, at ssa.Instruction) locSet {
	stored := fi.content[c]
	if stored == nil {
		if c.kind == locMem && c.nothing && !isStruct(c.typ) {
			return nil // a variable that was never assigned
		}
		if c.kind == locChild && c.parent.nothing && fi.content[c.parent] != nil {
			return nil // a copy: the original has the field
		}
		return locSet{c}
	}
	out := stored.locs
	if at != nil && c.field != elem { // one cell for all elements: no store empties it
		if last := stored.lastBefore(at); last != nil {
			out = stored.after(last)
			return out
		}
	}
	if c.isSlot() || c.root().kind == locOpaque || isStruct(c.typ) {
		out = out.with(c)
	}
	return out
}

// cell records the stores to one location.
type cell struct {
	locs   locSet
	stores []cellStore
}

type cellStore struct {
	instr ssa.Instruction
	locs  locSet
}

func (c *cell) add(instr ssa.Instruction, locs locSet) (grown bool) {
	n := len(c.locs)
	c.locs = c.locs.with(locs...)
	for i := range c.stores {
		if c.stores[i].instr == instr {
			c.stores[i].locs = c.stores[i].locs.with(locs...)
			return len(c.locs) > n
		}
	}
	c.stores = append(c.stores, cellStore{instr, locs})
	return true
}

// lastBefore is the last store that comes before at on every path.
func (c *cell) lastBefore(at ssa.Instruction) *cellStore {
	var last *cellStore
	for i := range c.stores {
		s := &c.stores[i]
		if dominates(s.instr, at) && (last == nil || dominates(last.instr, s.instr)) {
			last = s
		}
	}
	return last
}

// after is what the cell can hold when nothing stored before s is left.
func (c *cell) after(s *cellStore) locSet {
	out := s.locs
	for _, o := range c.stores {
		if o.instr != s.instr && !dominates(o.instr, s.instr) {
			out = out.with(o.locs...)
		}
	}
	return out
}

func dominates(a, b ssa.Instruction) bool {
	if a.Block() == b.Block() {
		return indexOf(a) < indexOf(b)
	}
	return a.Block().Dominates(b.Block())
}

func indexOf(instr ssa.Instruction) int {
	for i, x := range instr.Block().Instrs {
		if x == instr {
			return i
		}
	}
	return -1
}

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
