package sockets

// What a package tells its importers of the endpoints that its functions return:
//
//	func ManagerURL(id string) string { return "inproc://manager_" + id }
//
// A parameter leaves a hole in the text, which importers fill with the argument of
// their call. Packages that have nothing to do with zmq4 have such functions too;
// those that spell a transport are looked at.

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// StringFact is what a function returns.
type StringFact struct {
	Func  string // as in FuncFact
	Index int    // of the result
	Alts  []AltFact
	Open  bool
}

// transports are spelled in string literals, in double quotes or back quotes.
var transports = regexp.MustCompile("^[\"`](?:tcp|ipc|inproc|wss?|udp|e?pgm|norm|tipc|vmci)://")

// spellsEndpoints reports whether a transport begins a string in the files.
func spellsEndpoints(files []*ast.File) (yes bool) {
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			yes = yes || ok && lit.Kind == token.STRING && transports.MatchString(lit.Value)
			return !yes
		})
	}
	return yes
}

// stringFacts describes the strings that exported functions return, where an
// endpoint is among them.
func (p *Program) stringFacts() (facts []StringFact) {
	for _, fn := range p.funcs {
		obj, ok := importable(fn)
		if !ok {
			continue
		}
		for i := range fn.Signature.Results().Len() {
			if !isString(fn.Signature.Results().At(i).Type()) {
				continue
			}
			f := p.newFolder()
			v := f.returned(fn, i, &frame{fn: fn}, 0)
			if !slices.ContainsFunc(v.Alts, func(a Alt) bool { return strings.Contains(a.Text, "://") }) {
				continue
			}
			alts, open := encodeValue(v)
			for i := range alts {
				alts[i].Text = withoutPart(alts[i].Text)
			}
			facts = append(facts, StringFact{factName(obj), i, alts, open})
		}
	}
	slices.SortFunc(facts, compareStrings)
	return facts
}

func compareStrings(a, b StringFact) int {
	if c := strings.Compare(a.Func, b.Func); c != 0 {
		return c
	}
	return a.Index - b.Index
}

// imported folds the i-th result of a function outside the load, of which facts
// tell.
func (f *folder) imported(fn *ssa.Function, c *ssa.Call, i int, fr *frame, depth int) (out Value, ok bool) {
	fact, obj := f.p.factFor(fn)
	if fact == nil {
		return out, false
	}
	at, found := slices.BinarySearchFunc(fact.Strings, StringFact{Func: factName(obj), Index: i}, compareStrings)
	if !found {
		return out, false
	}
	v := decodeValue(fact.Strings[at].Alts, fact.Strings[at].Open)
	out.Open = v.Open
	for _, a := range v.Alts {
		out = out.with(f.filledHoles(a, c, fr, depth))
	}
	return out, true
}

var holes = regexp.MustCompile("\x00([0-9]+)\x00")

// holeFor stands for the string or number that the i-th parameter is.
func holeFor(param *ssa.Parameter, i int) Value {
	if b, ok := param.Type().Underlying().(*types.Basic); !ok || b.Info()&(types.IsString|types.IsInteger) == 0 {
		return anything
	}
	return ofConst(constant.MakeString(fmt.Sprintf("\x00%d\x00", i)))
}

// withoutPart cuts a hole off that a prefix has only the beginning of.
func withoutPart(text string) string {
	if strings.Count(text, "\x00")%2 == 1 {
		text = text[:strings.LastIndexByte(text, 0)]
	}
	return text
}

// beforeHole is the text as far as it is known.
func beforeHole(text string) (known string, whole bool) {
	known, _, cut := strings.Cut(text, "\x00")
	return known, !cut
}

// filledHoles puts the arguments of a call into the holes of an alternative.
func (f *folder) filledHoles(a Alt, c *ssa.Call, fr *frame, depth int) Value {
	out := ofConst(constant.MakeString("")).via(a.Via)
	rest := a.Text
	for {
		at := holes.FindStringSubmatchIndex(rest)
		if at == nil {
			break
		}
		param, _ := strconv.Atoi(rest[at[2]:at[3]])
		out = concat(out, ofConst(constant.MakeString(rest[:at[0]])))
		arg := anything
		if v := argument(&c.Call, param); v != nil {
			arg = f.fold(v, fr, depth)
		}
		if isInteger(arg) {
			arg = decimal(arg)
		}
		out = concat(out, arg)
		rest = rest[at[1]:]
	}
	out = concat(out, ofConst(constant.MakeString(rest)))
	if a.Const == nil {
		return prefixes(out)
	}
	return out
}
