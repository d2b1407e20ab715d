package lsp

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// client is an editor.
type client struct {
	t      testing.TB
	conn   *jsonrpc2.Conn
	stream *stream
	dir    string
	log    *buffer
	code   chan int // of Serve
	end    func()

	mu       sync.Mutex
	shown    map[DocumentURI]publishParams
	got      chan struct{} // closed when something comes, and replaced
	messages []string      // "window/showMessage zmqlint: …" and the like
	asked    []string      // methods that the server calls
	config   json.RawMessage
	open     map[DocumentURI]textDocumentItem
}

// fullClient can do everything.
const fullClient = `{"workspace":{"configuration":true,"workspaceEdit":{"documentChanges":true},
	"didChangeWatchedFiles":{"dynamicRegistration":true},"didChangeConfiguration":{"dynamicRegistration":true},"codeLens":{"refreshSupport":true}},
	"window":{"workDoneProgress":true},"textDocument":{"hover":{"contentFormat":["markdown","plaintext"]}}}`

// connect starts a server and a client that has said nothing yet.
func connect(t testing.TB, dir string, env ...string) *client {
	t.Helper()
	toServer, fromClient := io.Pipe()
	toClient, fromServer := io.Pipe()
	c := &client{
		t: t, dir: dir, code: make(chan int, 1), log: new(buffer),
		shown: map[DocumentURI]publishParams{}, got: make(chan struct{}), open: map[DocumentURI]textDocumentItem{},
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		c.code <- Serve(ctx, toServer, fromServer, Options{Env: zmqtest.Offline(env...), Dir: dir, Version: "test", Log: c.log})
		fromServer.Close()
	}()
	c.end = func() { fromClient.Close() }
	c.stream = newStream(toClient, fromClient, fromClient.Close)
	c.conn = jsonrpc2.NewConn(ctx, c.stream, c, jsonrpc2.SetLogger(log.New(c.log, "client: ", 0)))
	t.Cleanup(func() {
		cancel()
		c.conn.Close()
		if t.Failed() {
			t.Logf("log of the server:\n%s\nmessages: %q", c.log, c.messages)
		}
	})
	return c
}

// start is connect and initialize.
func start(t testing.TB, dir string, options string, env ...string) *client {
	t.Helper()
	c := connect(t, dir, env...)
	c.initialize(fullClient, options)
	return c
}

func (c *client) initialize(capabilities, options string) (result initializeResult) {
	c.t.Helper()
	params := `{"processId":1,"rootUri":"` + string(uriOf(c.dir)) + `","capabilities":` + capabilities
	if options != "" {
		params += `,"initializationOptions":` + options
	}
	c.call("initialize", json.RawMessage(params+"}"), &result)
	c.notify("initialized", struct{}{})
	return result
}

// Handle takes what the server says.
func (c *client) Handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	defer func() { close(c.got); c.got = make(chan struct{}) }()
	switch req.Method {
	case "textDocument/publishDiagnostics":
		var p publishParams
		if err := json.Unmarshal(*req.Params, &p); err != nil {
			c.t.Error(err)
		}
		if was := c.shown[p.URI]; was.Version != nil && p.Version != nil && *was.Version > *p.Version {
			c.t.Errorf("%s: version %d after %d", p.URI, *p.Version, *was.Version)
		}
		c.shown[p.URI] = p
	case "workspace/configuration":
		c.asked = append(c.asked, req.Method)
		config := c.config
		go conn.Reply(ctx, req.ID, []json.RawMessage{config})
	default:
		if !req.Notif {
			c.asked = append(c.asked, req.Method)
			go conn.Reply(ctx, req.ID, nil) // the server may be writing
			return
		}
		c.messages = append(c.messages, req.Method+" "+string(*req.Params))
	}
}

func (c *client) call(method string, params, result any) {
	c.t.Helper()
	if err := c.try(method, params, result); err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
}

func (c *client) try(method string, params, result any) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return c.conn.Call(ctx, method, params, result)
}

func (c *client) notify(method string, params any) {
	c.t.Helper()
	if err := c.conn.Notify(context.Background(), method, params); err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
}

