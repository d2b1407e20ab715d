package sockets

// Functions outside the load whose results can be folded: formatting, flags,
// the environment.

import (
	"go/constant"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// result folds the i-th result of a call.
func (f *folder) result(c *ssa.Call, i int, fr *frame, depth int) Value {
	common := &c.Call
	if row := api(common.StaticCallee()); row != nil {
		return keyResult(row, i)
	}
	if fn := common.StaticCallee(); fn != nil && !f.p.hasBody(fn) {
		if v, ok := f.imported(fn, c, i, fr, depth); ok {
			return v
		}
		return f.library(fn, c, fr, depth)
	}
	to := f.p.calleesOf(c)
	if len(to.fns) == 0 || to.unknown != "" {
		return anything
	}
	var out Value
	for _, fn := range to.fns {
		inner := &frame{call: c, fn: fn, up: fr}
		if tooDeep(inner) {
			return anything
		}
		out = out.with(f.returned(fn, i, inner, depth))
	}
	return out
}

// returned folds the i-th result of fn at the returns without an error.
func (f *folder) returned(fn *ssa.Function, i int, inner *frame, depth int) (out Value) {
	for _, b := range fn.Blocks {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if ok && i < len(ret.Results) && !errorReturn(ret) {
			out = out.with(f.fold(ret.Results[i], inner, depth))
		}
	}
	return out
}

// keyResult folds the results of NewCurveKeypair and AuthCurvePublic to the
// half of the pair that they are.
func keyResult(row *zmqapi.Call, i int) Value {
	switch {
	case slices.Contains(row.PublicKeyResults, i):
		return Value{Alts: []Alt{{Key: PublicKey}}}
	case slices.Contains(row.SecretKeyResults, i):
		return Value{Alts: []Alt{{Key: SecretKey}}}
	}
	return anything
}

func tooDeep(fr *frame) bool {
	n := 0
	for ; fr != nil; fr = fr.up {
		n++
	}
	return n > 6
}

func (f *folder) library(fn *ssa.Function, c *ssa.Call, fr *frame, depth int) Value {
	args := c.Call.Args
	switch libraryName(fn) {
	case "fmt.Sprintf":
		return f.sprintf(args, fr, depth)
	case "fmt.Sprint":
		return f.concatAll(variadic(args[0]), fr, depth)
	case "strings.Join":
		return anything
	case "net.JoinHostPort":
		host := inBrackets(f.fold(args[0], fr, depth))
		return concat(concat(host, ofConst(constant.MakeString(":"))), f.fold(args[1], fr, depth))
	case "strconv.Itoa", "strconv.FormatInt":
		return decimal(f.fold(args[0], fr, depth))
	case "strings.TrimSpace", "strings.ToLower", "os.ExpandEnv":
		return prefixes(f.fold(args[0], fr, depth)).orOpen()
	case "cmp.Or":
		return f.firstNonZero(variadic(args[0]), fr, depth)
	}
	return f.lookup(fn, args, fr, depth)
}

// inBrackets writes hosts as net.JoinHostPort does: IPv6 addresses in brackets.
func inBrackets(v Value) Value {
	out := Value{Open: v.Open}
	for _, a := range v.Alts {
		if a.Const != nil && strings.Contains(a.Text, ":") {
			a.Text = "[" + a.Text + "]"
			a.Const = constant.MakeString(a.Text)
		}
		out = out.add(a)
	}
	return out
}

func (v Value) orOpen() Value {
	if len(v.Alts) == 0 {
		v.Open = true
	}
	return v
}

func libraryName(fn *ssa.Function) string {
	obj := fn.Object()
	if o := fn.Origin(); o != nil {
		obj = o.Object()
	}
	if obj == nil || obj.Pkg() == nil {
		return ""
	}
	return obj.Pkg().Path() + "." + obj.Name()
}

// lookup folds look-ups in flags, environment and configuration that take
// their default as an argument: flag.String("addr", "tcp://*:5555", "usage"),
// env.Get("ADDR", "tcp://*:5555").
func (f *folder) lookup(fn *ssa.Function, args []ssa.Value, fr *frame, depth int) Value {
	res := fn.Signature.Results()
	if res.Len() == 0 {
		return anything
	}
	via := EnvDefault
	t := res.At(0).Type()
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t, via = p.Elem(), FlagDefault
	}
	if !isString(t) {
		return anything
	}
	out := anything
	if d := defaultArg(fn, args, via == FlagDefault); d != nil {
		out = out.with(exactOnly(f.fold(d, fr, depth)).via(via))
	}
	return out
}

