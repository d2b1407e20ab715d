package sockets

// Functions that the configuration vouches for (wrappers:): it says which
// options they set on the sockets that they are given, so that code that cannot
// be followed is not unknown.

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// vouch applies what the configuration says of the function that call runs; ok
// is false when it says nothing.
func (fi *fnInfo) vouch(e env, call ssa.CallInstruction, at ssa.Instruction) (ok bool) {
	w, ok := fi.p.wrapper(call.Common())
	if !ok {
		return false
	}
	rel := entry()
	rel.Must, rel.May = w.Sets, w.Sets
	if w.CURVE {
		keys := zmqapi.SetOf(zmqapi.CurvePublicKey, zmqapi.CurveSecretKey, zmqapi.CurveServerKey)
		rel.Must, rel.May = rel.Must.Union(keys), rel.May.Union(keys)
		rel.Mech = mech(mechCurve, roleInherited)
	}
	args := call.Common().Args
	if call.Common().IsInvoke() {
		args = append([]ssa.Value{call.Common().Value}, args...)
	}
	for _, a := range args {
		for _, l := range fi.socketsOf(a, at) {
			if before, made := e.state(l); made {
				before.Unknown = ""
				e[l] = compose(before, rel)
				fi.gen(at, l, rel.Must, rel.May, nil)
			}
		}
	}
	return true
}

// wrapper is what the configuration of any package of the load says of the
// function that a call runs.
func (p *Program) wrapper(common *ssa.CallCommon) (w config.Wrapped, ok bool) {
	if len(p.configs) == 0 {
		return w, false
	}
	obj := common.Method
	if fn := common.StaticCallee(); fn != nil {
		obj, _ = fn.Object().(*types.Func)
	}
	if obj == nil {
		return w, false
	}
	name := obj.Origin().FullName()
	for _, c := range p.configs {
		if w, ok := c.Wrapper(name); ok {
			return w, true
		}
	}
	return w, false
}

// configure adds a configuration that names wrappers.
func (p *Program) configure(c *config.Config) {
	if len(c.Wrappers) > 0 && !slices.Contains(p.configs, c) {
		p.configs = append(p.configs, c)
	}
}

// socketsOf are those that v is, holds, or has in its fields.
func (fi *fnInfo) socketsOf(v ssa.Value, at ssa.Instruction) locSet {
	if mi, ok := v.(*ssa.MakeInterface); ok {
		v = mi.X
	}
	if !fi.p.holdsSockets(v.Type()) {
		return nil
	}
	ls := fi.load(fi.val(v), at)
	out := fi.socketsIn(ls, 0)
	t := v.Type()
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok || zmqapi.IsSocket(t) {
		return out
	}
	for f := range st.Fields() {
		if zmqapi.IsSocket(f.Type()) {
			out = out.with(fi.load(fi.children(ls, f, types.NewPointer(f.Type())), at)...)
		}
	}
	return out
}
