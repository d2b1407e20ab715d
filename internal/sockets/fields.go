package sockets

// Fields link what no call links: a constructor stores a socket in a field,
// an exported method that nobody in the load calls opens it. For each field
// (and package variable) we know the objects stored there, with their state at
// the end of the function that stored them, and the options that are set
// through the field anywhere. The order of methods is not known, so the latter
// are neither set nor missing: Context.Unsure.

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// pendingField is an event on a socket that came out of a field.
type pendingField struct {
	in    *fnInfo
	ev    *Event
	field *types.Var // nil: out of nowhere
}

// fieldObjects is what is known of the sockets in one field.
type fieldObjects struct {
	objects []heldObject
	sets    []setThrough
}

// heldObject is an object in a field as one function leaves it there.
type heldObject struct {
	object
	holder *ssa.Function
	given  bool // to the holder's callers
}

// setThrough is an option set through a field, by a function.
type setThrough struct {
	fn   *ssa.Function
	opts zmqapi.OptionSet
}

// lastField is the field or package variable that l was loaded from.
func lastField(l *Loc) *types.Var {
	for ; l.kind == locChild; l = l.parent {
		if l.field != elem && !isPolled(l.field) {
			return l.field
		}
	}
	if g, ok := l.val.(*ssa.Global); ok {
		if v, ok := g.Object().(*types.Var); ok {
			return v
		}
	}
	return nil
}

func (p *Program) fieldOf(f *types.Var) *fieldObjects {
	fo := p.fields[f]
	if fo == nil {
		fo = &fieldObjects{}
		p.fields[f] = fo
	}
	return fo
}

// collectFields fills p.fields after all functions are analysed.
func (p *Program) collectFields() {
	for _, fn := range p.funcs {
		fi := p.infos[fn]
		if fi == nil {
			continue
		}
		for c, held := range fi.cellsInOrder() {
			f := lastField(c)
			if f == nil || p.inTest(fn.Pos()) && !p.inTest(f.Pos()) {
				continue
			}
			for _, l := range fi.objectsIn(held.locs, 0) {
				if st, reached := fi.exit[l]; reached {
					fo := p.fieldOf(f)
					fo.objects = append(fo.objects, heldObject{object{fi.origins(l), st}, fn, fi.given[l]})
				}
			}
		}
		for _, ev := range fi.events {
			if f := lastField(ev.on); f != nil && ev.Kind == Set {
				fo := p.fieldOf(f)
				fo.sets = append(fo.sets, setThrough{ev.Fn, optionsOf(ev.API)})
			}
		}
	}
	for _, fo := range p.fields {
		fo.keepLast(p.callers)
	}
}

// objectsIn are the objects among ls and in the elements of the containers
// among them.
func (fi *fnInfo) objectsIn(ls locSet, depth int) (out locSet) {
	for _, l := range ls {
		if l.isObject() {
			out = out.with(l)
			continue
		}
		for _, c := range fi.order {
			if depth >= maxPath || c.kind != locChild || c.parent != l || c.field != elem && !isPolled(c.field) {
				continue
			}
			if held := fi.content[c]; held != nil {
				out = out.with(fi.objectsIn(held.locs, depth+1)...)
			} else {
				out = out.with(fi.objectsIn(locSet{c}, depth+1)...)
			}
		}
	}
	return out
}

// keepLast drops what callers know better: an object that a function hands to
// a caller which leaves it in the same field, and repetitions.
func (fo *fieldObjects) keepLast(callers map[*ssa.Function][]ssa.CallInstruction) {
	type hold struct {
		made   *Origin
		holder *ssa.Function
	}
	holds := map[hold]bool{}
	for _, o := range fo.objects {
		holds[hold{o.made(), o.holder}] = true
	}
	var kept []heldObject
	for _, o := range fo.objects {
		known := o.given && slices.ContainsFunc(callers[o.holder], func(c ssa.CallInstruction) bool {
			return c.Parent() != o.holder && holds[hold{o.made(), c.Parent()}]
		})
		if !known && !slices.ContainsFunc(kept, func(k heldObject) bool { return k.state == o.state && k.sameOrigin(o) }) {
			kept = append(kept, o)
		}
	}
	fo.objects = kept
}

// made is the NewSocket call behind the object, nil when it is not known.
func (o heldObject) made() *Origin {
	if len(o.origins) == 0 {
		return nil
	}
	made := o.origins[0]
	for made.from != nil {
		made = made.from
	}
	return made
}

func (o heldObject) sameOrigin(k heldObject) bool {
	return len(o.origins) > 0 && len(k.origins) > 0 && o.origins[0] == k.origins[0]
}

// discharge resolves what no caller has resolved.
func (p *Program) discharge() {
	p.collectFields()
	resolved := map[*Site]bool{}
	for _, c := range p.contexts {
		resolved[c.Site] = true
	}
	for _, pf := range p.pending {
		p.resolveField(pf)
		resolved[pf.ev.Site] = true
	}
	for _, fn := range p.funcs {
		fi := p.infos[fn]
		if fi == nil || !p.isRoot(fn) {
			continue
		}
		for _, ev := range fi.summary.pending {
			p.resolveField(pendingField{fi, ev, lastField(ev.on)})
			resolved[ev.Site] = true
		}
	}
	// What is left is called from functions that could not say which socket
	// they pass.
	for _, fn := range p.funcs {
		fi := p.infos[fn]
		if fi == nil {
			continue
		}
		for _, ev := range fi.summary.pending {
			if ev.Fn == fn && !resolved[ev.Site] {
				p.resolveField(pendingField{fi, ev, lastField(ev.on)})
			}
		}
	}
}

// resolveField turns an event on a field's socket into contexts, one for each
// socket that is stored there.
func (p *Program) resolveField(pf pendingField) {
	fo := p.fields[pf.field]
	if pf.field == nil || fo == nil || len(fo.objects) == 0 {
		ev := *pf.ev
		if ev.Before.Unknown == "" {
			ev.Before.Unknown = p.whyUnknown(pf)
		}
		p.contexts = append(p.contexts, &Context{Event: &ev, in: pf.in})
		return
	}
	for _, o := range fo.objects {
		ev := *pf.ev
		ev.Before = compose(o.state, pf.ev.Before)
		var elsewhere zmqapi.OptionSet
		for _, s := range fo.sets {
			if s.fn != ev.Fn && s.fn != o.holder {
				elsewhere = elsewhere.Union(s.opts)
			}
		}
		p.contexts = append(p.contexts, &Context{Event: &ev, Origins: o.origins, Unsure: elsewhere.Minus(ev.Before.Must), in: pf.in})
	}
}

func (p *Program) whyUnknown(pf pendingField) string {
	switch {
	case pf.field != nil:
		return "no socket is stored in " + pf.field.Name() + " where this load can see it"
	case pf.ev.on.kind == locParam:
		return "the socket is a parameter of " + pf.in.fn.RelString(nil) + ", and no call of it could be followed"
	}
	return "the socket comes from a value that cannot be followed"
}

// site returns the one Site of an API call.
func (p *Program) site(kind EventKind, row *zmqapi.Call, call ssa.CallInstruction, fn *ssa.Function) *Site {
	if s := p.sites[call]; s != nil {
		return s
	}
	s := &Site{Kind: kind, API: row, Call: call, Fn: fn}
	p.sites[call] = s
	return s
}
