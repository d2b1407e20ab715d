package sockets

// Folding: what a string or integer can be, traced backwards through the load.
//
// Parameters are the join over the callers, or, behind a call that is itself
// being folded, the argument of that call. Fields and variables are the join
// over all stores. Defaults of flags, the environment, struct tags and
// fall-backs are alternatives beside the open rest.

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// frame binds the parameters of fn to the arguments of a call, or to holes.
type frame struct {
	call ssa.CallInstruction // nil: see resultfacts.go
	fn   *ssa.Function
	up   *frame
}

// folder folds one value.
type folder struct {
	p      *Program
	seen   map[foldKey]bool
	budget int
	// premises hold for what is folded now; see foldedges.go.
	premises []premise
}

type foldKey struct {
	v     ssa.Value
	fr    *frame
	elems bool // the elements of v, not v
}

const (
	maxFold   = 40   // depth
	maxBudget = 4000 // steps
)

// Fold is what v can be.
func (p *Program) Fold(v ssa.Value) Value { return p.newFolder().fold(v, nil, 0) }

// FoldElements is what the elements of v can be.
func (p *Program) FoldElements(v ssa.Value) Value { return p.newFolder().elements(v, nil, 0) }

// foldVia is what v, an argument at the site of the event, can be on the calls
// that lead there.
func (p *Program) foldVia(v ssa.Value, ev *Event) Value {
	var fr *frame
	for i, call := range ev.Via {
		callee := ev.Fn
		if i+1 < len(ev.Via) {
			callee = ev.Via[i+1].Parent()
		}
		fr = &frame{call, callee, fr}
	}
	return p.newFolder().fold(v, fr, 0)
}

func (p *Program) newFolder() *folder {
	return &folder{p: p, seen: map[foldKey]bool{}, budget: maxBudget}
}

func (f *folder) fold(v ssa.Value, fr *frame, depth int) Value {
	key := foldKey{v, fr, false}
	f.budget--
	if f.seen[key] {
		return Value{} // a cycle adds nothing
	}
	if v == nil || depth > maxFold || f.budget < 0 {
		return anything
	}
	f.seen[key] = true
	defer delete(f.seen, key)
	return f.under(v, f.step(v, fr, depth+1))
}

func (f *folder) step(v ssa.Value, fr *frame, depth int) Value {
	switch v := v.(type) {
	case *ssa.Const:
		if v.Value == nil {
			return Value{}
		}
		return ofConst(v.Value)
	case *ssa.BinOp:
		return f.binary(v, fr, depth)
	case *ssa.Phi:
		return f.phi(v, fr, depth)
	case *ssa.Parameter:
		return f.parameter(v, fr, depth, f.fold)
	case *ssa.ChangeType:
		return f.fold(v.X, fr, depth)
	case *ssa.MakeInterface:
		return f.fold(v.X, fr, depth)
	case *ssa.TypeAssert:
		return f.fold(v.X, fr, depth).asserted(v.AssertedType)
	case *ssa.Convert:
		return f.convert(v, fr, depth)
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return f.load(v.X, fr, depth)
		}
	case *ssa.Field:
		return f.field(v.X, v.Field, v.X.Type(), fr, depth)
	case *ssa.Extract:
		return f.extract(v, fr, depth)
	case *ssa.Call:
		return f.result(v, 0, fr, depth)
	case *ssa.Lookup, *ssa.Index:
		return f.elements(containerOperand(v), fr, depth)
	case *ssa.Slice:
		if b, ok := v.X.Type().Underlying().(*types.Basic); ok && b.Kind() == types.String && v.Low == nil {
			return prefixes(f.fold(v.X, fr, depth))
		}
	}
	return anything
}

func containerOperand(v ssa.Value) ssa.Value {
	switch v := v.(type) {
	case *ssa.Lookup:
		return v.X
	case *ssa.Index:
		return v.X
	}
	return nil
}

