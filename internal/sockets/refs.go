package sockets

// What the values of a function denote, and what its cells hold.

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

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
		return fi.phi(v)
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

// phi is what the paths into v bring. Loops in loops have phis that refer to
// each other: each is the union of what comes into all of them.
func (fi *fnInfo) phi(v *ssa.Phi) (out locSet) {
	seen := map[*ssa.Phi]bool{v: true}
	for work := []*ssa.Phi{v}; len(work) > 0; {
		p := work[len(work)-1]
		work = work[:len(work)-1]
		for _, e := range p.Edges {
			if q, ok := e.(*ssa.Phi); !ok {
				out = out.with(fi.val(e)...)
			} else if !seen[q] {
				seen[q] = true
				work = append(work, q)
			}
		}
	}
	return out
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
	if at != nil && c.field != elem && !isPolled(c.field) { // one cell for all elements: no store empties it
		if last := stored.lastBefore(at); last != nil {
			out = stored.after(last)
			return out
		}
	}
	if c.isSlot() || c.root().kind == locOpaque || isStruct(c.typ) && !zmqapi.IsSocket(c.typ) {
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
