package lsp

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// two has two sockets in one file, and a helper in another.
const two = `
-- go.mod --
module example.com/m

go 1.22

ZMQ4
-- main.go --
package main

import zmq "github.com/pebbe/zmq4"

type server struct {
	in  *zmq.Socket
	out *zmq.Socket
}

func start() (*server, error) {
	in, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return nil, err
	}
	if err := in.SetRcvhwm(10); err != nil {
		return nil, err
	}
	if err := in.Bind("tcp://127.0.0.1:1"); err != nil {
		return nil, err
	}
	out, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return nil, err
	}
	if err := reach(out, "tcp://example.org:2"); err != nil {
		return nil, err
	}
	if err := out.Connect("tcp://example.org:3"); err != nil {
		return nil, err
	}
	return &server{in: in, out: out}, nil
}

func main() {
	s, err := start()
	if err != nil {
		panic(err)
	}
	_ = s.in
}
-- reach.go --
package main

import zmq "github.com/pebbe/zmq4"

func reach(s *zmq.Socket, endpoint string) error { return s.Connect(endpoint) }
`

func TestQuickFix(t *testing.T) {
	c := start(t, zmqtest.Module(t, project), "")
	c.didOpen("main.go")
	fix := c.action(c.actions("main.go", "Bind"), "MAXMSGSIZE")
	if fix.Kind != kindQuickFix || !fix.IsPreferred || len(fix.Diagnostics) != 1 || fix.Diagnostics[0].Code != "missing-options" ||
		!strings.HasPrefix(fix.Title, "Set ") {
		t.Errorf("%+v", fix)
	}
	c.apply(fix.Edit)
	if got := c.codes("main.go"); got != "no-curve wildcard-bind" {
		t.Errorf("after the fix: %s", got)
	}
	decided := c.action(c.actions("main.go", "Bind"), "loopback")
	if decided.IsPreferred || !strings.Contains(decided.Title, "decide: which interface") {
		t.Errorf("%+v", decided)
	}
	c.apply(decided.Edit)
	if got := c.codes("main.go"); got != "" {
		t.Errorf("after both: %s", got)
	}
}

// TestQuickFixChanges: a client that knows of no versions gets the same edit.
func TestQuickFixChanges(t *testing.T) {
	c := connect(t, zmqtest.Module(t, project))
	c.initialize("{}", "")
	c.didOpen("main.go")
	fix := c.action(c.actions("main.go", "Bind"), "MAXMSGSIZE")
	if len(fix.Edit.DocumentChanges) > 0 || len(fix.Edit.Changes) != 1 {
		t.Fatalf("%+v", fix.Edit)
	}
	c.apply(fix.Edit)
	if got := c.codes("main.go"); got != "no-curve wildcard-bind" {
		t.Errorf("after the fix: %s", got)
	}
}

func TestFixAll(t *testing.T) {
	c := start(t, zmqtest.Module(t, two), "")
	c.didOpen("main.go")
	before := c.codes("main.go")
	for _, only := range []string{"source", "source.fixAll", kindFixAll} {
		list := c.actions("main.go", "package", only)
		if len(list) != 1 || list[0].Kind != kindFixAll || list[0].Title != "Fix all zmqlint problems in file" {
			t.Fatalf("%s: %+v", only, list)
		}
	}
	c.apply(c.actions("main.go", "package", "source.fixAll")[0].Edit)
	after := c.codes("main.go")
	if strings.Contains(after, "missing-options") || !strings.Contains(before, "missing-options") || !strings.Contains(after, "no-curve") {
		t.Errorf("%s became %s", before, after)
	}
	if again := c.actions("main.go", "package", "source.fixAll"); len(again) > 0 {
		t.Errorf("there is more to fix: %+v", again)
	}
}

