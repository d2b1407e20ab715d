package recvloop

// What is known of values: operands, variables, the results of calls.

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// of is what is known of an operand.
func (r *run) of(v ssa.Value) kind {
	switch v := v.(type) {
	case *ssa.Const:
		return ofConst(v)
	case *ssa.Parameter:
		if i := slices.Index(v.Parent().Params, v); i < len(r.args) {
			return r.args[i]
		}
	case ssa.Instruction:
		if r.inside(v.Block()) {
			return r.vals[v.(ssa.Value)]
		}
	}
	return unknown
}

func (r *run) value(v ssa.Value) kind {
	switch v := v.(type) {
	case *ssa.Phi:
		if k, ok := r.before[v]; ok {
			return k
		}
		k := unseen
		for i, e := range v.Edges {
			if from := v.Block().Preds[i]; r.edges[edge{from, v.Block()}] {
				k = join(k, r.of(e))
			} else if v.Block() == r.entry && !r.inside(from) {
				k = unknown // how the loop is entered
			}
		}
		return k
	case *ssa.BinOp:
		return r.compare(v)
	case *ssa.UnOp:
		return r.unary(v)
	case *ssa.Call:
		return r.call(v, -1)
	case *ssa.Extract:
		return r.extract(v)
	case *ssa.ChangeType:
		return r.of(v.X)
	case *ssa.Convert:
		return r.of(v.X)
	case *ssa.ChangeInterface:
		return r.of(v.X)
	case *ssa.MakeInterface:
		if k := r.of(v.X); k == failure {
			return k
		}
		return some
	case *ssa.TypeAssert:
		if k := r.of(v.X); !v.CommaOk && k == failure {
			return k
		}
		return unknown
	case *ssa.Slice, *ssa.Alloc, *ssa.MakeClosure, *ssa.MakeMap, *ssa.MakeChan:
		return unknown
	}
	return unknown
}

func (r *run) unary(v *ssa.UnOp) kind {
	switch v.Op {
	case token.NOT:
		return not(r.of(v.X))
	case token.MUL:
		if s := r.w.storedBefore(v); s != nil {
			return r.of(s)
		}
	}
	return unknown
}

func (r *run) extract(v *ssa.Extract) kind {
	switch t := v.Tuple.(type) {
	case *ssa.Call:
		return r.call(t, v.Index)
	case *ssa.TypeAssert:
		switch k := r.of(t.X); {
		case k == zero || k == unseen:
			return k
		case k == failure && isErrno(t.AssertedType):
			return failure // as an Errno, and ok
		case k == failure && !types.IsInterface(t.AssertedType):
			return zero
		}
	}
	return unknown
}

// isErrno reports whether t is the type of zmq4's errors.
func isErrno(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "Errno" && named.Obj().Pkg() != nil && zmqapi.IsZMQ4(named.Obj().Pkg().Path())
}

// call is the i-th result of a call; i is -1 when there is one only.
func (r *run) call(c *ssa.Call, i int) kind {
	row := r.w.p.API(c)
	if row == nil && r.w.receives[c] {
		return r.received(c, i, zmqapi.KindRecv, "") // by a function outside the load
	}
	if row != nil {
		switch row.Kind {
		case zmqapi.KindRecv, zmqapi.KindPoll:
			return r.received(c, i, row.Kind, row.Name)
		}
		if row.Name == "AsErrno" {
			return r.of(c.Call.Args[0])
		}
		return unknown
	}
	if c.Call.IsInvoke() && c.Call.Method.Name() == "Error" {
		if k := r.of(c.Call.Value); k == failure || k == unseen {
			return k // its text
		}
	}
	if b, ok := c.Call.Value.(*ssa.Builtin); ok {
		if b.Name() == "len" {
			return r.of(c.Call.Args[0])
		}
		return unknown
	}
	if k := r.library(c); k != unknown {
		return k
	}
	fns, followed := r.w.p.Callees(c)
	if len(fns) == 0 || !followed {
		return unknown
	}
	k := unseen
	for _, fn := range fns {
		h := r.w.with(fn, r.arguments(c))
		if h == nil || h.returns && max(i, 0) >= len(h.results) {
			return unknown
		}
		if h.returns {
			k = join(k, h.results[max(i, 0)])
		}
	}
	return k
}

