package sockets

// Which paths count.
//
// A path ends at a call that does not return. A return of an error does not
// count as an exit: the caller gives up the socket, so what was not yet set
// there is no gap (rules.md, "must").

import (
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// endsPath reports whether the instruction never passes control on.
func (p *Program) endsPath(instr ssa.Instruction) bool {
	switch instr := instr.(type) {
	case *ssa.Panic:
		return true
	case *ssa.Call:
		fn := instr.Call.StaticCallee()
		if fn == nil {
			return instr.Call.IsInvoke() && isFatalName(instr.Call.Method.Name())
		}
		if p.hasBody(fn) {
			if fi := p.infos[fn]; fi != nil && fi.summary != nil {
				return fi.summary.noReturn
			}
			return false
		}
		if s := p.importedSummary(fn); s != nil && s.noReturn {
			return true
		}
		return isFatal(fn)
	}
	return false
}

// isFatal knows the functions outside the load that end the program or the
// goroutine.
func isFatal(fn *ssa.Function) bool {
	obj := fn.Object()
	if obj == nil || obj.Pkg() == nil {
		return false
	}
	switch obj.Pkg().Path() + "." + obj.Name() {
	case "os.Exit", "runtime.Goexit", "syscall.Exit":
		return true
	}
	return isFatalName(obj.Name())
}

// isFatalName knows the names by which loggers end the program.
func isFatalName(name string) bool {
	switch name {
	case "Fatal", "Fatalf", "Fatalln", "Fatalw", "FatalContext",
		"Panic", "Panicf", "Panicln", "Panicw", "PanicContext":
		return true // but not PanicOnError, which mostly returns
	}
	return false
}

// errorReturn reports whether ret hands an error to the caller.
func errorReturn(ret *ssa.Return) bool {
	res := ret.Parent().Signature.Results()
	if res.Len() == 0 || len(ret.Results) == 0 {
		return inErrorBranch(ret.Block())
	}
	last := res.Len() - 1
	if !IsError(res.At(last).Type()) {
		return inErrorBranch(ret.Block())
	}
	v := ret.Results[last]
	if c, ok := v.(*ssa.Const); ok && c.IsNil() {
		return false
	}
	return inErrorBranch(ret.Block()) || isErrorValue(v, ret.Block(), 0)
}

// inErrorBranch reports whether b runs only when some error was not nil.
func inErrorBranch(b *ssa.BasicBlock) bool {
	for d := b; d != nil; d = d.Idom() {
		if len(d.Preds) == 1 {
			if v, onTrue := errorTest(d.Preds[0]); v != nil && d.Preds[0].Succs[boolIndex(onTrue)] == d {
				return true
			}
		}
	}
	return false
}

// errorTest is the error value that the block's branch compares with nil, and
// whether the first successor is the one where it is not nil.
func errorTest(b *ssa.BasicBlock) (v ssa.Value, onTrue bool) {
	cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok || b.Succs[0] == b.Succs[1] {
		return nil, false
	}
	cmp, ok := cond.Cond.(*ssa.BinOp)
	if !ok || cmp.Op != token.NEQ && cmp.Op != token.EQL {
		return nil, false
	}
	x, y := cmp.X, cmp.Y
	if c, ok := x.(*ssa.Const); ok && c.IsNil() {
		x, y = y, x
	}
	if c, ok := y.(*ssa.Const); !ok || !c.IsNil() || !IsError(x.Type()) {
		return nil, false
	}
	return x, cmp.Op == token.NEQ
}

func boolIndex(onTrue bool) int {
	if onTrue {
		return 0
	}
	return 1
}

// isErrorValue reports whether v, as it is at the end of block b, is an error
// for sure.
func isErrorValue(v ssa.Value, b *ssa.BasicBlock, depth int) bool {
	if depth > 8 {
		return false
	}
	switch v := v.(type) {
	case *ssa.MakeInterface:
		return true
	case *ssa.UnOp:
		_, global := v.X.(*ssa.Global)
		return global // a sentinel
	case *ssa.Call:
		fn := v.Call.StaticCallee()
		return fn != nil && fn.Pkg != nil && makesErrors(fn.Pkg.Pkg.Path(), fn.Name())
	case *ssa.Phi:
		for i, e := range v.Edges {
			pred := v.Block().Preds[i]
			if c, ok := e.(*ssa.Const); ok && c.IsNil() {
				return false
			}
			tested, onTrue := errorTest(pred)
			onEdge := tested == e && pred.Succs[boolIndex(onTrue)] == v.Block()
			if !onEdge && !inErrorBranch(pred) && !isErrorValue(e, pred, depth+1) {
				return false
			}
		}
		return len(v.Edges) > 0
	}
	return false
}

func makesErrors(pkg, name string) bool {
	switch pkg {
	case "errors", "fmt", "github.com/pkg/errors", "golang.org/x/xerrors":
		return true
	}
	return strings.HasSuffix(name, "Errorf")
}

var errorType = types.Universe.Lookup("error").Type()

// IsError reports whether t is the type error.
func IsError(t types.Type) bool { return types.Identical(t, errorType) }

// constInt is the value of an integer constant.
func constInt(v ssa.Value) (int64, bool) {
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil || c.Value.Kind() != constant.Int {
		return 0, false
	}
	return constant.Int64Val(c.Value)
}

// returnsOf are the returns that count as exits: those without an error, or,
// when there is none, all.
func returnsOf(fn *ssa.Function, reached func(*ssa.BasicBlock) bool) (clean []*ssa.Return) {
	var all []*ssa.Return
	for _, b := range fn.Blocks {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok || !reached(b) || b == fn.Recover {
			continue
		}
		all = append(all, ret)
		if !errorReturn(ret) {
			clean = append(clean, ret)
		}
	}
	if len(clean) == 0 {
		return all
	}
	return clean
}