// defaultArg is the argument that gives the default: the second string of a
// look-up by name.
func defaultArg(fn *ssa.Function, args []ssa.Value, flagged bool) ssa.Value {
	sig := fn.Signature
	first := 0
	if sig.Recv() != nil {
		first = 1
	}
	// flag.String(name, value, usage), pflag.StringP(name, shorthand, value, usage)
	pos := first + 1
	if flagged && strings.HasSuffix(fn.Name(), "P") {
		pos++
	}
	if !flagged && !looksLikeLookup(fn.Name()) {
		return nil
	}
	if pos < len(args) && isString(args[pos].Type()) && isString(args[first].Type()) {
		return args[pos]
	}
	return nil
}

// looksLikeLookup knows the names of functions that return a setting or the
// default that they are given.
func looksLikeLookup(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "get") || strings.Contains(name, "env") || strings.Contains(name, "lookup") || strings.Contains(name, "default") || name == "string"
}

func isString(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

func exactOnly(v Value) Value {
	out := Value{}
	for _, a := range v.Alts {
		if a.Const != nil {
			out = out.add(a)
		}
	}
	return out
}

// flag folds *flag.String(…): a load from a pointer that a look-up returned.
func (f *folder) flag(c *ssa.Call, fr *frame, depth int) Value {
	if fn := c.Call.StaticCallee(); fn != nil && !f.p.hasBody(fn) {
		return f.lookup(fn, c.Call.Args, fr, depth)
	}
	return anything
}

// filled folds a variable whose address is handed to a call:
// flag.StringVar(&addr, "addr", "tcp://*:5555", "usage").
func (f *folder) filled(call ssa.CallInstruction, addr ssa.Value, depth int) Value {
	out := anything
	fn := call.Common().StaticCallee()
	if fn == nil || !strings.Contains(fn.Name(), "Var") {
		return out
	}
	args := call.Common().Args
	at := indexIn(args, addr)
	pos := at + 2 // pointer, name, value
	if strings.HasSuffix(fn.Name(), "VarP") {
		pos++
	}
	if at >= 0 && pos < len(args) {
		out = out.with(exactOnly(f.fold(args[pos], nil, depth)).via(FlagDefault))
	}
	return out
}

// firstNonZero folds cmp.Or: each argument can be the result.
func (f *folder) firstNonZero(args []ssa.Value, fr *frame, depth int) Value {
	var out Value
	for i, a := range args {
		v := f.fold(a, fr, depth)
		if i > 0 {
			v = v.via(Fallback)
		}
		out = out.with(v)
	}
	return out
}

// sprintf folds a format up to the first verb whose argument is not known.
func (f *folder) sprintf(args []ssa.Value, fr *frame, depth int) Value {
	format := f.fold(args[0], fr, depth)
	values := variadic(args[1])
	out := Value{Open: format.Open}
	for _, a := range format.Alts {
		out = out.with(f.format(a, values, fr, depth))
	}
	return out
}

func (f *folder) format(format Alt, values []ssa.Value, fr *frame, depth int) Value {
	out := ofConst(constant.MakeString("")).via(format.Via)
	rest := format.Text
	for n := 0; ; n++ {
		i := strings.IndexByte(rest, '%')
		if i < 0 {
			out = concat(out, ofConst(constant.MakeString(rest)))
			break
		}
		out = concat(out, ofConst(constant.MakeString(rest[:i])))
		rest = rest[i:]
		if strings.HasPrefix(rest, "%%") {
			out = concat(out, ofConst(constant.MakeString("%")))
			rest = rest[2:]
			n--
			continue
		}
		if len(rest) < 2 || !strings.ContainsRune("svdq", rune(rest[1])) || n >= len(values) {
			return prefixes(out)
		}
		v := f.fold(values[n], fr, depth)
		if rest[1] == 'd' || isInteger(v) {
			v = decimal(v)
		}
		out = concat(out, v)
		rest = rest[2:]
	}
	if format.Const == nil {
		return prefixes(out)
	}
	return out
}

func isInteger(v Value) bool {
	return slices.ContainsFunc(v.Alts, func(a Alt) bool { return a.Const != nil && a.Const.Kind() == constant.Int })
}

// decimal prints integers.
func decimal(v Value) Value {
	out := Value{Open: v.Open}
	for _, a := range v.Alts {
		if holes.MatchString(a.Text) {
			out = out.add(a)
			continue
		}
		if a.Const == nil || a.Const.Kind() != constant.Int {
			return anything
		}
		n, _ := constant.Int64Val(a.Const)
		a.Text = strconv.FormatInt(n, 10)
		a.Const = constant.MakeString(a.Text)
		out = out.add(a)
	}
	return out
}

func (f *folder) concatAll(values []ssa.Value, fr *frame, depth int) Value {
	out := ofConst(constant.MakeString(""))
	for _, v := range values {
		folded := f.fold(v, fr, depth)
		if isInteger(folded) {
			folded = decimal(folded)
		}
		out = concat(out, folded)
	}
	return out
}
