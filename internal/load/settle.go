package load

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// settle decides what a checked package is good for: it files its errors and
// takes out the bodies that nothing can be built from.
func (c *checker) settle(n *node, parseErrs []packages.Error, typeErrs []types.Error) {
	p := n.pkg
	s := &soundness{info: p.TypesInfo, errs: typeErrs}
	lost := s.makeSound(p.Syntax)
	n.whole = !s.dropped

	// C.name has a stand-in of a likely type. Where it is not the right one
	// the code is not at fault.
	inCgo := func(pos token.Pos) bool { return n.cgo[c.fset.File(pos)] }
	for _, fn := range lost {
		if !inCgo(fn.Pos()) {
			n.lost++
		} else if mentionsZMQ4(p.TypesInfo, fn) {
			n.cgoBodies = append(n.cgoBodies, fn)
		}
	}
	typeErrs = slices.DeleteFunc(typeErrs, func(e types.Error) bool { return inCgo(e.Pos) })
	p.Errors = append(p.Errors, parseErrs...)
	for _, e := range typeErrs {
		p.Errors = append(p.Errors, packages.Error{Pos: c.fset.Position(e.Pos).String(), Msg: e.Msg, Kind: packages.TypeError})
	}
	p.TypeErrors = typeErrs
	p.IllTyped = len(p.Errors) > 0
	for _, fn := range lost {
		fn.Body = nil
	}
}

// mentionsZMQ4 reports whether the function uses something of zmq4.
func mentionsZMQ4(info *types.Info, fn *ast.FuncDecl) (found bool) {
	ast.Inspect(fn, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			obj := info.Uses[id]
			found = found || obj != nil && obj.Pkg() != nil && zmqapi.IsZMQ4(obj.Pkg().Path())
		}
		return !found
	})
	return found
}

// file puts a checked package into the result, with what is wrong with it. Of
// a source nothing is said: what it lacks is a value, and the engine says of
// which it does not know the value.
func (l *loader) file(c *checker, n *node, as role) {
	p := n.pkg
	if n.types == nil {
		l.problem(Problem{Package: p.PkgPath, Kind: ListError, Reason: firstOf(p.Errors, "it has no Go files")})
		return
	}
	l.res.Load = append(l.res.Load, p)
	for name, t := range n.trees {
		l.res.Sums[name] = t.sum
	}
	if as == root {
		l.res.Packages = append(l.res.Packages, p)
	}
	if as == source {
		return
	}
	if len(n.cgoBodies) > 0 {
		l.problem(Problem{Package: p.PkgPath, File: c.fset.Position(n.cgoBodies[0].Pos()).Filename, Kind: CgoBody,
			Reason: "functions that use C are not analysed: " + funcNames(n.cgoBodies)})
	}
	if len(p.Errors) == 0 {
		return
	}
	pr := Problem{Package: p.PkgPath, Kind: Notice, Reason: firstOf(p.Errors, "")}
	if n.lost > 0 {
		pr.Reason += fmt.Sprintf("; %s left out", plural(n.lost, "function"))
	}
	if as == root {
		pr.Kind = kindOf(p.Errors)
	}
	l.problem(pr)
}

// firstOf words a list of errors by its first.
func firstOf(errs []packages.Error, otherwise string) string {
	if len(errs) == 0 {
		return otherwise
	}
	msg := oneLine(errs[0].Error())
	if n := len(errs) - 1; n > 0 {
		msg += fmt.Sprintf(" (and %s)", plural(n, "more error"))
	}
	return msg
}

// kindOf is the kind that explains the others best.
func kindOf(errs []packages.Error) ProblemKind {
	has := func(k packages.ErrorKind) bool {
		return slices.ContainsFunc(errs, func(e packages.Error) bool { return e.Kind == k })
	}
	switch {
	case has(packages.ParseError):
		return ParseError
	case has(packages.ListError):
		return ListError
	}
	return TypeErrors
}

func funcNames(fns []*ast.FuncDecl) string {
	names := make([]string, len(fns))
	for i, fn := range fns {
		names[i] = fn.Name.Name
		if fn.Recv != nil && len(fn.Recv.List) > 0 {
			names[i] = fmt.Sprintf("(%s).%s", types.ExprString(fn.Recv.List[0].Type), fn.Name.Name)
		}
	}
	return strings.Join(names, ", ")
}