func (f *folder) extract(v *ssa.Extract, fr *frame, depth int) Value {
	switch t := v.Tuple.(type) {
	case *ssa.Call:
		return f.result(t, v.Index, fr, depth)
	case *ssa.Next:
		if r, ok := t.Iter.(*ssa.Range); ok && v.Index == 2 {
			return f.elements(r.X, fr, depth)
		}
	case *ssa.Lookup:
		if v.Index == 0 {
			return f.elements(t.X, fr, depth)
		}
	case *ssa.TypeAssert:
		if v.Index == 0 {
			return f.fold(t.X, fr, depth).asserted(t.AssertedType)
		}
	}
	return anything
}

// phi joins the paths. A constant that replaces an empty value is a fall-back:
// the other edge is open.
func (f *folder) phi(v *ssa.Phi, fr *frame, depth int) Value {
	var out Value
	for i := range v.Edges {
		if x, taken := f.edge(v, i, fr, depth); taken {
			out = out.with(x)
		}
	}
	if !out.Open {
		return out
	}
	return fallbacks(out)
}

// fallbacks marks the constants among the alternatives of an open value, and
// drops the empty one, which is what a fall-back stands in for, and numbers,
// which are the start of a counter as often.
func fallbacks(v Value) Value {
	marked := Value{Open: true}
	for _, a := range v.Alts {
		if a.Const != nil && a.Via == Direct {
			a.Via = Fallback
		}
		if a.Text != "" {
			marked = marked.add(a)
		}
	}
	return marked
}

func (f *folder) convert(v *ssa.Convert, fr *frame, depth int) Value {
	from, ok1 := v.X.Type().Underlying().(*types.Basic)
	to, ok2 := v.Type().Underlying().(*types.Basic)
	if !ok1 || !ok2 || from.Info()&types.IsString != to.Info()&types.IsString {
		return anything
	}
	if to.Info()&(types.IsInteger|types.IsString) == 0 {
		return anything
	}
	return f.fold(v.X, fr, depth)
}

func (f *folder) binary(v *ssa.BinOp, fr *frame, depth int) Value {
	x, y := f.fold(v.X, fr, depth), f.fold(v.Y, fr, depth)
	if x.isNothing() || y.isNothing() {
		return anything // a variable that grows from turn to turn
	}
	if b, ok := v.Type().Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 && v.Op == token.ADD {
		return concat(x, y)
	}
	if len(x.Alts)+len(y.Alts) == 0 || len(x.Alts) == 0 && !x.Open || len(y.Alts) == 0 && !y.Open {
		return anything // a counter
	}
	var out Value
	out.Open = x.Open || y.Open
	switch v.Op {
	case token.ADD, token.SUB, token.MUL, token.OR:
	default:
		return anything
	}
	for _, a := range x.Alts {
		for _, b := range y.Alts {
			if a.Const == nil || b.Const == nil || a.Const.Kind() != constant.Int || b.Const.Kind() != constant.Int {
				return anything
			}
			out = out.add(Alt{Const: constant.BinaryOp(a.Const, v.Op, b.Const), Via: max(a.Via, b.Via)})
		}
	}
	return out
}

// folding is fold or elements.
type folding func(v ssa.Value, fr *frame, depth int) Value

// parameter goes on with the argument of the call at hand, or with those of
// all callers.
func (f *folder) parameter(v *ssa.Parameter, fr *frame, depth int, next folding) Value {
	fn := v.Parent()
	i := indexIn(fn.Params, v)
	if fr != nil && fr.fn == fn {
		if fr.call == nil {
			return holeFor(v, i)
		}
		if a := argument(fr.call.Common(), i); a != nil {
			return next(a, fr.up, depth)
		}
		return anything
	}
	callers := f.p.callers[fn]
	if len(callers) == 0 || f.p.escapes[fn] {
		return anything
	}
	var out Value
	for _, c := range callers {
		a := argument(c.Common(), i)
		if a == nil {
			return anything
		}
		out = out.with(next(a, nil, depth))
	}
	return out
}
