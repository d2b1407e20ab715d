package fix

// How something that failed is spoken of. The texts of a function are taken over
// as they are made (who is told, a prefix, a verb, a capital, a full line), and
// say what the new call is about.

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// about is what the new calls do, for texts.
func (p *Place) about() string { return cmp.Or(p.About, "set socket options") }

// reworded is a call that tells of an error, for another one: log.Printf("bind %s:
// %v", e, err) is log.Printf("set socket options: %v", err).
func (p *Place) reworded(call *ast.CallExpr, err *types.Var) (text string, ok bool) {
	sig, ok := p.Pass.TypesInfo.TypeOf(call.Fun).(*types.Signature)
	if callee(call) == "panic" {
		sig, ok = types.NewSignatureType(nil, nil, nil, types.NewTuple(types.NewParam(0, nil, "", types.Universe.Lookup("any").Type())), nil, false), true
	}
	if !ok || call.Ellipsis.IsValid() || !p.known(call.Fun, nil) {
		return "", false
	}
	if p.onlyVerbs(call) {
		return p.Text(call), p.known(call, err)
	}
	fixed := sig.Params().Len()
	if sig.Variadic() {
		fixed--
	}
	var args []string
	message, formatted, told := -1, false, false
	for i, a := range call.Args {
		a = ast.Unparen(a)
		switch {
		case isText(a) && message < 0:
			var words string
			words, formatted = p.text(a.(*ast.BasicLit), p.isFmt(call, "Errorf"), p.anyMentions(call.Args[i+1:], err))
			args, message = append(args, words), i
		case p.mentions(a, err):
			arg, ok := p.error(a, err)
			if !ok || told {
				return "", false
			}
			if key := i - 1; message >= 0 && key > message && !formatted && isText(call.Args[key]) {
				args = append(args, p.Text(call.Args[key])) // slog.Error("bind", "error", err)
			}
			if literal(a) && message < 0 {
				message = i
			}
			args, told = append(args, arg), true
		case i < fixed:
			if literal(a) || !p.known(a, nil) {
				return "", false
			}
			args = append(args, p.Text(a))
		}
	}
	if message < 0 || len(args) < fixed {
		return "", false
	}
	return p.Text(call.Fun) + "(" + strings.Join(args, ", ") + ")", true
}

func isText(e ast.Expr) bool {
	lit, ok := e.(*ast.BasicLit)
	return ok && lit.Kind == token.STRING
}

// anyMentions tells that the error is in one of the arguments.
func (p *Place) anyMentions(args []ast.Expr, err *types.Var) bool {
	return slices.ContainsFunc(args, func(a ast.Expr) bool { return p.mentions(a, err) })
}

// error is an argument that mentions the error.
func (p *Place) error(a ast.Expr, err *types.Var) (string, bool) {
	if !literal(a) {
		return p.Text(a), p.known(a, err)
	}
	switch a := a.(type) {
	case *ast.CallExpr: // fmt.Sprintf("bind %s: %v", e, err)
		return p.reworded(a, err)
	case *ast.BinaryExpr: // "bind: " + err.Error()
		if lit, ok := ast.Unparen(a.X).(*ast.BasicLit); ok && a.Op == token.ADD && !literal(a.Y) && p.known(a.Y, err) {
			words, _ := p.text(lit, false, true)
			return words + " + " + p.Text(a.Y), true
		}
	}
	return "", false
}

var verb = regexp.MustCompile(`%[-+# 0-9.\[\]]*[a-zA-Z]`)

// onlyVerbs tells of a call such as fmt.Errorf("%w: %v", ErrBind, err), which
// fits everywhere.
func (p *Place) onlyVerbs(call *ast.CallExpr) bool {
	if len(call.Args) == 0 {
		return false
	}
	lit, ok := call.Args[0].(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return false
	}
	s, _ := strconv.Unquote(lit.Value)
	return verb.MatchString(s) && !strings.ContainsFunc(verb.ReplaceAllString(s, ""), unicode.IsLetter)
}

// text is a text about the new calls in the manner of another; formatted says
// that it is a format.
func (p *Place) text(lit *ast.BasicLit, wraps, tells bool) (text string, formatted bool) {
	s, _ := strconv.Unquote(lit.Value)
	formatted = verb.MatchString(s)
	about := p.about()
	if !tells {
		about = "failed to " + about
	}
	out := manner(s, about)
	rest := strings.TrimRight(s, " \n")
	switch {
	case formatted && tells && (wraps || strings.Contains(s, "%w")):
		out += ": %w"
	case formatted && tells:
		out += ": %v"
	case !formatted && strings.HasSuffix(rest, ":"):
		out += ":"
	}
	if formatted {
		s = strings.TrimRight(s, " ")
	}
	return strconv.Quote(out + strings.TrimPrefix(s, strings.TrimRight(s, " \n"))), formatted
}

var (
	attempt = regexp.MustCompile(`(?i)^(failed to|could not|couldn't|cannot|can't|can not|unable to) `)
	done    = regexp.MustCompile(`(?i)^[^:]*\b(failed)( *$|:| -)`)
	doing   = regexp.MustCompile(`(?i)^(error|failed|failure) (\w+ing) `)
)

// manner says what failed as another text does.
func manner(s, about string) string {
	if m := attempt.FindStringSubmatch(s); m != nil {
		return m[1] + " " + strings.TrimPrefix(about, "failed to ")
	}
	what, rest, _ := strings.Cut(strings.TrimPrefix(about, "failed to "), " ")
	if m := doing.FindStringSubmatch(s); m != nil && gerunds[what] != "" {
		return m[1] + " " + gerunds[what] + " " + rest
	}
	if done.MatchString(s) && gerunds[what] != "" {
		about = gerunds[what] + " " + rest + " failed"
	}
	if r, size := utf8.DecodeRuneInString(s); size > 0 && unicode.IsUpper(r) {
		first, n := utf8.DecodeRuneInString(about)
		return string(unicode.ToUpper(first)) + about[n:]
	}
	return about
}

var gerunds = map[string]string{"set": "setting", "start": "starting", "make": "making", "receive": "receiving"}

func (p *Place) isFmt(call *ast.CallExpr, name string) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != name {
		return false
	}
	f, ok := p.Pass.TypesInfo.Uses[sel.Sel].(*types.Func)
	return ok && f.Pkg() != nil && f.Pkg().Path() == "fmt"
}
