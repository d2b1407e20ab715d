package sockets

// What is known of a string on one way into a phi:
//
//	if !strings.HasPrefix(addr, "tcp://") {
//		addr = "tcp://" + addr
//	}
//
// Each alternative of addr takes one of the two ways.

import (
	"go/constant"
	"go/token"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// premise is a question for a string, and the answer that a way stands for.
type premise struct {
	of   ssa.Value
	ask  string // "HasPrefix", "HasSuffix", "Contains", "=="
	text string
	yes  bool
}

// premiseOf is what decides that the i-th edge into block b is taken.
func premiseOf(b *ssa.BasicBlock, i int) (pr premise, ok bool) {
	from, to := b.Preds[i], b
	for range 4 { // blocks that the branch alone leads to
		if cond, isIf := from.Instrs[len(from.Instrs)-1].(*ssa.If); isIf {
			if from.Succs[0] == from.Succs[1] {
				return pr, false
			}
			return premiseFrom(cond.Cond, from.Succs[0] == to)
		}
		if len(from.Preds) != 1 {
			return pr, false
		}
		from, to = from.Preds[0], from
	}
	return pr, false
}

func premiseFrom(cond ssa.Value, yes bool) (pr premise, ok bool) {
	switch c := cond.(type) {
	case *ssa.UnOp:
		if c.Op == token.NOT {
			return premiseFrom(c.X, !yes)
		}
	case *ssa.BinOp:
		text, isText := constString(c.Y)
		if isText && (c.Op == token.EQL || c.Op == token.NEQ) {
			return premise{c.X, "==", text, yes == (c.Op == token.EQL)}, true
		}
	case *ssa.Call:
		fn := c.Call.StaticCallee()
		if fn == nil || fn.Pkg == nil || fn.Pkg.Pkg.Path() != "strings" || len(c.Call.Args) != 2 {
			return pr, false
		}
		text, isText := constString(c.Call.Args[1])
		switch fn.Name() {
		case "HasPrefix", "HasSuffix", "Contains":
			return premise{c.Call.Args[0], fn.Name(), text, yes}, isText
		}
	}
	return pr, false
}

func constString(v ssa.Value) (string, bool) {
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil || c.Value.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(c.Value), true
}

// admits reports whether an alternative can take the way.
func (pr premise) admits(a Alt) bool {
	yes, known := pr.answer(a)
	return !known || yes == pr.yes
}

func (pr premise) answer(a Alt) (yes, known bool) {
	text, whole := beforeHole(a.Text)
	exact := whole && a.Const != nil && a.Const.Kind() == constant.String
	switch pr.ask {
	case "HasPrefix":
		yes = strings.HasPrefix(text, pr.text)
		return yes, exact || yes || !strings.HasPrefix(pr.text, text)
	case "HasSuffix":
		return strings.HasSuffix(text, pr.text), exact
	case "Contains":
		yes = strings.Contains(text, pr.text)
		return yes, exact || yes
	case "==":
		return text == pr.text, exact || !strings.HasPrefix(pr.text, text)
	}
	return false, false
}

// edge folds what the i-th edge brings into a phi; ok is false when no
// alternative of the string that is asked for takes it.
func (f *folder) edge(v *ssa.Phi, i int, fr *frame, depth int) (out Value, ok bool) {
	pr, known := premiseOf(v.Block(), i)
	if !known {
		return f.fold(v.Edges[i], fr, depth), true
	}
	of := f.fold(pr.of, fr, depth)
	if len(of.Alts) == 0 {
		return f.fold(v.Edges[i], fr, depth), true
	}
	if of = pr.filter(of); len(of.Alts) == 0 && !of.Open {
		return Value{}, false
	}
	f.premises = append(f.premises, pr)
	defer func() { f.premises = f.premises[:len(f.premises)-1] }()
	return f.fold(v.Edges[i], fr, depth), true
}

// filter leaves the alternatives that take the way.
func (pr premise) filter(v Value) Value {
	out := Value{Open: v.Open}
	for _, a := range v.Alts {
		if pr.admits(a) {
			out.Alts = append(out.Alts, a)
		}
	}
	return out
}

// under applies the premises that hold for v where it is folded.
func (f *folder) under(v ssa.Value, x Value) Value {
	for _, pr := range f.premises {
		if pr.of == v {
			x = pr.filter(x)
		}
	}
	return x
}
