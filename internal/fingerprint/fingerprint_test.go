package fingerprint

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/zmqlint/zmqlint/internal/finding"
)

// of returns the fingerprint of what stands between « and » in a file of
// package example.com/app.
func of(t *testing.T, rule, source string) string {
	t.Helper()
	before, rest, ok := strings.Cut(source, "«")
	flagged, after, ok2 := strings.Cut(rest, "»")
	if !ok || !ok2 {
		t.Fatalf("nothing is flagged in %s", source)
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "a.go", before+flagged+after, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	pos := f.FileStart + token.Pos(len(before))
	return Of(&packages.Package{PkgPath: "example.com/app", Syntax: []*ast.File{f}},
		&finding.Finding{Rule: rule, Pos: pos, End: pos + token.Pos(len(flagged))})
}

const serve = `package app

func (s *Server) Start(addr string) error {
	return «s.sock.Bind("tcp://*:" + port(0x10))»
}
`

const loop = `package app

func run(s *zmq.Socket) {
	«for» {
		msg, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		handle(msg)
	}
}
`

const handler = `package app

func run(s *zmq.Socket) {
	«reactor.AddSocket(s, zmq.POLLIN, func(e zmq.State) error { _, err := s.Recv(0); return err })»
}
`

const variable = `package app

var (
	a    = 1
	sock = must(«open("tcp://*:1")»)
)
`

const directive = `package app

func run() {
	//«zmqlint:ignore» no-curve
	f()
}
`

func TestOf(t *testing.T) {
	for _, test := range []struct {
		name, source, old, new string // old becomes new, everywhere
		changed                bool
	}{
		{"moved down", serve, "package app\n", "package app\n\nfunc other() { s.sock.Bind(\"tcp://*:1\") }\n", false},
		{"more before it in the function", serve, "\treturn", "\ts.log(addr)\n\treturn", false},
		{"comment inside", serve, `port(`, `port( /* configured */ `, false},
		{"comment on the function", serve, "func (s", "// Start starts.\nfunc (s", false},
		{"white space", serve, `"tcp://*:" + `, "\"tcp://*:\"+\n\t\t", false},
		{"arguments on lines of their own", serve, `Bind("tcp://*:" + port(0x10))`, "Bind(\n\t\t\"tcp://*:\" + port(0x10),\n\t)", false},
		{"parentheses", serve, `"tcp://*:" + port(0x10)`, `("tcp://*:" + port(0x10))`, false},
		{"another way to write the literals", serve, `"tcp://*:" + port(0x10)`, "`tcp://*:` + port(16)", false},
		{"value receiver", serve, "*Server)", "Server)", false},
		{"type parameter", serve, "*Server)", "*Server[K])", false},
		{"two type parameters", serve, "*Server)", "*Server[K, V])", false},
		{"parameter renamed", serve, "addr", "address", false},
		{"another endpoint", serve, "tcp://*:", "tcp://eth0:", true},
		{"another operator", serve, " + ", " - ", true},
		{"another receiver", serve, "s.sock", "s.control", true},
		{"another method", serve, "Bind", "Connect", true},
		{"another function", serve, "Start", "Run", true},
		{"another type", serve, "*Server", "*Client", true},
		{"no method", serve, "func (s *Server)", "func", true},

		{"edited body", loop, "handle(msg)", "n++\n\t\tother(msg)", false},
		{"receive in another way", loop, "RecvMessage", "RecvBytes", true},
		{"another socket", loop, "s.Recv", "t.Recv", true},
		{"another head", loop, "«for»", "«for n < 10»", true},
		{"receive in a literal", loop, "s.RecvMessage(0)", "func() ([]string, error) { return s.RecvMessage(0) }()", false},
		{"helper that receives", loop, "s.RecvMessage(0)", "receiveFrom(s)", true},

		{"edited handler", handler, "return err", "log(err); return err", false},
		{"another event", handler, "POLLIN", "POLLOUT", true},
		{"another signature", handler, "e zmq.State", "zmq.State", true},

		{"another variable before it", variable, "a    = 1\n", "b = 1\n", false},
		{"renamed variable", variable, "sock", "socket", true},

		{"directive set apart", directive, "ignore» no", "ignore»   no", false},
		{"directive for another rule", directive, "no-curve", "no-curv", true},
		{"code below the directive", directive, "f()", "g()", false},

		{"slice cut", "package app\n\nvar x = «f(b[i:])»", "i:", ":i", true},
		{"arguments spread", "package app\n\nvar x = «f(b...)»", "...", "", true},
		{"negated", "package app\n\nvar x = «f(-1)»", "-1", "+1", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			edited := strings.ReplaceAll(test.source, test.old, test.new)
			if edited == test.source {
				t.Fatal("the edit changes nothing")
			}
			before, after := of(t, "rule", test.source), of(t, "rule", edited)
			if changed := before != after; changed != test.changed {
				t.Errorf("changed = %v, want %v:\n%s", changed, test.changed, edited)
			}
		})
	}
}

