package sockets

// Summary to FuncFact and back.

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// encode tells importers of a function; ok is false when there is nothing that
// they could not guess.
func (p *Program) encode(fi *fnInfo, settled map[*Site]bool) (ff FuncFact, ok bool) {
	if fi == nil {
		return ff, false
	}
	ff = p.encodeSummary(fi, nil, settled)
	ff.Asks, ff.Cases = p.encodeCases(fi, ff, settled)
	ok = ff.NoReturn || len(ff.Effects)+len(ff.Results)+len(ff.Stores)+len(ff.Events)+len(ff.Opens)+len(ff.Cases) > 0
	return ff, ok
}

// encodeSummary describes the function under the assumptions of sp, or, when that
// is nil, under none.
func (p *Program) encodeSummary(fi *fnInfo, sp *special, settled map[*Site]bool) (ff FuncFact) {
	s := fi.summary
	if sp != nil {
		s = sp.summary
	}
	ff.NoReturn, ff.Opaque = s.noReturn, s.opaque
	for _, e := range s.effects {
		ff.Effects = append(ff.Effects, EffectFact{encodeSlot(e.slot), encodeState(e.state)})
	}
	for _, h := range s.results {
		ff.Results = append(ff.Results, ResultFact{h.index, encodePath(h.path), encodeSource(fi.fn, h.from)})
	}
	for _, st := range s.stores {
		ff.Stores = append(ff.Stores, StoreFact{encodeSlot(st.to), encodeSource(fi.fn, st.from)})
	}
	for _, ev := range s.pending {
		if ev.Kind == Open && settled[ev.Site] {
			continue // reported here
		}
		ff.Events = append(ff.Events, EventFact{encodeSlot(*ev.slot), p.encodeSite(fi, ev), encodeState(ev.Before), ev.After, ev.Reopened})
	}
	for _, ev := range fi.events {
		site := p.encodeSite(fi, ev)
		if ev.Kind != Open || !ev.on.isObject() || site.Param < 0 {
			continue
		}
		before, comes := ev.Before, true
		if sp != nil {
			before, comes = fi.before(sp, ev)
		}
		if comes {
			ff.Opens = append(ff.Opens, OpenFact{encodeObject(fi.fn, fi.origins(ev.on), before), site, ev.After})
		}
	}
	return ff
}

func encodePath(path []*types.Var) (out []string) {
	for _, f := range path {
		out = append(out, f.Name())
	}
	return out
}

func encodeSlot(s Slot) SlotFact {
	f := SlotFact{Param: s.index, Path: encodePath(s.path)}
	if s.kind == locGlobal {
		f.Param, f.Global = -1, s.glob.Name()
	}
	return f
}

func encodeSource(fn *ssa.Function, f source) SourceFact {
	if f.slot != nil {
		slot := encodeSlot(*f.slot)
		return SourceFact{Slot: &slot}
	}
	obj := encodeObject(fn, f.obj.origins, f.obj.state)
	return SourceFact{Object: &obj}
}

func (p *Program) encodeSite(fi *fnInfo, ev *Event) SiteFact {
	f := SiteFact{Kind: uint8(ev.Kind), Recv: ev.API.Recv, Name: ev.API.Name, Where: p.by(ev.Site), Param: -1}
	switch {
	case ev.Kind != Open:
	case ev.imported != nil:
		f.Alts, f.Open = encodeValue(ev.imported.endpoint)
		if ev.imported.param >= 0 && len(ev.Via) > 0 {
			f.setEndpoint(p, fi, argument(ev.Via[len(ev.Via)-1].Common(), ev.imported.param))
		}
	default:
		f.setEndpoint(p, fi, ev.endpointArg())
	}
	return f
}

// setEndpoint describes an endpoint for importers: as one of the function's
// own parameters when it is nothing else.
func (f *SiteFact) setEndpoint(p *Program, fi *fnInfo, v ssa.Value) {
	f.Alts, f.Open = encodeValue(p.Fold(v))
	if param := p.exportedParam(v); param != nil && param.Parent() == fi.fn {
		f.Param = indexIn(fi.fn.Params, param)
	}
}

// exportedParam is the parameter that v is, when it belongs to a function that
// only importers call.
func (p *Program) exportedParam(v ssa.Value) *ssa.Parameter {
	param, ok := v.(*ssa.Parameter)
	if !ok || p.roots != nil || !p.isRoot(param.Parent()) {
		return nil
	}
	obj, ok := param.Parent().Object().(*types.Func)
	if !ok || !obj.Exported() {
		return nil
	}
	return param
}

