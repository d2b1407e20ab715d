package sockets

// Functions that ask what they were called with:
//
//	func open(t zmq.Type, endpoint string, bind bool) *zmq.Socket
//
// A branch on a parameter goes one way in each call that passes a constant, so
// what such a function does is worked out for each combination of constants
// (special), and callers take that instead of the summary of all ways. What a
// function does to a socket that it makes itself is told apart by the calls of
// the function (perCall): each call has its own type, endpoint and way.

import (
	"go/constant"
	"go/token"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// special is a function under the assumption that parameters are constants.
type special struct {
	ins     []env // the state at the start of each block; nil where it does not come
	summary *Summary
}

// maxSpecials bounds the combinations of constants for one function, maxCalls
// the calls that are told apart.
const (
	maxSpecials = 16
	maxCalls    = 32
)

// asked are the parameters that branches of the function compare with
// constants.
func (fi *fnInfo) asked() []*ssa.Parameter {
	if fi.asks == nil {
		fi.asks = []*ssa.Parameter{}
		for _, b := range fi.fn.Blocks {
			if param, _, _ := question(b); param != nil && !slices.Contains(fi.asks, param) {
				fi.asks = append(fi.asks, param)
			}
		}
	}
	return fi.asks
}

// question is the parameter that the branch at the end of a block asks for: is
// it equal to value, or, when negated, is it not.
func question(b *ssa.BasicBlock) (param *ssa.Parameter, value constant.Value, negated bool) {
	cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return nil, nil, false
	}
	v := cond.Cond
	for {
		not, ok := v.(*ssa.UnOp)
		if !ok || not.Op != token.NOT {
			break
		}
		v, negated = not.X, !negated
	}
	switch v := v.(type) {
	case *ssa.Parameter:
		return v, constant.MakeBool(true), negated
	case *ssa.BinOp:
		param, ok1 := v.X.(*ssa.Parameter)
		c, ok2 := v.Y.(*ssa.Const)
		if ok1 && ok2 && c.Value != nil && (v.Op == token.EQL || v.Op == token.NEQ) {
			return param, c.Value, negated != (v.Op == token.NEQ)
		}
	}
	return nil, nil, false
}

// answer tells how the branch at the end of a block comes out under the
// assumptions.
func (fi *fnInfo) answer(b *ssa.BasicBlock) (yes, known bool) {
	if len(fi.assume) == 0 {
		return false, false
	}
	return outcome(b, func(param *ssa.Parameter) constant.Value { return fi.assume[param] })
}

// outcome tells how the branch at the end of a block comes out when is tells
// what a parameter is; nil is not known.
func outcome(b *ssa.BasicBlock, is func(*ssa.Parameter) constant.Value) (yes, known bool) {
	param, value, negated := question(b)
	if param == nil {
		return false, false
	}
	got := is(param)
	if got == nil || got.Kind() != value.Kind() {
		return false, false
	}
	return constant.Compare(got, token.EQL, value) != negated, true
}

// passed is the constant that a call passes for a parameter, nil for anything
// else.
func passed(call ssa.CallInstruction, param *ssa.Parameter) constant.Value {
	return passedAt(call, indexIn(param.Parent().Params, param))
}

func passedAt(call ssa.CallInstruction, param int) constant.Value {
	if c, ok := argument(call.Common(), param).(*ssa.Const); ok {
		return c.Value
	}
	return nil
}

// assumptions are the constants that a call passes for parameters that are
// asked for.
func (fi *fnInfo) assumptions(call ssa.CallInstruction) (map[*ssa.Parameter]constant.Value, string) {
	var out map[*ssa.Parameter]constant.Value
	var key strings.Builder
	for _, param := range fi.asked() {
		v := passed(call, param)
		if v == nil {
			key.WriteString("?;")
			continue
		}
		if out == nil {
			out = map[*ssa.Parameter]constant.Value{}
		}
		out[param] = v
		key.WriteString(v.ExactString() + ";")
	}
	return out, key.String()
}

