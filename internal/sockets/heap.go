package sockets

// What is stored where, in the whole load and without regard to order: the
// values of fields and variables, for folding endpoints and for tracing
// function values.

import (
	"go/token"
	"go/types"
	"reflect"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// heapIndex holds all stores of the load.
type heapIndex struct {
	p       *Program
	fields  map[*types.Var]*fieldStores
	globals map[*ssa.Global]*fieldStores
	decoded map[types.Type]bool // handed to code that may fill it: json, yaml, flags
}

// fieldStores is what is stored in a field or package variable.
type fieldStores struct {
	values   []ssa.Value
	defaults []ssa.Value // stored where it was found empty
	addrs    []addrUse   // calls that take its address: flag.StringVar
	open     bool        // other values are possible
}

// addrUse is an address handed to a call.
type addrUse struct {
	call ssa.CallInstruction
	arg  int
}

func (h *heapIndex) build(p *Program) {
	h.p = p
	h.fields = map[*types.Var]*fieldStores{}
	h.globals = map[*ssa.Global]*fieldStores{}
	h.decoded = map[types.Type]bool{}
	for _, fn := range p.funcs {
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				h.instr(instr)
			}
		}
	}
}

func (h *heapIndex) instr(instr ssa.Instruction) {
	switch instr := instr.(type) {
	case *ssa.Store:
		if h.p.inTest(instr.Pos()) && !h.p.inTest(declared(instr.Addr)) {
			return
		}
		if c := h.cell(instr.Addr); c != nil {
			if whenEmpty(instr) {
				c.defaults, c.open = append(c.defaults, instr.Val), true
			} else {
				c.values = append(c.values, instr.Val)
			}
		}
	case ssa.CallInstruction:
		h.call(instr)
	}
}

// declared is where the field or package variable at an address is declared.
func declared(addr ssa.Value) token.Pos {
	switch a := addr.(type) {
	case *ssa.FieldAddr:
		return fieldOf(a.X.Type(), a.Field).Pos()
	case *ssa.Global:
		return a.Pos()
	}
	return addr.Pos()
}

// cell is the entry of the field or package variable at an address.
func (h *heapIndex) cell(addr ssa.Value) *fieldStores {
	switch a := addr.(type) {
	case *ssa.FieldAddr:
		return h.field(fieldOf(a.X.Type(), a.Field))
	case *ssa.Global:
		return h.global(a)
	}
	return nil
}

func (h *heapIndex) field(f *types.Var) *fieldStores {
	f = f.Origin()
	s := h.fields[f]
	if s == nil {
		s = &fieldStores{}
		h.fields[f] = s
	}
	return s
}

func (h *heapIndex) global(g *ssa.Global) *fieldStores {
	s := h.globals[g]
	if s == nil {
		s = &fieldStores{}
		h.globals[g] = s
	}
	return s
}