// decode is the inverse of encode for a function of another package.
func (p *Program) decode(fn *ssa.Function, ff *FuncFact) *Summary {
	d := decoder{p: p, fn: fn}
	s := &Summary{noReturn: ff.NoReturn, opaque: ff.Opaque}
	for _, e := range ff.Effects {
		if slot, ok := d.slot(e.Slot); ok {
			s.effects = append(s.effects, effect{slot, decodeState(e.State, entry())})
		}
	}
	for _, r := range ff.Results {
		path, ok1 := d.path(d.resultType(r.Index), r.Path)
		from, ok2 := d.source(r.From)
		if ok1 && ok2 {
			s.results = append(s.results, handed{r.Index, path, from})
		}
	}
	for _, st := range ff.Stores {
		to, ok1 := d.slot(st.To)
		from, ok2 := d.source(st.From)
		if ok1 && ok2 {
			s.stores = append(s.stores, stored{to, from})
		}
	}
	for _, e := range ff.Events {
		if slot, ok := d.slot(e.Slot); ok {
			s.pending = append(s.pending, &Event{Site: d.site(e.Site), slot: &slot, Before: decodeState(e.Before, entry()), After: e.After, Reopened: e.Reopened})
		}
	}
	for _, o := range ff.Opens {
		s.opens = append(s.opens, openedHere{d.object(o.Object), d.site(o.Site), o.After})
	}
	d.cases(s, ff)
	return s
}

// decoder decodes the fact of one function. Slots whose fields this package
// cannot see are dropped.
type decoder struct {
	p  *Program
	fn *ssa.Function
}

func (d *decoder) slot(f SlotFact) (Slot, bool) {
	if f.Param < 0 {
		if d.fn.Pkg == nil {
			return Slot{}, false
		}
		g, ok := d.fn.Pkg.Members[f.Global].(*ssa.Global)
		if !ok {
			return Slot{}, false
		}
		path, ok := d.path(g.Type(), f.Path)
		return Slot{kind: locGlobal, glob: g, path: path}, ok
	}
	t := d.paramType(f.Param)
	path, ok := d.path(t, f.Path)
	return Slot{kind: locParam, index: f.Param, path: path}, ok && t != nil
}

// paramType is the type of the i-th parameter, receiver first.
func (d *decoder) paramType(i int) types.Type {
	sig := d.fn.Signature
	if recv := sig.Recv(); recv != nil {
		if i == 0 {
			return recv.Type()
		}
		i--
	}
	if i < sig.Params().Len() {
		return sig.Params().At(i).Type()
	}
	return nil
}

func (d *decoder) resultType(i int) types.Type {
	if res := d.fn.Signature.Results(); i < res.Len() {
		return res.At(i).Type()
	}
	return nil
}

// path finds the fields that names lead to, starting at a value of type t.
func (d *decoder) path(t types.Type, names []string) (path []*types.Var, ok bool) {
	for _, name := range names {
		if t == nil {
			return nil, false
		}
		if p, isPtr := t.Underlying().(*types.Pointer); isPtr {
			t = p.Elem()
		}
		f, next := step(t, name)
		if f == nil {
			return nil, false
		}
		path, t = append(path, f), next
	}
	return path, true
}

func step(t types.Type, name string) (*types.Var, types.Type) {
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for f := range u.Fields() {
			if f.Name() == name {
				return f.Origin(), f.Type()
			}
		}
		return nil, nil
	case interface{ Elem() types.Type }:
		if name == elem.Name() {
			return elem, u.Elem()
		}
	}
	return nil, nil
}

func (d *decoder) source(f SourceFact) (source, bool) {
	if f.Slot != nil {
		slot, ok := d.slot(*f.Slot)
		return source{slot: &slot}, ok
	}
	return source{obj: d.object(*f.Object)}, true
}

func (d *decoder) object(f ObjectFact) *object {
	o := &Origin{types: zmqapi.TypeSet(f.Types), ownContext: f.OwnContext}
	if f.TypeParam >= 0 {
		o.of, o.param = d.fn, f.TypeParam
	}
	return &object{origins: []*Origin{o}, state: decodeState(f.State, fresh())}
}

func (d *decoder) site(f SiteFact) *Site {
	return &Site{
		Kind: EventKind(f.Kind), API: zmqapi.CallOf(f.Recv, f.Name),
		imported: &importedSite{f.Where, decodeValue(f.Alts, f.Open), f.Param},
	}
}
