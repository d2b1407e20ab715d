package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// project is a module with a socket that lacks much.
const project = `
-- go.mod --
module example.com/m

go 1.22

ZMQ4
-- main.go --
package main

import zmq "github.com/pebbe/zmq4"

func main() {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		panic(err)
	}
	if err := s.Bind("tcp://*:5555"); err != nil {
		panic(err)
	}
}
`

const all = "missing-options no-curve wildcard-bind"

func code(err error) int64 {
	if e, ok := errors.AsType[*jsonrpc2.Error](err); ok {
		return e.Code
	}
	return 0
}

func (c *client) exits(want int) {
	c.t.Helper()
	select {
	case got := <-c.code:
		if got != want {
			c.t.Errorf("exit code %d, want %d", got, want)
		}
	case <-time.After(time.Minute):
		c.t.Error("the server goes on")
	}
}

func TestLifecycle(t *testing.T) {
	dir := zmqtest.Module(t, project)
	c := connect(t, dir)
	if err := c.try("textDocument/hover", struct{}{}, nil); code(err) != codeNotInitialized {
		t.Errorf("before initialize: %v", err)
	}
	c.didOpen("main.go") // passed over
	got := c.initialize(fullClient, "").Capabilities
	if got.TextDocumentSync.Change != syncIncremental || !got.TextDocumentSync.OpenClose || !got.HoverProvider ||
		got.PositionEncoding != "utf-16" || len(got.CodeActionProvider.CodeActionKinds) != 2 {
		t.Errorf("capabilities %+v", got)
	}
	if err := c.try("initialize", struct{}{}, nil); code(err) != jsonrpc2.CodeInvalidRequest {
		t.Errorf("a second initialize: %v", err)
	}
	if err := c.try("workspace/symbol", struct{}{}, nil); code(err) != jsonrpc2.CodeMethodNotFound {
		t.Errorf("a method that is not there: %v", err)
	}
	if err := c.try("textDocument/hover", []int{1}, nil); code(err) != jsonrpc2.CodeInvalidParams {
		t.Errorf("parameters that are none: %v", err)
	}
	c.notify("textDocument/none", struct{}{})
	c.notify("textDocument/didOpen", []int{1})
	c.notify("textDocument/didChange", didChangeParams{versionedID{c.uri("main.go"), 2}, nil}) // not open
	c.didOpen("main.go")
	if got := c.codes("main.go"); got != all {
		t.Errorf("got %s, want %s", got, all)
	}
	c.call("shutdown", nil, nil)
	if err := c.try("textDocument/hover", struct{}{}, nil); code(err) != jsonrpc2.CodeInvalidRequest {
		t.Errorf("after shutdown: %v", err)
	}
	c.notify("exit", nil)
	c.exits(0)
}

func TestExitWithoutShutdown(t *testing.T) {
	c := start(t, t.TempDir(), "")
	c.notify("exit", nil)
	c.exits(1)
	c = start(t, t.TempDir(), "")
	c.end() // the editor is gone
	c.exits(1)
}

// TestBegin looks at what the server asks for and tells while it begins.
func TestBegin(t *testing.T) {
	c := start(t, zmqtest.Module(t, project), "")
	c.didOpen("main.go")
	c.diagnostics("main.go")
	c.said(`"kind":"end"`)
	c.said(`"type-check"`)
	c.wait("requests of the server", func() bool {
		asked := strings.Join(c.asked, " ")
		return strings.Contains(asked, "client/registerCapability") && strings.Contains(asked, "workspace/configuration") &&
			strings.Contains(asked, "window/workDoneProgress/create")
	})
	// A client that can do nothing is asked for nothing.
	c = connect(t, c.dir)
	c.initialize("{}", "")
	c.didOpen("main.go")
	c.diagnostics("main.go")
	if len(c.asked)+len(c.messages) > 0 {
		t.Errorf("asked %q, told %q", c.asked, c.messages)
	}
}

func TestDiagnostic(t *testing.T) {
	c := start(t, zmqtest.Module(t, project), "")
	c.didOpen("main.go")
	d := c.diagnostics("main.go")[2]
	if d.Range != (span{position{9, 11}, position{9, 33}}) || d.Severity != severityError || d.Source != "zmqlint" || d.Code != "wildcard-bind" ||
		!strings.HasSuffix(d.CodeDescription.Href, "wildcard-bind.md") || strings.Contains(d.Message, "(wildcard-bind)") ||
		!strings.HasPrefix(d.Data.Fingerprint, "v1:") || !d.Data.Fixable || d.Data.Decision == "" {
		t.Errorf("%+v, %+v, %+v", d, *d.Data, *d.CodeDescription)
	}
	c.replace("main.go", "zmq.PULL", "zmq.PUSH")
	if d := c.diagnostics("main.go")[1]; !strings.HasPrefix(d.Message, "PUSH socket") {
		t.Errorf("after an edit: %s", d.Message)
	}
	// What is mended is taken back.
	c.replace("main.go", `if err := s.Bind("tcp://*:5555"); err != nil {`, `if err := s.Bind("inproc://x"); err != nil {`)
	if list := c.diagnostics("main.go"); list == nil || len(list) > 0 {
		t.Errorf("after it is mended: %v", list)
	}
}