// TestOfOther holds what stands beside the code: the form of a fingerprint,
// rule, package and opener, and findings outside of the package's files.
func TestOfOther(t *testing.T) {
	print := of(t, "no-curve", serve)
	if !regexp.MustCompile(`^v1:[0-9a-f]{20}$`).MatchString(print) {
		t.Errorf("fingerprint %q", print)
	}
	if of(t, "missing-options", serve) == print {
		t.Error("two rules have one fingerprint")
	}

	app := &packages.Package{PkgPath: "example.com/app", Module: &packages.Module{Path: "example.com"}}
	sub := &packages.Package{PkgPath: "example.com/sub", Module: app.Module}
	inMod, byOther := &finding.Finding{Rule: "outdated-module", Pos: 3}, &finding.Finding{Rule: "outdated-module", Pos: 9, By: "x.Open"}
	if a, b := Of(app, inMod), Of(sub, inMod); a != b {
		t.Errorf("a finding about the module is %s in one package and %s in another", a, b)
	}
	if Of(app, inMod) == Of(app, byOther) {
		t.Error("what opens the socket makes no difference")
	}
	file, err := parser.ParseFile(token.NewFileSet(), "a.go", "package sub\n\nimport zmq \"github.com/pebbe/zmq4\"\n", 0)
	if err != nil {
		t.Fatal(err)
	}
	sub.Syntax = []*ast.File{file}
	shared := &finding.Finding{Rule: "outdated-module", Pos: file.Imports[0].Pos(), Shared: new(finding.Shared)}
	if Of(sub, shared) != Of(app, inMod) {
		t.Error("what packages share is not about the module")
	}
	Of(&packages.Package{}, &finding.Finding{}) // no module either
}

func TestNumbers(t *testing.T) {
	n := Numbers{}
	got := []string{n.Next("v1:a"), n.Next("v1:b"), n.Next("v1:a")}
	if want := "v1:a:1 v1:b:1 v1:a:2"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

// TestPinned: a change of these is a change of every baseline that is in use,
// and needs another version.
func TestPinned(t *testing.T) {
	for source, want := range map[string]string{
		serve:     "v1:1acc0a3955dd420e2421",
		loop:      "v1:0607a60fb1ff27cc2677",
		handler:   "v1:f74355c219a3c68fb01f",
		variable:  "v1:50a49af5ccfff8734e67",
		directive: "v1:a6038fe1c4c8924c0418",
	} {
		if got := of(t, "rule", source); got != want {
			t.Errorf("%s\nhas the fingerprint %s, want %s", source, got, want)
		}
	}
}

// FuzzOf: no code and no place in it, sound or not, makes Of panic.
func FuzzOf(f *testing.F) {
	for _, s := range []string{serve, loop, handler, variable, directive, "package «", "package app\nfunc («"} {
		f.Add(strings.NewReplacer("«", "", "»", "").Replace(s), strings.Index(s, "«"), 3)
	}
	f.Fuzz(func(t *testing.T, source string, at, length int) {
		fset := token.NewFileSet()
		file, _ := parser.ParseFile(fset, "a.go", source, parser.ParseComments|parser.AllErrors)
		if file == nil || at < 0 || at > len(source) || length < 0 || length > len(source) {
			return // no place in a file
		}
		pos := file.FileStart + token.Pos(at)
		Of(&packages.Package{Syntax: []*ast.File{file}}, &finding.Finding{Pos: pos, End: pos + token.Pos(length)})
	})
}
