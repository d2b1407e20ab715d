package recvloop

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// kind is what is known of a value under a hypothesis.
type kind byte

const (
	unseen  kind = iota // not computed yet
	zero                // nil, false, 0, "", an empty list
	some                // not zero: a true, an error of some kind, a list with elements
	failure             // the error of the receive, itself or as an Errno
	unknown
)

func join(a, b kind) kind {
	switch {
	case a == unseen || a == b:
		return b
	case b == unseen:
		return a
	case a == failure && b == some || a == some && b == failure:
		return some
	}
	return unknown
}

func truth(yes bool) kind {
	if yes {
		return some
	}
	return zero
}

func not(k kind) kind {
	switch k {
	case zero:
		return some
	case some, failure:
		return zero
	}
	return k
}

// ofConst is the kind of a constant.
func ofConst(c *ssa.Const) kind {
	if c.Value == nil {
		return zero
	}
	switch c.Value.Kind() {
	case constant.Bool:
		return truth(constant.BoolVal(c.Value))
	case constant.Int, constant.Float:
		return truth(constant.Sign(c.Value) != 0)
	case constant.String:
		return truth(constant.StringVal(c.Value) != "")
	}
	return unknown
}

// The error numbers that loops ask for. The system's differ by system; no
// number stands for different ones of these.
var (
	closedErrnos = map[int64]bool{zmqapi.ETERM: true, 88: true, 38: true, 10038: true} // ETERM and ENOTSOCK
	againErrnos  = map[int64]bool{11: true, 35: true, 10035: true}                     // EAGAIN
)

// What these errors say.
var (
	closedTexts = []string{"Context was terminated", "Socket is closed", "Socket operation on non-socket"}
	againTexts  = []string{"resource temporarily unavailable", "Resource temporarily unavailable"}
)

// matches tells whether the failure of the hypothesis is the error that v
// names: a number, a variable like zmq4.ErrorSocketClosed, or a text.
func (h hypothesis) matches(v ssa.Value) kind {
	switch v := v.(type) {
	case *ssa.MakeInterface:
		return h.matches(v.X)
	case *ssa.ChangeType:
		return h.matches(v.X)
	case *ssa.Convert:
		return h.matches(v.X)
	case *ssa.Const:
		return h.matchesConst(v)
	case *ssa.Call: // syscall.EAGAIN.Error(), zmq4.AsErrno(syscall.EAGAIN)
		if name := calleeOf(&v.Call).name; (name == "Error" || name == "AsErrno") && len(v.Call.Args) == 1 {
			return h.matches(v.Call.Args[0])
		}
	case *ssa.UnOp:
		if g, ok := v.X.(*ssa.Global); ok && v.Op == token.MUL && sockets.IsError(g.Type().Underlying().(*types.Pointer).Elem()) {
			name := g.Name()
			return truth(h == fails && (name == "ErrorSocketClosed" || name == "ErrorContextClosed"))
		}
	}
	return unknown
}

func (h hypothesis) matchesConst(c *ssa.Const) kind {
	if c.Value == nil {
		return unknown
	}
	switch c.Value.Kind() {
	case constant.Int:
		n, _ := constant.Int64Val(c.Value)
		if h == nothing {
			return truth(againErrnos[n])
		}
		return truth(closedErrnos[n])
	case constant.String:
		return h.says(constant.StringVal(c.Value), func(text, part string) bool { return text == part })
	}
	return unknown
}

// says tells whether the failure's text is, or has, part. Of other texts than
// those of the failures in question nothing is known.
func (h hypothesis) says(part string, is func(text, part string) bool) kind {
	any := func(texts []string) bool {
		return slices.ContainsFunc(texts, func(text string) bool { return is(text, part) })
	}
	closed, again := any(closedTexts), any(againTexts)
	if !closed && !again {
		return unknown
	}
	return truth(h == nothing && again || h == fails && closed)
}

// compare is the outcome of a comparison.
func (r *run) compare(v *ssa.BinOp) kind {
	x, y := r.of(v.X), r.of(v.Y)
	switch v.Op {
	case token.EQL:
		return r.equal(v, x, y)
	case token.NEQ:
		return not(r.equal(v, x, y))
	case token.LSS, token.GTR, token.LEQ, token.GEQ:
		return order(v, x, y)
	}
	return unknown
}

func (r *run) equal(v *ssa.BinOp, x, y kind) kind {
	switch {
	case x == unseen || y == unseen:
		return unseen
	case x == failure && y == some:
		return r.w.hyp.matches(v.Y)
	case y == failure && x == some:
		return r.w.hyp.matches(v.X)
	case x == failure && y == unknown:
		return r.w.hyp.matches(v.Y)
	case y == failure && x == unknown:
		return r.w.hyp.matches(v.X)
	case x == zero && y == zero:
		return some
	case x == zero && (y == some || y == failure) || y == zero && (x == some || x == failure):
		return zero
	}
	return unknown
}

// order compares lengths with constants: a list that is empty, or not.
func order(v *ssa.BinOp, x, y kind) kind {
	if x == unseen || y == unseen {
		return unseen
	}
	lenX, lenY := isLen(v.X), isLen(v.Y)
	switch {
	case lenX && isOne(v.Y) && x != unknown && v.Op == token.LSS: // len(x) < 1
		return not(x)
	case lenX && isOne(v.Y) && x != unknown && v.Op == token.GEQ:
		return x
	case lenX && x == zero && isPositive(v.Y):
		return truth(v.Op == token.LSS || v.Op == token.LEQ)
	case lenX && y == zero && x != unknown:
		switch v.Op {
		case token.GTR:
			return x
		case token.LEQ:
			return not(x)
		}
	case lenY && y == zero && v.Op == token.LSS: // the range over an empty list
		return zero
	}
	return unknown
}

func isLen(v ssa.Value) bool {
	c, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	b, ok := c.Call.Value.(*ssa.Builtin)
	return ok && b.Name() == "len"
}

func isOne(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.Kind() == constant.Int && c.Int64() == 1
}

func isPositive(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && constant.Sign(constant.ToInt(c.Value)) > 0
}