// TestWanted: what a client asks for is what it gets.
func TestWanted(t *testing.T) {
	c := start(t, zmqtest.Module(t, project), "")
	c.didOpen("main.go")
	titles := func(list []codeAction) string {
		var out []string
		for _, a := range list {
			out = append(out, a.Kind+" "+strings.Fields(a.Title)[0])
		}
		return strings.Join(out, ", ")
	}
	const fixes, ignores = "quickfix Set, quickfix Bind", "quickfix Ignore, quickfix Ignore, quickfix Ignore"
	for _, test := range []struct {
		at, only, want string
	}{
		{"Bind", "quickfix", fixes + ", " + ignores},
		{"Bind", "", fixes + ", " + ignores + ", " + kindFixAll + " Fix"},
		{"NewSocket", "quickfix", ""},
		{"Bind", "refactor", ""},
		{"Bind", "quickfix.other", ""},
		{"NewSocket", "source.organizeImports", ""},
	} {
		if got := titles(c.actions("main.go", test.at, test.only)); got != test.want {
			t.Errorf("%s at %s: %s, want %s", test.only, test.at, got, test.want)
		}
	}
	// Of the diagnostics that are asked about, others' are not ours.
	var p codeActionParams
	p.TextDocument.URI, p.Range = c.uri("main.go"), span{position{9, 13}, position{9, 13}}
	for sent, want := range map[string]string{
		`{"source":"zmqlint","code":"wildcard-bind"}`: "quickfix Bind, quickfix Ignore, " + kindFixAll + " Fix",
		`{"source":"compiler","code":7,"data":[1]}`:   fixes + ", " + ignores + ", " + kindFixAll + " Fix",
	} {
		p.Context.Diagnostics = []echoed{{}}
		if err := json.Unmarshal([]byte(sent), &p.Context.Diagnostics[0]); err != nil {
			t.Fatal(err)
		}
		var list []codeAction
		c.call("textDocument/codeAction", p, &list)
		if got := titles(list); got != want {
			t.Errorf("%s: %s, want %s", sent, got, want)
		}
	}
}

// TestMovedOn: a document that was edited since gets no fix for what it was.
func TestMovedOn(t *testing.T) {
	c := start(t, zmqtest.Module(t, project), `{"delay":400}`)
	c.didOpen("main.go")
	c.diagnostics("main.go")
	c.replace("main.go", "package main", "package main\n")
	answers := make(chan []codeAction, 1)
	go func() {
		var list []codeAction
		var p codeActionParams
		p.TextDocument.URI, p.Range = c.uri("main.go"), span{position{0, 0}, position{30, 0}}
		if err := c.try("textDocument/codeAction", p, &list); err != nil {
			t.Error(err)
		}
		answers <- list
	}()
	c.wait("nothing", func() bool { return true })
	c.replace("main.go", "package main\n", "package main\n\n")
	for _, a := range <-answers {
		for _, d := range a.Edit.DocumentChanges { // the request may have come after the edit
			if *d.TextDocument.Version != c.open[c.uri("main.go")].Version {
				t.Errorf("an edit of version %d", *d.TextDocument.Version)
			}
		}
	}
}

func TestIgnore(t *testing.T) {
	c := start(t, zmqtest.Module(t, project), "")
	c.didOpen("main.go")
	c.apply(c.action(c.actions("main.go", "Bind"), "Ignore no-curve here…").Edit)
	if text := c.open[c.uri("main.go")].Text; !strings.Contains(text, "\n\t//zmqlint:ignore no-curve …\n\tif err := s.Bind") {
		t.Fatalf("got %s", text)
	}
	// It holds once there is a reason.
	if got := c.codes("main.go"); got != "bad-suppression "+all {
		t.Errorf("without a reason: %s", got)
	}
	for _, a := range c.actions("main.go", "//zmqlint") {
		if strings.Contains(a.Title, "Ignore") {
			t.Errorf("%s: a directive cannot be ignored by another", a.Title)
		}
	}
	c.replace("main.go", "no-curve …", "no-curve the tunnel encrypts")
	if got := c.codes("main.go"); got != "missing-options wildcard-bind" {
		t.Errorf("with a reason: %s", got)
	}
}

// TestIgnoreInLiteral: a line of a string takes no directive.
func TestIgnoreInLiteral(t *testing.T) {
	c := start(t, zmqtest.Module(t, project), "")
	c.didOpenText("main.go", strings.Replace(c.read("main.go"), "\tif err := s.Bind(\"tcp://*:5555\")", "\tif err := func(string) error { return nil }(`\n`); err != nil {\n\t}\n\tif _, err := `\n`, s.Bind(\"tcp://*:5555\")", 1))
	for _, a := range c.actions("main.go", "Bind") {
		if strings.Contains(a.Title, "Ignore") {
			t.Errorf("%s: %+v", a.Title, a.Edit)
		}
	}
	if got := c.codes("main.go"); got != all {
		t.Errorf("got %s", got)
	}
}

