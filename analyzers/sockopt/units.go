package sockopt

import (
	"go/ast"
	"go/types"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// units reports numbers without a unit where a time.Duration is taken, and
// durations where seconds are.
func (c *checker) units(call *sockets.Call) {
	for _, i := range call.DurationArgs {
		if c.bareInteger(call, i) {
			ns, _ := durationConst(call, i)
			c.report("duration-unit", call, "%s takes a time.Duration: %d is %v, of which whole milliseconds count, %d ms; write the unit, as in %d*time.Millisecond", call.Name, ns, time.Duration(ns), ns/int64(time.Millisecond), ns)
			c.found[len(c.found)-1].Fix = c.inMilliseconds(call, i)
			return
		}
	}
	switch call.Option {
	case zmqapi.TCPKeepaliveIdle, zmqapi.TCPKeepaliveIntvl:
		if conv, ok := call.ArgValue(0).(*ssa.Convert); ok && isDuration(conv.X.Type()) && !divided(conv.X) {
			c.report("duration-unit", call, "%s takes seconds, and a time.Duration counts nanoseconds; divide it by time.Second", call.Name)
			c.found[len(c.found)-1].Fix = c.inSeconds(call)
		}
	}
}

// bareInteger reports whether the i-th argument is an integer constant without
// a unit: not 0 or -1, which are the same in all, and not a number of
// nanoseconds that makes whole milliseconds, which may well be meant.
func (c *checker) bareInteger(call *sockets.Call, i int) bool {
	ns, ok := durationConst(call, i)
	if !ok || ns == 0 || ns == -1 || ns%int64(time.Millisecond) == 0 || call.Expr == nil || i >= len(call.Expr.Args) {
		return false
	}
	return isDuration(call.ArgValue(i).Type()) && !c.hasUnit(call.Expr.Args[i])
}

func durationConst(call *sockets.Call, i int) (int64, bool) {
	k, ok := call.ArgValue(i).(*ssa.Const)
	if !ok || k.Value == nil {
		return 0, false
	}
	return k.Int64(), true
}

// hasUnit reports whether the expression refers to a constant of type
// time.Duration.
func (c *checker) hasUnit(e ast.Expr) (found bool) {
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if k, ok := c.pass.TypesInfo.Uses[id].(*types.Const); ok && isDuration(k.Type()) {
				found = true
			}
		}
		return !found
	})
	return found
}

func isDuration(t types.Type) bool {
	n, ok := t.(*types.Named)
	return ok && n.Obj().Name() == "Duration" && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "time"
}

// divided reports whether v is a quotient of durations, a plain number.
func divided(v ssa.Value) bool {
	b, ok := v.(*ssa.BinOp)
	return ok && b.Op.String() == "/"
}
