package fix

// What a function does with an error, so that inserted code does the same. It is
// read off the nearest place that handles one: behind the call that the fix is
// about, then anywhere else in the function, and last off its signature. What
// such a place says about its own call (the text of a message) is left out.

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// Handling is how code goes on after a call that returns an error.
type Handling struct {
	check string // name of the function that takes the error: check(call)
	body  string // statements that handle err
}

// Checked is a call with its error handled: the call returns an error and
// nothing else.
func (h Handling) Checked(call string) string {
	if h.check != "" {
		return h.check + "(" + call + ")"
	}
	return "if err := " + call + "; err != nil {\n" + h.body + "\n}"
}

// Handling is that of the place, for a call that takes the place of an expression
// in its statement or stands before it; ok is false when the function shows none
// and its signature has no room for an error.
func (p *Place) Handling(call *ast.CallExpr) (h Handling, ok bool) {
	at := p
	for at.inner != nil {
		at = at.inner
	}
	if name := at.checker(call); name != "" {
		return Handling{check: name}, true
	}
	if body := at.ownHandling(); body != nil {
		if text, ok := p.generic(body); ok {
			return Handling{body: text}, true
		}
	}
	if text, ok := p.returned("err"); ok {
		return Handling{body: text}, true
	}
	if text, ok := p.otherHandling(); ok {
		return Handling{body: text}, true
	}
	if p.beginsProgram() {
		return Handling{body: p.logs("Fatal", "panic")}, true
	}
	if log := p.logs("Print", ""); log != "" && p.Type.Results == nil {
		return Handling{body: log + "\nreturn"}, true
	}
	return h, false
}

// checker is the function that takes the error of a call: must(s.Bind(e)), or
// must(err) in the statement behind.
func (p *Place) checker(call *ast.CallExpr) string {
	if name := p.takesError(p.Stmt, func(arg ast.Expr) bool { return arg == call }); name != "" {
		return name
	}
	if _, ok := p.Stmt.(*ast.AssignStmt); !ok {
		return ""
	}
	return p.takesError(p.Next(), func(arg ast.Expr) bool { _, ok := arg.(*ast.Ident); return ok })
}

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
	if !ok || sig.Params().Len() != 1 || sig.Results().Len() > 0 || !isError(sig.Params().At(0).Type()) || sig.Variadic() {
		return ""
	}
	return p.Text(outer.Fun)
}

// ownHandling is what the statement does with its error: as an if statement, or
// in the one behind it.
func (p *Place) ownHandling() *ast.BlockStmt {
	if body := errorBranch(p.Pass.TypesInfo, p.Stmt); body != nil {
		return body
	}
	if assign, ok := p.Stmt.(*ast.AssignStmt); ok && len(assign.Lhs) > 0 {
		return errorBranch(p.Pass.TypesInfo, p.Next())
	}
	return nil
}

// errorBranch is the branch of an if statement that is taken when there is an error.
func errorBranch(info *types.Info, s ast.Stmt) *ast.BlockStmt {
	n, ok := s.(*ast.IfStmt)
	if !ok {
		return nil
	}
	cond, ok := ast.Unparen(n.Cond).(*ast.BinaryExpr)
	if !ok || cond.Op != token.NEQ || !isError(info.TypeOf(cond.X)) || !info.Types[cond.Y].IsNil() {
		return nil
	}
	return n.Body
}

// generic makes the handling of one error that of another. It has to leave:
// otherwise what the error is about would go on without the limit.
func (p *Place) generic(body *ast.BlockStmt) (text string, ok bool) {
	if len(body.List) == 0 {
		return "", false
	}
	name := errorName(body, p.Pass.TypesInfo)
	var out []string
	for _, s := range body.List[:len(body.List)-1] {
		if e, ok := s.(*ast.ExprStmt); ok && !literal(e) && !mentions(e, name) && p.known(e) {
			out = append(out, p.Text(e)) // s.Close(), wg.Done()
		}
	}
	last, ok := p.leaving(body.List[len(body.List)-1])
	if !ok {
		return "", false
	}
	return strings.Join(append(out, last), "\n"), true
}

// errorName is what the error is called that a body handles.
func errorName(body *ast.BlockStmt, info *types.Info) (name string) {
	name = "err"
	ast.Inspect(body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && isError(info.TypeOf(id)) {
			if _, ok := info.Uses[id].(*types.Var); ok {
				name = id.Name
				return false
			}
		}
		return true
	})
	return name
}