// TestPlaces: findings are where the editor counts, not where Go does.
func TestPlaces(t *testing.T) {
	for name, test := range map[string]struct {
		change func(string) string
		want   span
	}{
		"beyond ASCII": {func(s string) string {
			return strings.Replace(s, "\tif err := s.Bind", "\tif err := /* 🚀é */ s.Bind", 1)
		},
			span{position{9, 21}, position{9, 43}}},
		"CRLF":   {func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }, span{position{9, 11}, position{9, 33}}},
		"a CR":   {func(s string) string { return strings.Replace(s, "panic(err)", "/*\r*/ panic(err)", 1) }, span{position{10, 11}, position{10, 33}}},
		"//line": {func(s string) string { return strings.Replace(s, "func main", "//line other.y:100\nfunc main", 1) }, span{position{10, 11}, position{10, 33}}},
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t, zmqtest.Module(t, project), "")
			c.didOpen("main.go")
			c.diagnostics("main.go")
			c.change("main.go", contentChange{Text: test.change(c.read("main.go"))})
			for _, d := range c.diagnostics("main.go") {
				if d.Range != test.want {
					t.Errorf("%s at %v, want %v", d.Code, d.Range, test.want)
				}
			}
			c.apply(c.action(c.actions("main.go", "Bind"), "MAXMSGSIZE").Edit)
			if got := c.codes("main.go"); got != "no-curve wildcard-bind" {
				t.Errorf("after the fix: %s in %q", got, c.open[c.uri("main.go")].Text)
			}
			if text := c.open[c.uri("main.go")].Text; name == "CRLF" && strings.Count(text, "\n") != strings.Count(text, "\r\n") {
				t.Errorf("the fix has other ends of lines: %q", text)
			}
		})
	}
}

// TestTyping sends edits faster than they can be analysed. The client fails
// when a version comes after a later one.
func TestTyping(t *testing.T) {
	c := start(t, zmqtest.Module(t, project), `{"delay":0}`)
	c.didOpen("main.go")
	for range 30 {
		c.replace("main.go", "zmq.PULL)", "zmq.PULL")
		c.replace("main.go", "zmq.PULL", "zmq.PULL)")
		time.Sleep(20 * time.Millisecond)
	}
	if got := c.codes("main.go"); got != all {
		t.Errorf("got %s, want %s", got, all)
	}
}

func TestCancel(t *testing.T) {
	c := start(t, zmqtest.Module(t, project), "")
	c.didOpen("main.go")
	id := jsonrpc2.ID{Num: 4711}
	call, err := c.conn.DispatchCall(context.Background(), "textDocument/hover",
		positionParams{textDocumentID{c.uri("main.go")}, position{9, 12}}, jsonrpc2.PickID(id))
	if err != nil {
		t.Fatal(err)
	}
	c.notify("$/cancelRequest", map[string]any{"id": 4711})
	if err := call.Wait(context.Background(), nil); code(err) != codeRequestCancelled {
		t.Errorf("got %v", err)
	}
	c.notify("$/cancelRequest", map[string]any{"id": 4711}) // done with
	c.diagnostics("main.go")
}

func TestBadJSON(t *testing.T) {
	c := start(t, zmqtest.Module(t, project), "")
	s := c.stream
	for _, body := range []string{"{", "[1]", `"x"`, `{"jsonrpc":"2.0"}`, "\xff"} {
		s.mu.Lock()
		fmt.Fprintf(s.out, "Content-Length: %d\r\n\r\n%s", len(body), body)
		s.mu.Unlock()
	}
	c.didOpen("main.go")
	if got := c.codes("main.go"); got != all {
		t.Errorf("after what is no JSON: %s", got)
	}
	s.mu.Lock()
	fmt.Fprint(s.out, "Content-Length: none\r\n\r\n")
	s.mu.Unlock()
	c.exits(1) // where the next message begins cannot be told
}

func TestPanic(t *testing.T) {
	requests["test/panic"] = func(_ *server, params json.RawMessage) (answer, error) {
		if string(params) == "true" {
			panic("in order")
		}
		return func(context.Context) (any, error) { panic("beside") }, nil
	}
	notifications["test/panic"] = func(*server, json.RawMessage) error { panic("a notification") }
	t.Cleanup(func() { delete(requests, "test/panic"); delete(notifications, "test/panic") })
	c := start(t, zmqtest.Module(t, project), "")
	for _, at := range []bool{true, false} {
		if err := c.try("test/panic", at, nil); code(err) != jsonrpc2.CodeInternalError {
			t.Errorf("got %v", err)
		}
	}
	c.notify("test/panic", nil)
	c.didOpen("main.go")
	if got := c.codes("main.go"); got != all {
		t.Errorf("after panics: %s", got)
	}
	if log := c.log.String(); !strings.Contains(log, "beside") || !strings.Contains(log, "a notification") {
		t.Errorf("the log does not tell: %s", log)
	}
}

// TestRestart: a server takes up what an editor has open, whatever was before.
func TestRestart(t *testing.T) {
	dir := zmqtest.Module(t, project)
	for range 2 {
		c := start(t, dir, "")
		c.didOpenText("main.go", strings.Replace(c.read("main.go"), "zmq.PULL", "zmq.PUSH", 1))
		if d := c.diagnostics("main.go"); len(d) != 3 || !strings.HasPrefix(d[0].Message, "PUSH") {
			t.Errorf("got %+v", d)
		}
		c.end()
		c.exits(1)
	}
}

func TestURI(t *testing.T) {
	for uri, want := range map[DocumentURI]string{
		"file:///a/b%20c/%C3%A9.go": "/a/b c/é.go", "file:///a/../b.go": "/b.go", "untitled:x": "", "file://": "", "%": "", "": "", "git:/a.go": "",
	} {
		got, ok := uri.path()
		if filepath.ToSlash(got) != want || ok != (want != "") {
			t.Errorf("%s is %q", uri, got)
		}
	}
	file := filepath.Join(os.TempDir(), "ä b", "c#%.go")
	if got, _ := uriOf(file).path(); got != file {
		t.Errorf("%s comes back as %s", file, got)
	}
}
