// Package lsp is `zmqlint lsp`: a language server that shows the findings of
// zmqlint while code is written, offers their fixes, and tells what the engine
// knows of a socket. It works beside gopls, on what is in the editor's buffers.
//
//	protocol.go     the part of the protocol that is used
//	stream.go       messages on stdio
//	server.go       requests and notifications: order, cancellation, panics
//	lifecycle.go    initialize to exit; what is asked of the client; progress.go
//	settings.go     what a client can set
//	documents.go    what is open; text.go: places in it; uri.go: its name
//	sync.go         notifications about documents, files and folders
//	workspace.go    what is analysed together
//	schedule.go     when: debounced, the latest wins, one analysis at a time
//	analysis.go     one analysis, from buffers to findings
//	diagnostics.go  what is published, and taken back
//	actions.go      quick fixes, fix all; ignore.go: ignore here
//	knowledge.go    what the engine knows at a place; describe.go: in words
//	hover.go        hover, and code lenses
//
// Notifications are handled in the order in which they come, for each edit
// builds on the one before. A request is read in that order too, so that it
// speaks of the documents as they were then, and answered in a goroutine of its
// own.
package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/sourcegraph/jsonrpc2"
)

// Options are what the process gives the server.
type Options struct {
	Env     []string // in the form of os.Environ
	Dir     string   // names of files in settings start here, unless a folder is open
	Version string
	Log     io.Writer // for whoever looks for a fault; editors keep it
}

// Serve speaks the protocol until the client is done, and returns the exit
// code that the protocol asks for: 0 after a shutdown, 1 otherwise.
func Serve(ctx context.Context, in io.Reader, out io.Writer, opt Options) int {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := newServer(ctx, opt)
	end := func() error {
		if c, ok := in.(io.Closer); ok {
			return c.Close()
		}
		return nil
	}
	s.conn = jsonrpc2.NewConn(ctx, newStream(in, out, end), s, jsonrpc2.SetLogger(log.New(opt.Log, "zmqlint lsp: ", 0)))
	close(s.connected)
	select {
	case <-s.exited:
	case <-s.conn.DisconnectNotify():
	case <-ctx.Done():
	}
	cancel()
	s.schedule.wait()
	if s.phase.Load() == phaseShutdown {
		return 0
	}
	return 1
}

// server is one connection.
type server struct {
	ctx       context.Context // ends with the connection
	opt       Options
	conn      *jsonrpc2.Conn
	connected chan struct{} // closed when conn is set
	exited    chan struct{}
	phase     atomic.Int32
	client    capabilities
	root      string // the first folder, or Options.Dir
	settings  atomic.Pointer[settings]
	docs      *documents
	schedule  *scheduler
	published *published

	mu      sync.Mutex
	running map[jsonrpc2.ID]context.CancelFunc // requests
}

const (
	phaseStarted int32 = iota
	phaseInitialized
	phaseShutdown
)

func newServer(ctx context.Context, opt Options) *server {
	s := &server{
		ctx: ctx, opt: opt, root: opt.Dir,
		connected: make(chan struct{}), exited: make(chan struct{}),
		docs: newDocuments(), running: map[jsonrpc2.ID]context.CancelFunc{},
	}
	s.settings.Store(defaultSettings())
	s.published = &published{s: s, files: map[string]map[string]bool{}}
	s.schedule = newScheduler(ctx, s)
	return s
}

// answer computes the result of a request.
type answer func(ctx context.Context) (any, error)

// requests read their parameters in order and return what answers.
var requests = map[string]func(*server, json.RawMessage) (answer, error){
	"initialize":              (*server).initialize,
	"shutdown":                (*server).shutdown,
	"textDocument/codeAction": (*server).codeAction,
	"textDocument/hover":      (*server).hover,
	"textDocument/codeLens":   (*server).codeLens,
}

var notifications = map[string]func(*server, json.RawMessage) error{
	"initialized":                         (*server).initialized,
	"exit":                                (*server).exit,
	"$/cancelRequest":                     (*server).cancelRequest,
	"textDocument/didOpen":                (*server).didOpen,
	"textDocument/didChange":              (*server).didChange,
	"textDocument/didSave":                (*server).didSave,
	"textDocument/didClose":               (*server).didClose,
	"workspace/didChangeWorkspaceFolders": (*server).didChangeFolders,
	"workspace/didChangeConfiguration":    (*server).didChangeConfiguration,
	"workspace/didChangeWatchedFiles":     (*server).didChangeWatchedFiles,
}

