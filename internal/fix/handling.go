package fix

// What a function does with an error, so that inserted code does the same. It is
// read off the place that knows best: the statement of the call that the fix is
// about, a call of the same socket in the same list, then any other place of the
// function, and last its signature. How such a place says that something failed is
// put in words that fit (words.go).

import (
	"go/ast"
	"go/types"
	"go/version"
	"strings"
)

// Handling is how code goes on after a call that returns an error.
type Handling struct {
	check  string // name of the function that takes the error: check(call)
	name   string // of the variable that has the error
	assign bool   // to the variable that is there: the handling goes to where it is read
	body   string // statements that handle it
	join   string // "errors.Join" in the words of the file, when it has it
}

// Checked are calls with their errors handled; each returns an error and nothing
// else.
func (h Handling) Checked(calls ...string) string {
	if h.Joins() && len(calls) > 1 {
		calls = []string{h.join + "(\n" + strings.Join(calls, ",\n") + ",\n)"}
	}
	var out []string
	for _, c := range calls {
		if h.check != "" {
			out = append(out, h.check+"("+c+")")
		} else {
			out = append(out, h.head()+c+h.tail())
		}
	}
	return strings.Join(out, "\n")
}

// Joins tells that Checked makes one check of several calls.
func (h Handling) Joins() bool { return h.check == "" && h.join != "" }

// head and tail are what stands around a call that is checked.
func (h Handling) head() string {
	if h.check != "" {
		return h.check + "("
	}
	if h.assign {
		return "if " + h.name + " = "
	}
	return "if " + h.name + " := "
}

func (h Handling) tail() string {
	if h.check != "" {
		return ")"
	}
	return "; " + h.name + " != nil {\n" + h.body + "\n}"
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
		h, ok = Handling{check: name}, true
	} else {
		h, ok = p.branching(at, call)
	}
	h.join = p.joins()
	return h, ok
}

// branching is a handling by a branch. What stands where the call is, and
// nowhere else, is known to fit: its clean-up and its jumps are taken over.
func (p *Place) branching(at *Place, call *ast.CallExpr) (h Handling, ok bool) {
	own := at.ownHandling()
	if h, ok := p.like(own, true); ok && at == p {
		return h, true
	}
	unlock, ok := p.owed()
	if !ok {
		return h, false
	}
	if own == nil {
		own = at.neighbour(call)
	}
	if h, ok = p.like(own, true); !ok || at != p {
		h, ok = p.leavingOtherwise(own)
	}
	if ok && h.check == "" {
		h.body = unlock + h.body
	}
	return h, ok
}

// leavingOtherwise is a handling that fits everywhere in the function.
func (p *Place) leavingOtherwise(own *branch) (Handling, bool) {
	sig := p.signature()
	fails := sig != nil && sig.Results().Len() > 0 && isError(sig.Results().At(sig.Results().Len()-1).Type())
	if own != nil && endsInReturn(own.body) == fails {
		if h, ok := p.like(own, false); ok {
			return h, true
		}
	}
	if h, ok := p.otherHandling(fails); ok {
		return h, true
	}
	if text, ok := p.returned("err"); ok {
		return Handling{name: "err", body: text}, true
	}
	if name := p.otherChecker(); name != "" {
		return Handling{check: name}, true
	}
	if p.BeginsProgram() {
		return Handling{name: "err", body: p.logs("Fatal", "panic")}, true
	}
	if p.Type.Results != nil {
		return Handling{}, false
	}
	if said, name := p.said(own); said != "" {
		return Handling{name: name, body: said + "\nreturn"}, true
	}
	if log := p.logs("Print", ""); log != "" {
		return Handling{name: "err", body: log + "\nreturn"}, true
	}
	return Handling{}, false
}

// otherHandling is that of another error of the function that leaves it, the last
// one before the place, or the first one behind; when returns is set, one that
// returns. What it cleans up is for its own place.
func (p *Place) otherHandling(returns bool) (h Handling, ok bool) {
	ast.Inspect(p.Body, func(n ast.Node) bool {
		if _, inner := n.(*ast.FuncLit); inner || ok && n != nil && n.Pos() > p.Stmt.Pos() {
			return false
		}
		s, isStmt := n.(ast.Stmt)
		if !isStmt {
			return true
		}
		b := errorBranch(p.Pass.TypesInfo, s)
		if b == nil || len(b.body.List) == 0 {
			return true
		}
		if returns && !endsInReturn(b.body) {
			return true
		}
		if other, likes := p.like(b, false); likes {
			h, ok = other, true
		}
		return true
	})
	return h, ok
}

func endsInReturn(body *ast.BlockStmt) bool {
	if len(body.List) == 0 {
		return false
	}
	_, ok := body.List[len(body.List)-1].(*ast.ReturnStmt)
	return ok
}

// said is what is said of an error that does not end anything: where there is
// none of its own, of another error.
func (p *Place) said(own *branch) (text, name string) {
	if own != nil {
		if text := p.saying(own); text != "" {
			return text, own.err.Name()
		}
	}
	ast.Inspect(p.Body, func(n ast.Node) bool {
		s, ok := n.(ast.Stmt)
		if b := errorBranch(p.Pass.TypesInfo, s); ok && b != nil && text == "" {
			text, name = p.saying(b), b.err.Name()
		}
		return text == ""
	})
	return text, name
}

// joins is errors.Join in the words of the file; "" where it would have to be
// imported, or is not there yet.
func (p *Place) joins() string {
	v := p.Pass.TypesInfo.FileVersions[p.File]
	if v == "" {
		v = p.Pass.Pkg.GoVersion()
	}
	if version.Compare(v, "go1.20") < 0 {
		return ""
	}
	if name := p.Imported("errors"); name != "" {
		return name + ".Join"
	}
	return ""
}

// BeginsProgram tells that to end the program is the function's to decide, which
// is run once.
func (p *Place) BeginsProgram() bool {
	decl, ok := p.Func.(*ast.FuncDecl)
	return ok && decl.Recv == nil && (decl.Name.Name == "init" || p.Pass.Pkg.Name() == "main" && decl.Name.Name == "main")
}

// logs hands err to a function of package log, or to another when the file does
// not import that.
func (p *Place) logs(name, otherwise string) string {
	if log := p.Imported("log"); log != "" {
		return log + "." + name + "(err)"
	}
	if otherwise == "" {
		return ""
	}
	return otherwise + "(err)"
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

var errorType = types.Universe.Lookup("error").Type()

func isError(t types.Type) bool { return t != nil && types.Identical(t, errorType) }
