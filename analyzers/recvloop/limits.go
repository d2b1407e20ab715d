package recvloop

// What slows a loop down.
//
// A limit bounds the messages taken per time: a rate limiter, a timer or ticker
// that is waited for, a sleep, a count in a window of time. A wait keeps a
// loop from running hot: a limit, or anything that blocks until something
// happens elsewhere.

import (
	"go/token"
	"go/types"
	"regexp"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// level says on how many ways through a function something happens.
type level uint8

const (
	none level = iota
	partly
	always
)

// maxCallees bounds how deep functions are looked into.
const maxCallees = 6

// limitNames are the names, of functions or of the types that they belong to,
// by which limiters outside the load are known, and those inside it whose
// workings are not understood.
var limitNames = regexp.MustCompile(`(?i)rate.?limit|limiter|throttl|token.?bucket|leaky.?bucket|^ratelimit|backpressure`)

// waitNames are those of functions that wait.
var waitNames = regexp.MustCompile(`(?i)sleep|back.?off|^wait|retry|^pause|^delay|^take$`)

// limiting is how surely an instruction slows the taking of messages down.
func (w *world) limiting(instr ssa.Instruction, depth int) level {
	switch instr := instr.(type) {
	case *ssa.UnOp:
		if instr.Op == token.ARROW && isTimer(instr.X) {
			return always
		}
	case *ssa.Call:
		return w.limits(instr, depth)
	}
	return none
}

func (w *world) limits(c *ssa.Call, depth int) level {
	if w.p.API(c) != nil {
		return none
	}
	path, recv, name := calleeName(&c.Call)
	switch {
	case path == "time" && name == "Sleep":
		return always
	case limitNames.MatchString(recv), limitNames.MatchString(name), path == "golang.org/x/time/rate", path == "go.uber.org/ratelimit":
		return w.consulted(c)
	case w.throttle(&c.Call):
		return always
	}
	if depth > maxCallees {
		return none
	}
	fns, _ := w.p.Callees(c)
	out := none
	for i, fn := range fns {
		l := w.helperLimits(fn, depth+1)
		switch {
		case i == 0:
			out = l
		case l != out:
			out = partly
		}
	}
	return out
}

// consulted tells whether somebody looks at what a limiter says: a limiter that
// waits returns nothing or an error, one that is asked returns a bool.
func (w *world) consulted(c *ssa.Call) level {
	if b, ok := c.Type().Underlying().(*types.Basic); ok && b.Info()&types.IsBoolean != 0 && len(*c.Referrers()) == 0 {
		return none
	}
	return always
}

// helperLimits is how surely a function that the loop calls limits it.
func (w *world) helperLimits(fn *ssa.Function, depth int) level {
	if l, ok := w.levels[fn]; ok {
		return l
	}
	w.levels[fn] = none // for recursion
	l := none
	if r := w.helper(fn); r != nil {
		l = r.level(r.entry, depth)
	}
	w.levels[fn] = l
	return l
}

// level is how surely a turn that passes block b is limited.
func (r *run) level(b *ssa.BasicBlock, depth int) level {
	certain, possible := map[*ssa.BasicBlock]bool{}, map[*ssa.BasicBlock]bool{}
	for x := range r.reached {
		for _, instr := range x.Instrs {
			switch r.w.limiting(instr, depth) {
			case always:
				certain[x], possible[x] = true, true
			case partly:
				possible[x] = true
			}
		}
	}
	r.timerCases(certain)
	if r.window() {
		return always
	}
	if !r.passes(b, func(x *ssa.BasicBlock) bool { return certain[x] }) {
		if len(certain) == 0 {
			return none // no way leads on from there
		}
		return always
	}
	for x := range possible {
		if r.passes(x, never) {
			return partly
		}
	}
	return none
}

// timerCases adds the blocks that a select enters when a timer fires. They
// limit, but make no "may" of a loop whose other cases do not wait: that is a
// time-out.
func (r *run) timerCases(certain map[*ssa.BasicBlock]bool) {
	for b, st := range r.cases() {
		if st.Dir == types.RecvOnly && isTimer(st.Chan) {
			certain[b] = true
		}
	}
}

// selected are the blocks that are entered because a channel was ready: the
// turn has waited for it, or something happens elsewhere.
func (r *run) selected() map[*ssa.BasicBlock]bool {
	out := map[*ssa.BasicBlock]bool{}
	for b := range r.cases() {
		out[b] = true
	}
	return out
}

// cases are the blocks of the cases of select statements.
func (r *run) cases() map[*ssa.BasicBlock]*ssa.SelectState {
	out := map[*ssa.BasicBlock]*ssa.SelectState{}
	for b := range r.reached {
		cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		cmp, ok := cond.Cond.(*ssa.BinOp)
		if !ok || cmp.Op != token.EQL {
			continue
		}
		index, ok := cmp.X.(*ssa.Extract)
		if !ok || index.Index != 0 {
			continue
		}
		sel, ok := index.Tuple.(*ssa.Select)
		n, isConst := cmp.Y.(*ssa.Const)
		if ok && isConst && int(n.Int64()) < len(sel.States) {
			out[b.Succs[0]] = sel.States[n.Int64()]
		}
	}
	return out
}

// isTimer reports whether a channel delivers times: one of a Timer or Ticker,
// or of time.After.
func isTimer(ch ssa.Value) bool {
	t, ok := ch.Type().Underlying().(*types.Chan)
	if !ok {
		return false
	}
	named, ok := t.Elem().(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "time" && named.Obj().Name() == "Time"
}

// window reports whether the run counts something and compares the time, and
// decides by both: so many per second.
func (r *run) window() bool {
	counted, timed := false, false
	for b := range r.reached {
		cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		timed = timed || comesFromTime(cond.Cond, 0)
		if cmp, ok := cond.Cond.(*ssa.BinOp); ok {
			counted = counted || r.counted(cmp.X) || r.counted(cmp.Y)
		}
	}
	return counted && timed
}

// comesFromTime reports whether a condition compares times.
func comesFromTime(v ssa.Value, depth int) bool {
	if depth > 6 {
		return false
	}
	switch v := v.(type) {
	case *ssa.BinOp:
		return comesFromTime(v.X, depth+1) || comesFromTime(v.Y, depth+1)
	case *ssa.UnOp:
		return v.Op != token.MUL && comesFromTime(v.X, depth+1)
	case *ssa.Convert:
		return comesFromTime(v.X, depth+1)
	case *ssa.Call:
		path, recv, name := calleeName(&v.Call)
		if path != "time" {
			return false
		}
		switch name {
		case "Since", "Until", "Sub", "After", "Before", "Unix", "UnixNano", "UnixMilli":
			return true
		}
		return recv == "Duration"
	}
	return false
}

// counted reports whether v is an integer that the run adds to, and that is
// there in the next turn: in a variable, a field or a map.
func (r *run) counted(v ssa.Value) bool {
	basic, ok := v.Type().Underlying().(*types.Basic)
	if !ok || basic.Info()&types.IsInteger == 0 {
		return false
	}
	if add, ok := v.(*ssa.BinOp); ok && add.Op == token.ADD {
		if _, isConst := add.Y.(*ssa.Const); isConst {
			v = add.X // compared after it was increased
		}
	}
	switch v := v.(type) {
	case *ssa.Phi:
		return r.isLoop() && v.Block() == r.entry && !isIndex(v) && slices.ContainsFunc(v.Edges, func(e ssa.Value) bool {
			add, ok := e.(*ssa.BinOp)
			return ok && add.Op == token.ADD && add.X == v
		})
	case *ssa.UnOp:
		return v.Op == token.MUL && r.adds(func(addr, m ssa.Value) bool { return addr != nil && sameAddress(addr, v.X) })
	case *ssa.Lookup:
		return r.adds(func(addr, m ssa.Value) bool { return m != nil && (m == v.X || sameContainer(v.X)(m)) })
	}
	return false
}

// adds reports whether the run stores a sum at an address or in a map that is
// meant.
func (r *run) adds(meant func(addr, m ssa.Value) bool) bool {
	for b := range r.reached {
		if stops(b, func(instr ssa.Instruction) bool {
			switch instr := instr.(type) {
			case *ssa.Store:
				return isSum(instr.Val) && meant(instr.Addr, nil)
			case *ssa.MapUpdate:
				return isSum(instr.Value) && meant(nil, instr.Map)
			}
			return false
		}) {
			return true
		}
	}
	return false
}

func isSum(v ssa.Value) bool {
	add, ok := v.(*ssa.BinOp)
	return ok && add.Op == token.ADD
}

// isIndex reports whether v is the counter of a range.
func isIndex(v *ssa.Phi) bool { return v.Comment == "rangeindex" || v.Comment == "rangeint.iter" }

// sameAddress reports whether two addresses are the same variable or field.
func sameAddress(a, b ssa.Value) bool {
	if a == b {
		return true
	}
	fa, ok1 := a.(*ssa.FieldAddr)
	fb, ok2 := b.(*ssa.FieldAddr)
	return ok1 && ok2 && fa.Field == fb.Field && types.Identical(fa.X.Type(), fb.X.Type())
}

// waits reports whether an instruction can block, receives and polls that do
// not wait apart.
func (r *run) waits(instr ssa.Instruction, depth int) bool {
	switch instr := instr.(type) {
	case *ssa.UnOp:
		return instr.Op == token.ARROW
	case *ssa.Select:
		return instr.Blocking
	case *ssa.Call:
		return r.callWaits(instr, depth)
	}
	return false
}

func (r *run) callWaits(c *ssa.Call, depth int) bool {
	w := r.w
	if row := w.p.API(c); row != nil {
		return w.hyp == nothing && (row.Kind == zmqapi.KindRecv || row.Kind == zmqapi.KindPoll) && !w.p.NonBlocking(c)
	}
	path, recv, name := calleeName(&c.Call)
	switch {
	case path == "time" && name == "Sleep", path == "sync" && name == "Wait":
		return true
	case limitNames.MatchString(recv), limitNames.MatchString(name), waitNames.MatchString(name), w.throttle(&c.Call):
		return true
	}
	if depth > maxCallees {
		return false
	}
	fns, _ := w.p.Callees(c)
	return slices.ContainsFunc(fns, func(fn *ssa.Function) bool {
		h := w.with(fn, r.arguments(c))
		return h != nil && h.canWait(depth+1)
	})
}

// canWait reports whether a function can block on some way through it.
func (r *run) canWait(depth int) bool {
	if yes, ok := r.w.blocking[r]; ok {
		return yes
	}
	r.w.blocking[r] = false // for recursion
	for b := range r.reached {
		if stops(b, func(i ssa.Instruction) bool { return r.waits(i, depth) }) {
			r.w.blocking[r] = true
			return true
		}
	}
	return false
}

// calleeName is the package, the receiver's type and the name of what a call
// runs; for a function value, the name of the variable or field.
func calleeName(c *ssa.CallCommon) (path, recv, name string) {
	if c.IsInvoke() {
		if named, ok := types.Unalias(c.Value.Type()).(*types.Named); ok {
			recv = named.Obj().Name()
		}
		if pkg := c.Method.Pkg(); pkg != nil {
			path = pkg.Path()
		}
		return path, recv, c.Method.Name()
	}
	fn := c.StaticCallee()
	if fn == nil {
		return "", "", valueName(c.Value)
	}
	if o := fn.Origin(); o != nil {
		fn = o
	}
	if r := fn.Signature.Recv(); r != nil {
		t := types.Unalias(r.Type())
		if p, ok := t.(*types.Pointer); ok {
			t = types.Unalias(p.Elem())
		}
		if named, ok := t.(*types.Named); ok {
			recv = named.Obj().Name()
		}
	}
	if obj := fn.Object(); obj != nil && obj.Pkg() != nil {
		path = obj.Pkg().Path()
	}
	return path, recv, fn.Name()
}

func valueName(v ssa.Value) string {
	switch v := v.(type) {
	case *ssa.UnOp:
		switch x := v.X.(type) {
		case *ssa.FieldAddr:
			return x.X.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Struct).Field(x.Field).Name()
		case *ssa.Global:
			return x.Name()
		}
	case *ssa.Parameter:
		return v.Name()
	}
	return ""
}

// throttle reports whether the configuration names what a call runs as a
// limit.
func (w *world) throttle(c *ssa.CallCommon) bool {
	if w.cfg == nil {
		return false
	}
	obj := c.Method
	if fn := c.StaticCallee(); fn != nil {
		obj, _ = fn.Object().(*types.Func)
	}
	return obj != nil && w.cfg.Throttle(obj.Origin().FullName())
}
