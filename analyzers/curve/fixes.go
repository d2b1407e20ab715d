package curve

import (
	"go/ast"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/fix"
	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// checked has the error of a call looked at. That of AuthStart says also that the
// authenticator runs already, which is for whoever may start it again to judge:
// it is handled in main only.
func (c *checker) checked(call *sockets.Call) *finding.Fix {
	if call.Expr == nil {
		return nil
	}
	about := "set up CURVE"
	switch {
	case call.Name == "AuthStart":
		about = "start the authenticator"
		if p := fix.At(c.pass, call.Expr); p == nil || !p.BeginsProgram() {
			return nil
		}
	case len(call.PublicKeyResults) > 0:
		about = "make a pair of CURVE keys"
	case call.Kind == zmqapi.KindSetOption:
		about = "set " + call.Option.String()
	}
	edits, ok := fix.Check(c.pass, call.Expr, about)
	if !ok {
		return nil
	}
	return &finding.Fix{Message: "handle the error of " + call.Name, Edits: edits}
}

// Keys come from the environment, under the names that zmqlint keygen prints.
// An empty one is refused by libzmq, so the socket stays closed without them.
const (
	ownPublic = "ZMQ_PUBLIC_KEY"
	ownSecret = "ZMQ_SECRET_KEY"
	ofServer  = "ZMQ_SERVER_PUBLIC_KEY"
)

// keysDecision is what somebody has to do before keys can be read.
const keysDecision = "who has which keys: " + ofServer + ", " + ownPublic + " and " + ownSecret + " have to be in the environment, and the server has to have CURVE"

// client makes a socket that connects a CURVE client. A socket that is bound gets
// none: a CURVE server without an authenticator that knows the keys of its clients
// admits everyone, and where to start it is not for one socket to say.
func (c *checker) client(o *sockets.Opening) *finding.Fix {
	if o.Bind {
		return nil
	}
	return c.before(o, keysDecision, "make it a CURVE client, with keys from the environment", func(socket, env string) []string {
		return []string{socket + ".ClientAuthCurve(" + env + `("` + ofServer + `"), ` + env + `("` + ownPublic + `"), ` + env + `("` + ownSecret + `"))`}
	}, "ClientAuthCurve")
}

// keySetters are the methods that set a key, and where the key comes from.
var keySetters = map[zmqapi.Option][2]string{
	zmqapi.CurveSecretKey: {"SetCurveSecretkey", ownSecret},
	zmqapi.CurvePublicKey: {"SetCurvePublickey", ownPublic},
	zmqapi.CurveServerKey: {"SetCurveServerkey", ofServer},
}

// completed sets the keys that are missing.
func (c *checker) completed(o *sockets.Opening, missing []zmqapi.Option) *finding.Fix {
	var names []string
	for _, opt := range missing {
		names = append(names, keySetters[opt][1])
	}
	decision := "the keys: " + sockets.List(names) + " have to be in the environment"
	return c.before(o, decision, "set the missing keys, from the environment", func(socket, env string) (calls []string) {
		for _, opt := range missing {
			calls = append(calls, socket+"."+keySetters[opt][0]+"("+env+`("`+keySetters[opt][1]+`"))`)
		}
		return calls
	}, keySetters[missing[0]][0])
}

// before puts calls that return errors before an open, and out of the loops
// around it; other opens of the socket share it.
func (c *checker) before(o *sockets.Opening, decision, message string, calls func(socket, env string) []string, method string) *finding.Fix {
	if o.By != "" || o.Expr == nil {
		return nil
	}
	p := fix.At(c.pass, o.Expr)
	if p == nil {
		return nil
	}
	recv := p.Receiver(o.Expr)
	if recv == nil || !p.Sets(recv, method) {
		return nil
	}
	p = p.OutOfLoops(recv)
	for _, m := range c.mended {
		if m.place.Text(m.recv) == p.Text(recv) && m.place.Reaches(p, recv) {
			return m.fix
		}
	}
	p.About = "set up CURVE"
	h, ok := p.Handling(o.Expr)
	if !ok {
		return nil
	}
	os, edits, ok := p.Import("os")
	if !ok {
		return nil
	}
	var stmts []string
	for _, call := range calls(p.Text(recv), os+".Getenv") {
		if config.For(c.pass).On("undocumented-option") {
			stmts = append(stmts, "// Both sides prove who they are, and what they say is encrypted.")
		}
		stmts = append(stmts, h.Checked(call))
	}
	edit, ok := p.Before(strings.Join(stmts, "\n"))
	if !ok {
		return nil
	}
	f := &finding.Fix{Message: message, Edits: append(edits, edit), Decision: decision}
	c.mended = append(c.mended, mended{p, recv, f})
	return f
}

// mended is a fix at a place, for a socket.
type mended struct {
	place *fix.Place
	recv  ast.Expr
	fix   *finding.Fix
}

// fromEnvironment reads a secret key that is a literal, or a constant of the file,
// from the environment.
func (c *checker) fromEnvironment(call *sockets.Call, i int) *finding.Fix {
	if call.Expr == nil || i >= len(call.Expr.Args) {
		return nil
	}
	p := fix.At(c.pass, call.Expr)
	if p == nil {
		return nil
	}
	os, edits, ok := p.Import("os")
	if !ok {
		return nil
	}
	value := os + `.Getenv("` + ownSecret + `")`
	switch arg := call.Expr.Args[i].(type) {
	case *ast.BasicLit:
		if p.Misaligns(arg.End()) {
			return nil
		}
		edits = append(edits, analysis.TextEdit{Pos: arg.Pos(), End: arg.End(), NewText: []byte(value)})
	case *ast.Ident:
		variable, ok := c.asVariable(p, arg, value)
		if !ok {
			return nil
		}
		edits = append(edits, variable...)
	default:
		return nil
	}
	return &finding.Fix{Message: "read the secret key from the environment", Edits: edits,
		Decision: "the key: " + ownSecret + " has to be in the environment, and the one that was in the code is known and to be replaced"}
}

// exchanged swaps the halves of a pair that were handed over in the wrong order.
func (c *checker) exchanged(call *sockets.Call, secret int) *finding.Fix {
	public := -1
	for _, i := range call.PublicKeyArgs {
		if only(call.Arg(i), sockets.SecretKey) {
			if public >= 0 {
				return nil
			}
			public = i
		}
	}
	if public < 0 || call.Expr == nil || len(call.Expr.Args) <= max(public, secret) {
		return nil
	}
	p := fix.At(c.pass, call.Expr)
	if p == nil || p.Misaligns(call.Expr.End()) {
		return nil
	}
	a, b := call.Expr.Args[public], call.Expr.Args[secret]
	if !fix.Repeatable(c.pass.TypesInfo, a) || !fix.Repeatable(c.pass.TypesInfo, b) {
		return nil
	}
	return &finding.Fix{Message: "exchange the keys", Edits: []analysis.TextEdit{
		{Pos: a.Pos(), End: a.End(), NewText: []byte(p.Text(b))},
		{Pos: b.Pos(), End: b.End(), NewText: []byte(p.Text(a))},
	}}
}