// whenEmpty reports whether a field is stored to only where it was found empty:
//
//	if c.Host == "" {
//		c.Host = "127.0.0.1"
//	}
func whenEmpty(st *ssa.Store) bool {
	to, ok := st.Addr.(*ssa.FieldAddr)
	if !ok || len(st.Block().Preds) != 1 {
		return false
	}
	pred := st.Block().Preds[0]
	br, ok := pred.Instrs[len(pred.Instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	cmp, ok := br.Cond.(*ssa.BinOp)
	if !ok || cmp.Op != token.EQL || pred.Succs[0] != st.Block() {
		return false
	}
	load, ok := cmp.X.(*ssa.UnOp)
	if !ok || !isZero(cmp.Y) {
		return false
	}
	from, ok := load.X.(*ssa.FieldAddr)
	return ok && fieldOf(from.X.Type(), from.Field) == fieldOf(to.X.Type(), to.Field)
}

// call notes addresses and structures that are handed out of the load.
func (h *heapIndex) call(call ssa.CallInstruction) {
	common := call.Common()
	if fn := common.StaticCallee(); fn != nil && h.p.hasBody(fn) {
		return
	}
	for i, a := range common.Args {
		if c := h.cell(a); c != nil {
			c.addrs = append(c.addrs, addrUse{call, i})
		}
		h.decodedArg(call, i, a)
	}
}

func (h *heapIndex) decodedArg(call ssa.CallInstruction, i int, a ssa.Value) {
	for _, v := range append(variadic(a), a) {
		mi, ok := v.(*ssa.MakeInterface)
		if !ok {
			continue
		}
		if c := h.cell(mi.X); c != nil {
			c.addrs = append(c.addrs, addrUse{call, i})
		}
		h.markDecoded(mi.X.Type(), call)
	}
}

// markDecoded notes that foreign code got a pointer to a structure and may
// fill it. Printing and logging only read.
func (h *heapIndex) markDecoded(t types.Type, call ssa.CallInstruction) {
	ptr, ok := t.Underlying().(*types.Pointer)
	if !ok || onlyReads(call) {
		return
	}
	h.fill(ptr.Elem(), 0)
}

func (h *heapIndex) fill(t types.Type, depth int) {
	if h.decoded[t] || depth > 4 {
		return
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		h.decoded[t] = true
		for f := range u.Fields() {
			h.field(f).open = true
			h.fill(f.Type(), depth+1)
		}
	case *types.Pointer:
		h.fill(u.Elem(), depth+1)
	case *types.Slice:
		h.fill(u.Elem(), depth+1)
	case *types.Map:
		h.fill(u.Elem(), depth+1)
	}
}

// onlyReads knows calls that print, log, compare or encode their arguments.
func onlyReads(call ssa.CallInstruction) bool {
	common := call.Common()
	name := ""
	pkg := ""
	if common.IsInvoke() {
		name = common.Method.Name()
	} else if fn := common.StaticCallee(); fn != nil {
		name = fn.Name()
		if fn.Pkg != nil {
			pkg = fn.Pkg.Pkg.Path()
		}
	}
	switch pkg {
	case "fmt":
		return !strings.Contains(name, "can") // Scan, Sscanf
	case "log", "log/slog", "sync", "sync/atomic", "runtime", "context", "reflect", "errors":
		return true
	}
	for _, verb := range []string{"Marshal", "Encode", "Print", "Log", "Debug", "Info", "Warn", "Error", "Trace", "Fatal", "Panic", "Equal", "SetFinalizer"} {
		if strings.Contains(name, verb) && !strings.HasPrefix(name, "Un") {
			return true
		}
	}
	return false
}

// tagDefault is the default that a struct tag gives a field, and whether the
// field has a tag at all: then configuration can fill it.
func tagDefault(structType types.Type, f *types.Var) (def string, hasDefault, tagged bool) {
	if p, ok := structType.Underlying().(*types.Pointer); ok {
		structType = p.Elem()
	}
	s, ok := structType.Underlying().(*types.Struct)
	if !ok {
		return "", false, false
	}
	for i := range s.NumFields() {
		if s.Field(i).Origin() != f.Origin() {
			continue
		}
		tag := reflect.StructTag(s.Tag(i))
		for _, key := range []string{"default", "envDefault", "env-default"} {
			if d, ok := tag.Lookup(key); ok {
				return d, true, true
			}
		}
		return "", false, s.Tag(i) != ""
	}
	return "", false, false
}

// storesTo are the values stored in a local or package variable; closed is
// false when its address goes where it cannot be followed.
func (h *heapIndex) storesTo(addr ssa.Value) (values []ssa.Value, closed bool) {
	if g, ok := addr.(*ssa.Global); ok {
		s := h.globals[g]
		if s == nil {
			return nil, false
		}
		return s.values, !s.open && len(s.addrs) == 0
	}
	closed = true
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr == addr {
				values = append(values, ref.Val)
			} else {
				closed = false
			}
		case *ssa.MakeClosure:
			fn := ref.Fn.(*ssa.Function)
			for i, b := range ref.Bindings {
				if b == addr {
					vs, _ := h.storesTo(fn.FreeVars[i])
					values = append(values, vs...)
				}
			}
		case ssa.CallInstruction, *ssa.MakeInterface:
			closed = false
		}
	}
	return values, closed
}

// bindingsOf are the variables that a captured variable stands for.
func (p *Program) bindingsOf(v *ssa.FreeVar) (out []ssa.Value) {
	i := indexIn(v.Parent().FreeVars, v)
	for _, mc := range p.closed[v.Parent()] {
		out = append(out, mc.Bindings[i])
	}
	return out
}

// elementStores are the values stored in the elements of an array, slice or
// map, as far as its own function does that: in field of each element, or, for
// -1, in the elements themselves.
func elementStores(container ssa.Value, field int) (out []ssa.Value) {
	for _, ref := range *container.Referrers() {
		switch ref := ref.(type) {
		case *ssa.IndexAddr:
			out = append(out, storedAt(ref, field)...)
		case *ssa.MapUpdate:
			if ref.Map == container && field < 0 {
				out = append(out, ref.Value)
			}
		}
	}
	return out
}

func storedAt(addr ssa.Value, field int) (out []ssa.Value) {
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr != addr {
				continue
			}
			if field < 0 {
				out = append(out, ref.Val)
			} else if u, ok := ref.Val.(*ssa.UnOp); ok { // a copy of a literal
				if lit, ok := u.X.(*ssa.Alloc); ok {
					out = append(out, storedAt(lit, field)...)
				}
			}
		case *ssa.FieldAddr:
			if ref.Field == field {
				out = append(out, storedAt(ref, -1)...)
			}
		}
	}
	return out
}