func (c *client) uri(name string) DocumentURI {
	return uriOf(filepath.Join(c.dir, filepath.FromSlash(name)))
}

// read returns a file of the project.
func (c *client) read(name string) string {
	c.t.Helper()
	data, err := os.ReadFile(filepath.Join(c.dir, filepath.FromSlash(name)))
	if err != nil {
		c.t.Fatal(err)
	}
	return string(data)
}

func (c *client) write(name, text string) {
	c.t.Helper()
	file := filepath.Join(c.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		c.t.Fatal(err)
	}
}

// didOpen opens a file with what is in it on disk.
func (c *client) didOpen(name string) { c.t.Helper(); c.didOpenText(name, c.read(name)) }

func (c *client) didOpenText(name, text string) {
	c.t.Helper()
	doc := textDocumentItem{URI: c.uri(name), Version: 1, Text: text}
	c.open[doc.URI] = doc
	c.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{
		"uri": doc.URI, "version": 1, "languageId": "go", "text": text,
	}})
}

// replace replaces text in an open document by an incremental change.
func (c *client) replace(name, old, new string) {
	c.t.Helper()
	doc := c.open[c.uri(name)]
	at := strings.Index(doc.Text, old)
	if at < 0 {
		c.t.Fatalf("no %q in %s", old, doc.Text)
	}
	t := newText(doc.Text)
	c.change(name, contentChange{&span{t.position(at), t.position(at + len(old))}, new})
}

// change sends changes, and applies them on this side.
func (c *client) change(name string, changes ...contentChange) {
	c.t.Helper()
	doc := c.open[c.uri(name)]
	doc.Version++
	for _, ch := range changes {
		doc.Text = newText(doc.Text).replaced(ch).string
	}
	c.open[doc.URI] = doc
	c.notify("textDocument/didChange", didChangeParams{versionedID{doc.URI, doc.Version}, changes})
}

func (c *client) close(name string) {
	c.t.Helper()
	delete(c.open, c.uri(name))
	c.notify("textDocument/didClose", documentParams{textDocumentID{c.uri(name)}})
}

// wait waits until a condition holds.
func (c *client) wait(what string, holds func() bool) {
	c.t.Helper()
	timeout := time.After(time.Minute)
	for {
		c.mu.Lock()
		ok, got := holds(), c.got
		c.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-got:
		case <-timeout:
			c.mu.Lock()
			defer c.mu.Unlock()
			c.t.Fatalf("timeout: %s; shown: %v", what, slices.Collect(maps.Values(c.shown)))
		}
	}
}

// diagnostics waits for those of a file, of the version that is open.
func (c *client) diagnostics(name string) (list []diagnostic) {
	c.t.Helper()
	uri := c.uri(name)
	c.wait("diagnostics of "+name, func() bool {
		p, ok := c.shown[uri]
		doc, open := c.open[uri]
		if !ok || open && (p.Version == nil || *p.Version != doc.Version) {
			return false
		}
		list = p.Diagnostics
		return true
	})
	return list
}

// codes are the rules of the diagnostics of a file, in order.
func (c *client) codes(name string) string {
	c.t.Helper()
	return codes(c.diagnostics(name))
}

func codes(list []diagnostic) string {
	var out []string
	for _, d := range list {
		out = append(out, d.Code)
	}
	return strings.Join(out, " ")
}

// until waits until a file has diagnostics of these rules.
func (c *client) until(name, want string) {
	c.t.Helper()
	got := ""
	c.wait(name+": "+want, func() bool {
		got = codes(c.shown[c.uri(name)].Diagnostics)
		_, ok := c.shown[c.uri(name)]
		return ok && got == want
	})
}

// buffer is a log that several goroutines write.
type buffer struct {
	mu sync.Mutex
	b  strings.Builder
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// said waits for a message of the server with a text in it.
func (c *client) said(text string) {
	c.t.Helper()
	c.wait("a message with "+text, func() bool {
		return slices.ContainsFunc(c.messages, func(m string) bool { return strings.Contains(m, text) })
	})
}
