package sockets

// What a package tells its importers of functions that ask what they were called
// with (percall.go): beside what such a function does at all, what it does in the
// cases that make a difference.
//
// The function is analysed for each combination of the constants that it asks for,
// of one that it does not ask for, and of arguments that are no constants.

import (
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// AskFact is a parameter that a function compares with constants.
type AskFact struct {
	Param  int
	Values []string // as constant.Value.ExactString has them
}

// CaseFact is what a function does when it is called with certain constants.
type CaseFact struct {
	Key string // of the arguments that the function asks for; see caseKey
	FuncFact
}

// Arguments in the key of a case that are none of the constants asked for.
const (
	notConstant   = "?"
	otherConstant = "else"
)

// caseKey names the case that a call belongs to: each argument that the function
// asks for, or how it is none of the constants.
func caseKey(asks []AskFact, arg func(param int) constant.Value) string {
	var key strings.Builder
	for _, ask := range asks {
		switch v := arg(ask.Param); {
		case v == nil:
			key.WriteString(notConstant)
		case slices.Contains(ask.Values, v.ExactString()):
			key.WriteString(v.ExactString())
		default:
			key.WriteString(otherConstant)
		}
		key.WriteByte(';')
	}
	return key.String()
}

// at is the summary for one call.
func (s *Summary) at(call ssa.CallInstruction) *Summary {
	if s == nil || len(s.asks) == 0 {
		return s
	}
	if c := s.cases[caseKey(s.asks, func(param int) constant.Value { return passedAt(call, param) })]; c != nil {
		return c
	}
	return s
}

// encodeCases describes the cases that differ from general.
func (p *Program) encodeCases(fi *fnInfo, general FuncFact, settled map[*Site]bool) (asks []AskFact, cases []CaseFact) {
	if !fi.recorded { // there is no socket in it
		return nil, nil
	}
	assumptions := []map[*ssa.Parameter]constant.Value{{}}
	for _, param := range fi.asked() {
		values := fi.askedFor(param)
		ask := AskFact{Param: indexIn(fi.fn.Params, param)}
		for _, v := range values {
			ask.Values = append(ask.Values, v.ExactString())
		}
		if other := otherThan(values); other != nil {
			values = append(values, other)
		}
		more := combine(assumptions, param, values)
		if len(more) > maxSpecials {
			continue
		}
		asks, assumptions = append(asks, ask), more
	}
	for _, assume := range assumptions[1:] {
		ff := p.encodeSummary(fi, fi.under(assume), settled)
		if reflect.DeepEqual(ff, general) {
			continue
		}
		key := caseKey(asks, func(i int) constant.Value { return assume[fi.fn.Params[i]] })
		cases = append(cases, CaseFact{key, ff})
	}
	if len(cases) == 0 {
		return nil, nil
	}
	return asks, cases
}

// combine puts each assumption together with each value, and with none; the one
// without any stays the first.
func combine(assumptions []map[*ssa.Parameter]constant.Value, param *ssa.Parameter, values []constant.Value) []map[*ssa.Parameter]constant.Value {
	out := slices.Clone(assumptions)
	for _, v := range values {
		for _, a := range assumptions {
			more := maps.Clone(a)
			more[param] = v
			out = append(out, more)
		}
	}
	return out
}

// askedFor are the constants that branches of the function compare a parameter
// with, in the order of the branches.
func (fi *fnInfo) askedFor(param *ssa.Parameter) (values []constant.Value) {
	if b, ok := param.Type().Underlying().(*types.Basic); ok && b.Info()&types.IsBoolean != 0 {
		return []constant.Value{constant.MakeBool(true), constant.MakeBool(false)}
	}
	for _, b := range fi.fn.Blocks {
		if q, v, _ := question(b); q == param && !slices.ContainsFunc(values, func(o constant.Value) bool { return o.ExactString() == v.ExactString() }) {
			values = append(values, v)
		}
	}
	return values
}

// otherThan is a constant that is none of these, nil when there is none.
func otherThan(values []constant.Value) constant.Value {
	switch values[0].Kind() {
	case constant.String:
		other := "other"
		for _, v := range values {
			other += constant.StringVal(v)
		}
		return constant.MakeString(other)
	case constant.Int:
		other := constant.MakeInt64(1)
		for _, v := range values {
			if constant.Compare(v, token.GEQ, other) {
				other = constant.BinaryOp(v, token.ADD, constant.MakeInt64(1))
			}
		}
		return other
	}
	return nil
}

// cases is the inverse of encodeCases.
func (d *decoder) cases(s *Summary, ff *FuncFact) {
	if len(ff.Cases) == 0 {
		return
	}
	s.asks, s.cases = ff.Asks, map[string]*Summary{}
	for _, c := range ff.Cases {
		s.cases[c.Key] = d.p.decode(d.fn, &c.FuncFact)
	}
}
