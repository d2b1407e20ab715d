package sockets

// What the rules read.

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// Result is what the engine knows of one package.
type Result struct {
	Opens    []*Opening
	Settings []*Setting
	Closes   []*Closing
	Loops    []*Loop
	Calls    []*Call // every call of the zmq4 API, those above included
	Auth     *Authentication
	Unknowns []Unknown
	Problems []Problem
	// Unblocked are the SetBlocky(false) calls of the load.
	Unblocked []*Call
}

// Call is one call of the zmq4 API in the package.
type Call struct {
	*zmqapi.Call
	Instr    ssa.CallInstruction
	Pos, End token.Pos
	Expr     *ast.CallExpr // nil in generated functions
	Function string        // "(*Server).Start"
	// ErrorDropped is set when the call returns an error that nobody looks at.
	ErrorDropped bool
	p            *Program
}

// Arg folds the i-th argument, the receiver not counted; of a variadic
// parameter, all the arguments from there on.
func (c *Call) Arg(i int) Value {
	v := c.ArgValue(i)
	switch {
	case v == nil:
		return anything
	case c.isVariadic(i):
		return c.p.FoldElements(v)
	}
	return c.p.Fold(v)
}

func (c *Call) isVariadic(i int) bool {
	sig := c.Instr.Common().Signature()
	return sig.Variadic() && i == sig.Params().Len()-1
}

// ArgValue is the i-th argument, the receiver not counted.
func (c *Call) ArgValue(i int) ssa.Value {
	if c.Recv != "" {
		i++
	}
	return argument(c.Instr.Common(), i)
}

// Setting is a call that sets socket options, with the sockets it is used on.
type Setting struct {
	*Call
	Contexts []*Use
}

// Closing is a Close, with the sockets it is used on.
type Closing struct {
	*Call
	Contexts []*Use
}

// Opening is a Bind or Connect, with the sockets it is used on.
type Opening struct {
	*Call
	Bind     bool
	Endpoint Endpoint
	Contexts []*Use
	Types    zmqapi.TypeSet // of all contexts; empty when one of them is not known
	By       string         // the function outside that opens; empty for an open in the package
}

// perPackage sorts what was found by the package that it lies in.
func (p *Program) perPackage() map[*types.Package]*Result {
	out := map[*types.Package]*Result{}
	for _, u := range p.units {
		out[u.Pkg] = &Result{}
	}
	uses := p.uses()
	auth := p.authentication(uses)
	for _, fn := range p.funcs {
		pkg := packageOf(fn)
		r := out[pkg]
		if r == nil {
			continue
		}
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if call, ok := instr.(ssa.CallInstruction); ok {
					p.addCall(r, fn, call, uses)
				}
			}
		}
	}
	p.addHanded(out, uses)
	p.canBeBound = p.bindsRemotely()
	for _, l := range p.receiveLoops(uses) {
		if r := out[l.pkg]; r != nil {
			r.Loops = append(r.Loops, l)
		}
	}
	unblocked := p.unblocked(out)
	for pkg, r := range out {
		if len(r.Calls)+len(r.Opens) > 0 {
			r.Auth, r.Unblocked = auth(pkg), unblocked
		} else {
			r.Auth = &Authentication{}
		}
		for _, pr := range p.Problems {
			if p.inPackage(pr.Pos, pkg) {
				r.Problems = append(r.Problems, pr)
			}
		}
		r.sort()
	}
	return out
}

func (p *Program) unblocked(results map[*types.Package]*Result) (out []*Call) {
	for _, u := range p.units {
		for _, c := range results[u.Pkg].Calls {
			if c.Name == "SetBlocky" && c.ArgValue(0) != nil && isZero(c.ArgValue(0)) {
				out = append(out, c)
			}
		}
	}
	return out
}

func (p *Program) inPackage(pos token.Pos, pkg *types.Package) bool {
	for _, u := range p.units {
		if u.Pkg != pkg {
			continue
		}
		for _, f := range u.Files {
			if f.FileStart <= pos && pos <= f.FileEnd {
				return true
			}
		}
	}
	return false
}

// addCall adds one API call to the result of its package.
func (p *Program) addCall(r *Result, fn *ssa.Function, instr ssa.CallInstruction, uses map[*Site][]*Use) {
	row := p.apiOf(instr)
	if row == nil || !instr.Pos().IsValid() {
		return
	}
	c := p.newCall(row, fn, instr)
	r.Calls = append(r.Calls, c)
	switch row.Kind {
	case zmqapi.KindBind, zmqapi.KindConnect:
		o := &Opening{Call: c, Bind: row.Kind == zmqapi.KindBind, Contexts: uses[p.sites[instr]]}
		if p.exportedParam(c.ArgValue(0)) != nil {
			return // importers name the endpoint, and judge
		}
		o.Endpoint = newEndpoint(c.Arg(0))
		r.addOpening(o)
	case zmqapi.KindSetOption, zmqapi.KindSocketAuth:
		r.Settings = append(r.Settings, &Setting{c, uses[p.sites[instr]]})
	case zmqapi.KindClose:
		r.Closes = append(r.Closes, &Closing{c, uses[p.sites[instr]]})
	}
}

func (r *Result) sort() {
	slices.SortStableFunc(r.Calls, func(a, b *Call) int { return cmp.Compare(a.Pos, b.Pos) })
	slices.SortStableFunc(r.Opens, func(a, b *Opening) int { return cmp.Compare(a.Pos, b.Pos) })
	slices.SortStableFunc(r.Settings, func(a, b *Setting) int { return cmp.Compare(a.Pos, b.Pos) })
	slices.SortStableFunc(r.Unknowns, func(a, b Unknown) int {
		return cmp.Or(cmp.Compare(a.Pos, b.Pos), strings.Compare(a.Why, b.Why))
	})
	r.Unknowns = slices.Compact(r.Unknowns)
}