// leaving is the statement that ends the handling of err in the way that another
// one does; ok is false when that one goes on behind.
func (p *Place) leaving(s ast.Stmt) (text string, ok bool) {
	switch s := s.(type) {
	case *ast.ReturnStmt:
		return p.returnLike(s)
	case *ast.ExprStmt:
		call, ok := s.X.(*ast.CallExpr)
		if !ok || !p.known(call.Fun) {
			return "", false
		}
		name := callee(call)
		switch {
		case name == "panic", name == "Fatal", name == "Fatalln", name == "Panic", name == "Panicln":
			return p.Text(call.Fun) + "(err)", true
		case name == "Fatalf", name == "Panicf":
			return p.Text(call.Fun) + `("%v", err)`, true
		case name == "Exit" && len(call.Args) == 1:
			return p.Text(call), true
		}
	}
	return "", false
}

// returnLike returns as another statement does, with err for its error.
func (p *Place) returnLike(s *ast.ReturnStmt) (text string, ok bool) {
	if p.Type.Results == nil {
		return "return", true
	}
	if text, ok := p.returned(p.wrapped(s)); ok {
		return text, true
	}
	for _, r := range s.Results {
		if !p.known(r) {
			return "", false
		}
	}
	return p.Text(s), len(s.Results) > 0
}

// wrapped is err, wrapped when the function wraps errors.
func (p *Place) wrapped(s *ast.ReturnStmt) string {
	if len(s.Results) == 0 {
		return "err"
	}
	call, ok := ast.Unparen(s.Results[len(s.Results)-1]).(*ast.CallExpr)
	if !ok || callee(call) != "Errorf" || len(call.Args) < 2 {
		return "err"
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if format, isLit := call.Args[0].(*ast.BasicLit); !ok || !isLit || !p.meansFmt(sel) {
		return "err"
	} else if s, err := strconv.Unquote(format.Value); err != nil || !strings.Contains(s, "%w") {
		return "err"
	}
	return p.Text(call.Fun) + `("set socket options: %w", err)`
}

func (p *Place) meansFmt(sel *ast.SelectorExpr) bool {
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return false
	}
	name, ok := p.Pass.TypesInfo.Uses[id].(*types.PkgName)
	return ok && name.Imported().Path() == "fmt"
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

func (p *Place) signature() *types.Signature {
	switch f := p.Func.(type) {
	case *ast.FuncDecl:
		if obj, ok := p.Pass.TypesInfo.Defs[f.Name].(*types.Func); ok {
			return obj.Signature()
		}
	case *ast.FuncLit:
		sig, _ := p.Pass.TypesInfo.TypeOf(f).(*types.Signature)
		return sig
	}
	return nil
}

// otherHandling is that of any other error of the function that leaves it.
func (p *Place) otherHandling() (text string, ok bool) {
	ast.Inspect(p.Body, func(n ast.Node) bool {
		if _, inner := n.(*ast.FuncLit); inner || ok {
			return false
		}
		if s, isStmt := n.(ast.Stmt); isStmt {
			if body := errorBranch(p.Pass.TypesInfo, s); body != nil && len(body.List) > 0 {
				// Only how it leaves: what it cleans up is for its own place.
				text, ok = p.leaving(body.List[len(body.List)-1])
			}
		}
		return true
	})
	return text, ok
}

// beginsProgram tells that to end the program is the function's to decide.
func (p *Place) beginsProgram() bool {
	decl, ok := p.Func.(*ast.FuncDecl)
	return ok && decl.Recv == nil && p.Pass.Pkg.Name() == "main" && (decl.Name.Name == "main" || decl.Name.Name == "init")
}

// logs hands err to a function of package log, or to another when the file does
// not import that.
func (p *Place) logs(name, otherwise string) string {
	if log := p.imported("log"); log != "" && p.means(log, "log") {
		return log + "." + name + "(err)"
	}
	if otherwise == "" {
		return ""
	}
	return otherwise + "(err)"
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

func mentions(n ast.Node, name string) (found bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name == name {
			found = true
		}
		return !found
	})
	return found
}

var errorType = types.Universe.Lookup("error").Type()

func isError(t types.Type) bool { return t != nil && types.Identical(t, errorType) }
