package sockets

// What a string or integer can be.
//
// A Value is a list of alternatives, and Open when others are possible. An
// alternative is a constant or, for strings, a known prefix.

import (
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// Via says how an alternative comes in.
type Via uint8

const (
	Direct Via = iota
	FlagDefault
	EnvDefault
	TagDefault
	Fallback // assigned when the configured value is empty
)

func (v Via) String() string {
	return [...]string{"", "default of a flag", "default of an environment look-up", "default in a struct tag", "fall-back"}[v]
}

// Alt is one possible value.
type Alt struct {
	Const constant.Value // nil when only a prefix is known
	Text  string         // the string, or its known prefix
	Via   Via
	Key   KeyKind // one half of a generated key pair, instead of Const
}

// KeyKind tells the halves of a CURVE key pair apart.
type KeyKind uint8

const (
	NoKey KeyKind = iota
	PublicKey
	SecretKey
)

// Value is what a value can be.
type Value struct {
	Alts []Alt
	Open bool
}

var anything = Value{Open: true}

// maxAlts bounds the alternatives; beyond it they are widened to what they
// begin with.
const maxAlts = 12

func (v Value) with(o Value) Value {
	v.Open = v.Open || o.Open
	for _, a := range o.Alts {
		v = v.add(a)
	}
	return v
}

// isNothing reports whether v has no alternative and is not open: the value of
// a variable in terms of itself.
func (v Value) isNothing() bool { return len(v.Alts) == 0 && !v.Open }

func (v Value) add(a Alt) Value {
	for _, x := range v.Alts {
		if x.Text == a.Text && x.Via == a.Via && x.Key == a.Key && sameConst(x.Const, a.Const) {
			return v
		}
	}
	if len(v.Alts) >= maxAlts {
		return v.widened(a)
	}
	v.Alts = append(v.Alts[:len(v.Alts):len(v.Alts)], a)
	return v
}

// sameConst compares what may be constants of different types: a field of an
// interface type has such.
func sameConst(a, b constant.Value) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Kind() == b.Kind() && constant.Compare(a, token.EQL, b)
}

// asserted drops the constants that a type assertion to t refuses.
func (v Value) asserted(t types.Type) Value {
	b, ok := t.Underlying().(*types.Basic)
	if !ok {
		return v
	}
	var out Value
	out.Open = v.Open
	for _, a := range v.Alts {
		if a.Const == nil || (a.Const.Kind() == constant.String) == (b.Info()&types.IsString != 0) {
			out.Alts = append(out.Alts, a)
		}
	}
	if len(out.Alts) == 0 && len(v.Alts) > 0 {
		return anything
	}
	return out
}

// widened is v with one alternative more than there is room for: what all of
// them begin with, when that says where an endpoint leads.
func (v Value) widened(a Alt) Value {
	prefix := a.Text
	for _, x := range v.Alts {
		for !strings.HasPrefix(x.Text, prefix) {
			prefix = prefix[:len(prefix)-1]
		}
	}
	if !strings.Contains(prefix, "://") {
		v.Open = true
		return v
	}
	return Value{Alts: []Alt{{Text: prefix, Via: a.Via}}, Open: v.Open}
}

func (v Value) via(via Via) Value {
	out := Value{Open: v.Open}
	for _, a := range v.Alts {
		if a.Via == Direct {
			a.Via = via
		}
		out = out.add(a)
	}
	return out
}

// Ints are the integer constants among the alternatives; ok is false when
// there may be others.
func (v Value) Ints() (out []int64, ok bool) {
	for _, a := range v.Alts {
		if a.Const == nil || a.Const.Kind() != constant.Int {
			return nil, false
		}
		n, exact := constant.Int64Val(a.Const)
		if !exact {
			return nil, false
		}
		out = append(out, n)
	}
	return out, !v.Open && len(out) > 0
}

func ofConst(c constant.Value) Value {
	a := Alt{Const: c}
	if c.Kind() == constant.String {
		a.Text = constant.StringVal(c)
	}
	return Value{Alts: []Alt{a}}
}

// concat is the concatenation: an exact left side goes on with the right one.
func concat(x, y Value) Value {
	var out Value
	out.Open = x.Open
	for _, a := range x.Alts {
		if a.Const == nil {
			out = out.add(a)
			continue
		}
		for _, b := range y.Alts {
			c := Alt{Text: a.Text + b.Text, Via: max(a.Via, b.Via)}
			if b.Const != nil {
				c.Const = constant.MakeString(c.Text)
			}
			out = out.add(c)
		}
		if y.Open || len(y.Alts) == 0 {
			out = out.add(Alt{Text: a.Text, Via: a.Via})
		}
	}
	return out
}

// prefixes forgets how the strings end.
func prefixes(v Value) Value {
	out := Value{Open: v.Open}
	for _, a := range v.Alts {
		a.Const = nil
		out = out.add(a)
	}
	return out
}