// special is fn as call runs it, nil when nothing is special about it.
func (p *Program) special(call ssa.CallInstruction, fn *ssa.Function) *special {
	fi := p.infos[fn]
	if fi == nil || !fi.recorded || len(fi.assume) > 0 || len(fi.asked()) == 0 {
		return nil
	}
	assume, key := fi.assumptions(call)
	if assume == nil {
		return nil
	}
	sp, ok := fi.specials[key]
	if !ok && len(fi.specials) < maxSpecials {
		if fi.specials == nil {
			fi.specials = map[string]*special{}
		}
		sp = fi.under(assume)
		fi.specials[key] = sp
	}
	return sp
}

// under analyses the function again.
func (fi *fnInfo) under(assume map[*ssa.Parameter]constant.Value) *special {
	fi.assume = assume
	defer func() { fi.assume = nil }()
	ins := fi.solve()
	_, returns, exit := fi.leave(ins)
	sp := &special{ins: ins, summary: fi.summarize(exit, returns)}
	sp.summary.opens = fi.summary.opens
	pending := sp.summary.pending
	sp.summary.pending = nil
	for _, ev := range pending {
		if before, comes := fi.before(sp, ev); comes {
			n := *ev
			n.Before = before
			sp.summary.pending = append(sp.summary.pending, &n)
		}
	}
	return sp
}

// before is the state before an event, and whether it happens at all.
func (fi *fnInfo) before(sp *special, ev *Event) (State, bool) {
	b := ev.at.Block()
	if sp.ins[b.Index] == nil {
		return State{}, false
	}
	if len(ev.Via) > 0 {
		return ev.Before, true
	}
	e := maps.Clone(sp.ins[b.Index])
	for _, instr := range b.Instrs {
		if instr == ev.at {
			break
		}
		fi.step(e, instr)
	}
	return e.state(ev.on)
}

// summaryAt is the summary of fn for one call of it.
func (p *Program) summaryAt(call ssa.CallInstruction, fn *ssa.Function) *Summary {
	if sp := p.special(call, fn); sp != nil {
		return sp.summary
	}
	return p.summaryOf(fn).at(call)
}

// perCall tells the sockets that functions make apart by the calls of the
// functions.
func (p *Program) perCall() {
	var out []*Context
	for _, c := range p.contexts {
		calls := p.callsOf(c)
		if calls == nil {
			out = append(out, c)
			continue
		}
		for _, call := range calls {
			if n := p.during(c, call); n != nil {
				out = append(out, n)
			}
		}
	}
	p.contexts = out
}

// callsOf are the calls that a context is to be told apart by, nil for none.
func (p *Program) callsOf(c *Context) []ssa.CallInstruction {
	if c.in == nil || len(c.Via) > 0 || c.on == nil || c.on.kind != locMade || c.in != p.infos[c.in.fn] {
		return nil
	}
	fn := c.in.fn
	calls := p.callers[fn]
	if len(calls) == 0 || len(calls) > maxCalls || p.escapes[fn] || !p.reported(packageOf(fn)) {
		return nil
	}
	if obj := fn.Object(); obj != nil && obj.Exported() && p.roots == nil {
		return nil // importers call it as well
	}
	if len(c.in.asked()) == 0 && !slices.ContainsFunc(c.Origins, func(o *Origin) bool { return o.typedBy(fn) }) {
		return nil
	}
	return calls
}

// during is a context when call calls its function, nil when it does not come
// about.
func (p *Program) during(c *Context, call ssa.CallInstruction) *Context {
	ev := *c.Event
	ev.Via = []ssa.CallInstruction{call}
	if sp := p.special(call, c.in.fn); sp != nil {
		before, comes := c.in.before(sp, c.Event)
		if !comes {
			return nil
		}
		ev.Before = before
	}
	n := *c
	n.Event, n.Origins = &ev, nil
	for _, o := range c.Origins {
		n.Origins = append(n.Origins, p.bound(o, call, c.in.fn))
	}
	return &n
}