// arguments are what is known of the arguments of a call, receiver first.
func (r *run) arguments(c *ssa.Call) (args []kind) {
	if c.Call.IsInvoke() {
		args = append(args, unknown)
	}
	for _, a := range c.Call.Args {
		k := r.of(a)
		if k == unseen {
			k = unknown
		}
		args = append(args, k)
	}
	return args
}

// neverReturns reports whether an instruction calls a function that, given
// these arguments, does not come back: PanicIfError(err).
func (r *run) neverReturns(instr ssa.Instruction) bool {
	c, ok := instr.(*ssa.Call)
	if !ok || r.w.p.API(c) != nil {
		return false
	}
	fns, followed := r.w.p.Callees(c)
	if len(fns) == 0 || !followed {
		return false
	}
	for _, fn := range fns {
		if h := r.w.with(fn, r.arguments(c)); h == nil || h.returns {
			return false
		}
	}
	return true
}

// library knows functions that make or compare errors.
func (r *run) library(c *ssa.Call) kind {
	fn := c.Call.StaticCallee()
	if fn == nil || fn.Pkg == nil {
		return unknown
	}
	switch fn.Pkg.Pkg.Path() + "." + fn.Name() {
	case "errors.Is":
		switch r.of(c.Call.Args[0]) {
		case failure:
			return r.w.hyp.matches(c.Call.Args[1])
		case unseen:
			return unseen
		case zero:
			return zero
		}
	case "errors.As": // what a variable for another kind of error is set to is not asked
		switch k := r.of(c.Call.Args[0]); k {
		case failure:
			return truth(errorsAs(c) != nil)
		case zero, unseen:
			return k
		}
	case "strings.Contains", "strings.HasPrefix":
		if text, ok := c.Call.Args[1].(*ssa.Const); ok && text.Value != nil && r.of(c.Call.Args[0]) == failure {
			return r.w.hyp.says(constant.StringVal(text.Value), strings.Contains)
		}
	case "strings.Fields", "strings.TrimSpace", "strings.ToUpper", "strings.ToLower", "bytes.TrimSpace", "bytes.Fields":
		return r.of(c.Call.Args[0])
	case "errors.New", "fmt.Errorf", "github.com/pkg/errors.Wrap", "github.com/pkg/errors.Wrapf", "github.com/pkg/errors.WithStack", "github.com/pkg/errors.WithMessage":
		return some
	}
	return unknown
}

// received is what a receive or poll returns.
func (r *run) received(c *ssa.Call, i int, api zmqapi.Kind, name string) kind {
	results := c.Call.Signature().Results()
	if i < 0 {
		i = 0
	}
	last := i == results.Len()-1 && sockets.IsError(results.At(i).Type())
	switch {
	case r.w.hyp == arrives && last:
		return zero
	case r.w.hyp == arrives && (api == zmqapi.KindPoll || isList(results.At(i).Type())):
		return some
	case r.w.hyp == arrives:
		return unknown
	case r.w.hyp == nothing && api == zmqapi.KindPoll:
		return truth(name == "PollAll" && !last) // which returns all items; Poll returns none
	case last:
		return failure
	}
	return zero
}

// isList reports whether a t holds the frames of a message, of which there is
// at least one.
func isList(t types.Type) bool {
	s, ok := t.Underlying().(*types.Slice)
	if !ok {
		return false
	}
	b, ok := s.Elem().Underlying().(*types.Basic)
	return !ok || b.Kind() != types.Byte
}