// Handle takes one message of the client.
func (s *server) Handle(_ context.Context, _ *jsonrpc2.Conn, req *jsonrpc2.Request) {
	<-s.connected
	var params json.RawMessage
	if req.Params != nil {
		params = *req.Params
	}
	if req.Notif {
		s.notification(req.Method, params)
		return
	}
	read, err := s.admit(req.Method)
	if err != nil {
		s.reply(req.ID, nil, err)
		return
	}
	var compute answer
	if err := contained(func() (err error) { compute, err = read(s, params); return err }); err != nil {
		s.reply(req.ID, nil, err)
		return
	}
	ctx, cancel := context.WithCancel(s.ctx)
	s.mu.Lock()
	s.running[req.ID] = cancel
	s.mu.Unlock()
	go func() {
		defer func() {
			s.mu.Lock()
			delete(s.running, req.ID)
			s.mu.Unlock()
			cancel()
		}()
		var result any
		err := contained(func() (err error) { result, err = compute(ctx); return err })
		s.reply(req.ID, result, err)
	}()
}

// admit returns what reads a request, unless it is not the time for it.
func (s *server) admit(method string) (func(*server, json.RawMessage) (answer, error), error) {
	phase := s.phase.Load()
	switch {
	case phase == phaseStarted && method != "initialize":
		return nil, &jsonrpc2.Error{Code: codeNotInitialized, Message: "initialize comes first"}
	case phase == phaseShutdown:
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidRequest, Message: "the server was shut down"}
	}
	read := requests[method]
	if read == nil {
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeMethodNotFound, Message: "no method " + method}
	}
	return read, nil
}

func (s *server) notification(method string, params json.RawMessage) {
	handle := notifications[method]
	if handle == nil {
		if !strings.HasPrefix(method, "$/") { // those may be passed over
			logf(s.opt.Log, "no notification %s", method)
		}
		return
	}
	if phase := s.phase.Load(); phase != phaseInitialized && method != "exit" {
		return
	}
	if err := contained(func() error { return handle(s, params) }); err != nil {
		logf(s.opt.Log, "%s: %v", method, err)
	}
}

// contained makes a panic the error of one message.
func contained(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &jsonrpc2.Error{Code: jsonrpc2.CodeInternalError, Message: fmt.Sprintf("internal error: %v\n%s", p, debug.Stack())}
		}
	}()
	return f()
}

func (s *server) reply(id jsonrpc2.ID, result any, err error) {
	switch wire, isWire := errors.AsType[*jsonrpc2.Error](err); {
	case errors.Is(err, context.Canceled):
		err = s.conn.ReplyWithError(s.ctx, id, &jsonrpc2.Error{Code: codeRequestCancelled, Message: "cancelled"})
	case isWire:
		if wire.Code == jsonrpc2.CodeInternalError {
			logf(s.opt.Log, "%s", wire.Message)
		}
		err = s.conn.ReplyWithError(s.ctx, id, wire)
	case err != nil:
		err = s.conn.ReplyWithError(s.ctx, id, &jsonrpc2.Error{Code: jsonrpc2.CodeInternalError, Message: err.Error()})
	default:
		err = s.conn.Reply(s.ctx, id, result)
	}
	if err != nil && s.ctx.Err() == nil {
		logf(s.opt.Log, "reply: %v", err)
	}
}

func (s *server) cancelRequest(params json.RawMessage) error {
	var p struct {
		ID jsonrpc2.ID `json:"id"`
	}
	if err := decode(params, &p); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.running[p.ID]; cancel != nil {
		cancel()
	}
	return nil
}

// decode reads parameters.
func decode(params json.RawMessage, v any) error {
	if err := json.Unmarshal(params, v); err != nil {
		return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: err.Error()}
	}
	return nil
}

// notify sends a notification. One that does not arrive has nobody to arrive
// at.
func (s *server) notify(method string, params any) {
	if err := s.conn.Notify(s.ctx, method, params); err != nil && s.ctx.Err() == nil {
		logf(s.opt.Log, "%s: %v", method, err)
	}
}

// show shows a message to the user; log writes one for whoever looks.
func (s *server) show(kind int, format string, args ...any) {
	s.notify("window/showMessage", messageParams{kind, "zmqlint: " + fmt.Sprintf(format, args...)})
}
func (s *server) log(format string, args ...any) {
	s.notify("window/logMessage", messageParams{messageLog, "zmqlint: " + fmt.Sprintf(format, args...)})
}
