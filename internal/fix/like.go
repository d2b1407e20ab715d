package fix

// The handling of one error after the model of that of another.

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// like makes the handling of one error that of another. It has to leave:
// otherwise what the error is about would go on without the limit. own says that
// the other one stands at the place, so that its clean-up and its jumps fit.
func (p *Place) like(b *branch, own bool) (h Handling, ok bool) {
	if b == nil || len(b.body.List) == 0 {
		return h, false
	}
	h.name = b.err.Name()
	var out []string
	for i, s := range b.body.List {
		text, leaves := p.leaving(s, b.err, own)
		if !leaves {
			text = p.going(s, b.err, own)
		} else if i < len(b.body.List)-1 {
			return h, false
		}
		if jump, isJump := s.(*ast.BranchStmt); leaves && isJump && jump.Tok == token.GOTO {
			// The label finds the error in the variable.
			if h.assign = p.sees(b.err); !h.assign {
				return h, false
			}
		}
		ok = leaves
		if text != "" {
			out = append(out, text)
		}
	}
	h.body = strings.Join(out, "\n")
	return h, ok
}

// saying is what a branch says of its error, for another one.
func (p *Place) saying(b *branch) string {
	var out []string
	for _, s := range b.body.List {
		if e, ok := s.(*ast.ExprStmt); ok && (literal(e) || p.mentions(e, b.err)) {
			if text := p.going(s, b.err, false); text != "" {
				out = append(out, text)
			}
		}
	}
	return strings.Join(out, "\n")
}

// going is a statement that goes on behind itself; "" when it is left out.
func (p *Place) going(s ast.Stmt, err *types.Var, own bool) string {
	switch s := s.(type) {
	case *ast.ExprStmt:
		call, ok := s.X.(*ast.CallExpr)
		switch {
		case !ok:
		case literal(call):
			text, _ := p.reworded(call, err)
			return text
		case (own || p.mentions(call, err)) && p.known(call, err):
			return p.Text(s) // s.Close(), wg.Done(), log.Println(err)
		}
	case *ast.SendStmt: // errs <- err
		if call, ok := s.Value.(*ast.CallExpr); ok && own && p.known(s.Chan, nil) && literal(call) {
			if text, ok := p.reworded(call, err); ok {
				return p.Text(s.Chan) + " <- " + text
			}
		} else if own && p.known(s, err) && !literal(s) {
			return p.Text(s)
		}
	case *ast.AssignStmt:
		if own && s.Tok == token.ASSIGN && p.known(s, err) && !literal(s) && !calls(s) {
			return p.Text(s) // n.err = err, s.sock = nil, errs = append(errs, err)
		}
	}
	return ""
}

// leaving is the statement that ends the handling of err in the way that another
// one does; ok is false when that one goes on behind.
func (p *Place) leaving(s ast.Stmt, err *types.Var, own bool) (text string, ok bool) {
	switch s := s.(type) {
	case *ast.ReturnStmt:
		return p.returnLike(s, err)
	case *ast.BranchStmt:
		return p.Text(s), own && s.Tok != token.FALLTHROUGH
	case *ast.ExprStmt:
		call, ok := s.X.(*ast.CallExpr)
		if !ok || !p.known(call.Fun, nil) {
			return "", false
		}
		switch name := callee(call); {
		case name == "Exit" && len(call.Args) == 1 && p.known(call, err):
			return p.Text(call), true
		case name == "panic", strings.HasPrefix(name, "Fatal"), strings.HasPrefix(name, "Panic"):
			if literal(call) {
				if text, ok := p.reworded(call, err); ok {
					return text, true
				}
			}
			if name == "panic" || strings.HasSuffix(name, "f") || p.takesAny(call) {
				return p.ended(call, err.Name()), true
			}
		}
	}
	return "", false
}

// ended is a call that ends the program or the goroutine with nothing but an error.
func (p *Place) ended(call *ast.CallExpr, err string) string {
	if strings.HasSuffix(callee(call), "f") {
		return p.Text(call.Fun) + `("%v", ` + err + ")"
	}
	return p.Text(call.Fun) + "(" + err + ")"
}

// takesAny tells that a function takes any values.
func (p *Place) takesAny(call *ast.CallExpr) bool {
	sig, ok := p.Pass.TypesInfo.TypeOf(call.Fun).(*types.Signature)
	return ok && sig.Variadic() && sig.Params().Len() == 1
}

// returnLike returns as another statement does, with err for its error.
func (p *Place) returnLike(s *ast.ReturnStmt, err *types.Var) (text string, ok bool) {
	if p.Type.Results == nil {
		return "return", true
	}
	if text, ok := p.returned(p.wrapped(s, err)); ok {
		return text, true
	}
	if len(s.Results) == 0 {
		return "", false
	}
	for _, r := range s.Results {
		if !p.known(r, nil) {
			return "", false
		}
	}
	return p.Text(s), true
}

// wrapped is err in the way that a return statement wraps another.
func (p *Place) wrapped(s *ast.ReturnStmt, err *types.Var) string {
	if len(s.Results) == 0 {
		return err.Name()
	}
	switch last := ast.Unparen(s.Results[len(s.Results)-1]).(type) {
	case *ast.CallExpr:
		if text, ok := p.reworded(last, err); ok && isError(p.Pass.TypesInfo.TypeOf(last)) && p.mentions(last, err) {
			return text
		}
	case *ast.Ident, *ast.SelectorExpr:
		if p.sentinel(last) {
			return p.Text(last)
		}
	}
	return err.Name()
}

// sentinel tells that an expression is the name of an error of a package.
func (p *Place) sentinel(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	if sel, isSel := e.(*ast.SelectorExpr); isSel {
		id, ok = sel.Sel, true
	}
	if !ok {
		return false
	}
	v, ok := p.Pass.TypesInfo.Uses[id].(*types.Var)
	return ok && v.Pkg() != nil && v.Parent() == v.Pkg().Scope() && p.known(e, nil)
}

// returned returns an error and zero values, where the function has an error for
// its last result.
func (p *Place) returned(err string) (text string, ok bool) {
	sig := p.signature()
	if sig == nil || sig.Results().Len() == 0 {
		return "", false
	}
	n := sig.Results().Len()
	if !isError(sig.Results().At(n - 1).Type()) {
		return "", false
	}
	var list []string
	for i := range n - 1 {
		zero, ok := p.zero(sig.Results().At(i).Type())
		if !ok {
			return "", false
		}
		list = append(list, zero)
	}
	return "return " + strings.Join(append(list, err), ", "), true
}

func callee(call *ast.CallExpr) string {
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// literal tells that a text stands in an expression, which is about its own place.
func literal(n ast.Node) (found bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			found = true
		}
		return !found
	})
	return found
}

// calls tells that something other than append is called.
func calls(n ast.Node) (found bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && callee(call) != "append" {
			found = true
		}
		return !found
	})
	return found
}

func (p *Place) mentions(n ast.Node, v *types.Var) (found bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && p.Pass.TypesInfo.Uses[id] == v {
			found = true
		}
		return !found
	})
	return found
}
