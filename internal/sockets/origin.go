package sockets

// Where sockets come from.

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// Origin is where sockets are made: a NewSocket call, or one outside the load.
// A constructor that takes the socket type as a parameter has an Origin of its
// own at each call of it.
type Origin struct {
	types      zmqapi.TypeSet // empty when not known
	ownContext bool           // made from a Context, not from the default one
	from       *Origin        // the constructor's, at a call of it
	call       ssa.CallInstruction
	of         *ssa.Function // its parameter number param gives the type; nil when none does
	param      int
	pos        token.Pos
}

// typedBy reports whether a parameter of fn gives the type.
func (o *Origin) typedBy(fn *ssa.Function) bool { return o.of != nil && o.of == fn }

// Pos is the call that makes the sockets; not valid where it is outside the load.
func (o *Origin) Pos() token.Pos { return o.pos }

// Made is the NewSocket call, where Pos is a call of the function around it.
func (o *Origin) Made() token.Pos {
	for o.from != nil {
		o = o.from
	}
	return o.pos
}

// originKey is a NewSocket call, or a call of a constructor.
type originKey struct {
	from *Origin
	call ssa.CallInstruction
}

// origin returns the one Origin of a NewSocket call.
func (p *Program) origin(c *ssa.Call) *Origin {
	k := originKey{nil, c}
	if o := p.origins[k]; o != nil {
		return o
	}
	o := p.typed(c.Call.Args[len(c.Call.Args)-1])
	o.pos = c.Pos()
	if fn := c.Call.StaticCallee(); fn != nil {
		o.ownContext = fn.Signature.Recv() != nil
	}
	p.origins[k] = o
	return o
}

// typed is an Origin whose type argument is v.
func (p *Program) typed(v ssa.Value) *Origin {
	o := &Origin{types: p.typesOf(v)}
	if param, ok := v.(*ssa.Parameter); ok {
		o.of, o.param = param.Parent(), indexIn(param.Parent().Params, param)
	}
	return o
}

// bind gives the origins of an object that fn hands over the type that call
// names.
func (p *Program) bind(obj *object, call ssa.CallInstruction, fn *ssa.Function) *object {
	bound := &object{state: obj.state}
	for _, o := range obj.origins {
		bound.origins = append(bound.origins, p.bound(o, call, fn))
	}
	return bound
}

func (p *Program) bound(o *Origin, call ssa.CallInstruction, fn *ssa.Function) *Origin {
	if !o.typedBy(fn) {
		return o
	}
	arg := argument(call.Common(), o.param)
	if arg == nil {
		return o
	}
	k := originKey{o, call}
	if b := p.origins[k]; b != nil {
		return b
	}
	b := p.typed(arg)
	b.from, b.call, b.ownContext, b.pos = o, call, o.ownContext, call.Pos()
	p.origins[k] = b
	return b
}

// typesOf is what NewSocket makes of a type argument; empty when that is not
// known.
func (p *Program) typesOf(v ssa.Value) (s zmqapi.TypeSet) {
	ns, ok := p.Fold(v).Ints()
	if !ok {
		return 0
	}
	for _, n := range ns {
		t, ok := zmqapi.SocketTypeOf(n)
		if !ok {
			return 0
		}
		s = s.With(t)
	}
	return s
}