func (c *client) hover(name, at string) string {
	c.t.Helper()
	t := newText(c.open[c.uri(name)].Text)
	i := strings.Index(t.string, at)
	if i < 0 {
		c.t.Fatalf("no %q in %s", at, name)
	}
	var h *hover
	c.call("textDocument/hover", positionParams{textDocumentID{c.uri(name)}, t.position(i)}, &h)
	if h == nil {
		return ""
	}
	if got := t.string[t.offset(h.Range.Start):t.offset(h.Range.End)]; !strings.HasPrefix(t.string[i:], got) {
		c.t.Errorf("the range of %q is that of %q", at, got)
	}
	return h.Contents.Value
}

func TestHover(t *testing.T) {
	c := start(t, zmqtest.Module(t, two), "")
	c.didOpen("main.go")
	c.didOpen("reach.go")
	for at, want := range map[string][]string{
		"in, err :=":            {"**PULL socket** bound to `tcp://127.0.0.1:1` (main.go:18)", "CURVE: no", "RCVHWM: set (10)", "MAXMSGSIZE: not set"},
		"Bind":                  {"**PULL socket**", "RCVHWM: set (10)"},
		"in  *zmq.Socket":       {"**PULL socket** bound to `tcp://127.0.0.1:1`"},
		"in: in":                {"**PULL socket**"},
		"out, err":              {"connected to `tcp://example.org:2` (reach.go:5)", "connected to `tcp://example.org:3` (main.go:28)", "SNDHWM: not set"},
		"out *zmq.Socket":       {"**PUB socket**", "tcp://example.org:2", "tcp://example.org:3"},
		"reach(out":             nil,
		"in\n}":                 {"**PULL socket**"}, // _ = s.in
		"err := zmq":            nil,
		"package":               nil,
		"import zmq \"github.c": nil,
	} {
		got := c.hover("main.go", at)
		if (got == "") != (len(want) == 0) {
			t.Errorf("%q: %q", at, got)
		}
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%q: %q, want %q", at, got, w)
			}
		}
	}
	if got := c.hover("reach.go", "s *zmq"); !strings.Contains(got, "**PUB socket** connected to `tcp://example.org:2`") {
		t.Errorf("a parameter: %q", got)
	}
	c.replace("main.go", "in.SetRcvhwm(10)", "in.SetRcvhwm(20)")
	if got := c.hover("main.go", "Bind"); !strings.Contains(got, "RCVHWM: set (20)") {
		t.Errorf("after an edit: %q", got)
	}
}

func TestHoverPlain(t *testing.T) {
	c := connect(t, zmqtest.Module(t, project))
	c.initialize(`{"textDocument":{"hover":{"contentFormat":["plaintext"]}}}`, "")
	c.didOpen("main.go")
	if got := c.hover("main.go", "Bind"); !strings.HasPrefix(got, "PULL socket bound to tcp://*:5555 (main.go:10)") {
		t.Errorf("got %q", got)
	}
}

func TestCodeLens(t *testing.T) {
	for options, want := range map[string]string{
		"":                  "",
		`{"codeLens":true}`: "PULL socket bound to tcp://*:5555 · CURVE: no · without MAXMSGSIZE, RCVHWM and TCP_KEEPALIVE",
	} {
		c := start(t, zmqtest.Module(t, project), options)
		c.didOpen("main.go")
		var lenses []codeLens
		c.call("textDocument/codeLens", documentParams{textDocumentID{c.uri("main.go")}}, &lenses)
		got := ""
		if len(lenses) > 0 {
			got = lenses[0].Command.Title
		}
		if len(lenses) > 1 || got != want {
			t.Errorf("%s: %+v, want %s", options, lenses, want)
		}
		if want != "" {
			c.wait("a refresh", func() bool { return slices.Contains(c.asked, "workspace/codeLens/refresh") })
		}
	}
}
