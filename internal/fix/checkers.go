package fix

// Functions that take an error: must(s.Bind(e)), or must(err) behind the call.

import (
	"go/ast"
	"go/types"
	"regexp"
)

// checker is the function that takes the error of a call: must(s.Bind(e)), or
// must(err) in the statement behind.
func (p *Place) checker(call *ast.CallExpr) string {
	if name := p.takesError(p.Stmt, func(arg ast.Expr) bool { return arg == call }); name != "" {
		return name
	}
	if _, ok := p.Stmt.(*ast.AssignStmt); !ok {
		return ""
	}
	return p.takesError(p.Next(), isIdent)
}

// ends are names of functions that do not come back with an error.
var ends = regexp.MustCompile(`(?i)must|check|abort|panic|fatal|die|exit|require`)

// otherChecker is a function that other errors of the function are given to.
func (p *Place) otherChecker() (name string) {
	ast.Inspect(p.Body, func(n ast.Node) bool {
		if s, ok := n.(ast.Stmt); ok && name == "" {
			name = p.takesError(s, isIdent)
			if !ends.MatchString(name) {
				name = ""
			}
		}
		return name == ""
	})
	return name
}

func isIdent(e ast.Expr) bool { _, ok := e.(*ast.Ident); return ok }

// takesError is the function of a statement check(arg).
func (p *Place) takesError(s ast.Stmt, wanted func(ast.Expr) bool) string {
	stmt, ok := s.(*ast.ExprStmt)
	if !ok {
		return ""
	}
	outer, ok := ast.Unparen(stmt.X).(*ast.CallExpr)
	if !ok || len(outer.Args) != 1 || !wanted(ast.Unparen(outer.Args[0])) {
		return ""
	}
	sig, ok := p.Pass.TypesInfo.TypeOf(outer.Fun).(*types.Signature)
	if !ok || sig.Params().Len() != 1 || sig.Results().Len() > 0 || !isError(sig.Params().At(0).Type()) || sig.Variadic() || !p.known(outer.Fun, nil) {
		return ""
	}
	return p.Text(outer.Fun)
}
