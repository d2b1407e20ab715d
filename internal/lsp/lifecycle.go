package lsp

import (
	"context"
	"encoding/json"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

func (s *server) initialize(params json.RawMessage) (answer, error) {
	if s.phase.Load() != phaseStarted {
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidRequest, Message: "initialize came before"}
	}
	var p initializeParams
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	s.client = p.Capabilities
	s.setRoot(p)
	settings, err := parseSettings(p.InitializationOptions)
	s.settings.Store(settings)
	if err != nil {
		s.show(messageError, "%v", err)
	}
	s.phase.Store(phaseInitialized)

	var c serverCapabilities
	c.PositionEncoding = "utf-16"
	c.TextDocumentSync = syncOptions{OpenClose: true, Change: syncIncremental}
	c.HoverProvider = true
	c.CodeActionProvider.CodeActionKinds = []string{kindQuickFix, kindFixAll}
	c.Workspace.WorkspaceFolders.Supported = true
	c.Workspace.WorkspaceFolders.ChangeNotifications = true
	return func(context.Context) (any, error) {
		return initializeResult{c, serverInfo{"zmqlint", s.opt.Version}}, nil
	}, nil
}

// setRoot takes the first folder for the place where names of files in the
// settings start.
func (s *server) setRoot(p initializeParams) {
	for _, f := range p.WorkspaceFolders {
		if path, ok := f.URI.path(); ok {
			s.root = path
			return
		}
	}
	if p.RootURI != nil {
		if path, ok := p.RootURI.path(); ok {
			s.root = path
			return
		}
	}
	if p.RootPath != nil && *p.RootPath != "" {
		s.root = *p.RootPath
	}
}

// watched are the files that decide what is analysed, and how.
var watched = []string{"**/*.go", "**/go.{mod,sum,work}", "**/vendor/modules.txt", "**/.zmqlint.{yml,yaml}"}

// initialized asks the client for what it can do only when asked. It waits
// for the answers, so it does not stand in the way of other messages.
func (s *server) initialized(json.RawMessage) error {
	var list []registration
	if s.client.Workspace.DidChangeWatchedFiles.DynamicRegistration {
		var watchers []fileWatcher
		for _, glob := range watched {
			watchers = append(watchers, fileWatcher{glob})
		}
		list = append(list, registration{"watched", "workspace/didChangeWatchedFiles", map[string]any{"watchers": watchers}})
	}
	if s.client.Workspace.DidChangeConfiguration.DynamicRegistration {
		list = append(list, registration{"configuration", "workspace/didChangeConfiguration", configurationItem{"zmqlint"}})
	}
	go func() {
		if len(list) > 0 {
			if err := s.call("client/registerCapability", map[string]any{"registrations": list}, nil); err != nil {
				logf(s.opt.Log, "client/registerCapability: %v", err)
			}
		}
		s.askSettings()
	}()
	return nil
}

// patience is how long a client may take for an answer.
const patience = 10 * time.Second

// call asks the client. It must not be called while a message is handled: the
// answer is the next message.
func (s *server) call(method string, params, result any) error {
	ctx, cancel := context.WithTimeout(s.ctx, patience)
	defer cancel()
	return s.conn.Call(ctx, method, params, result)
}

// askSettings asks for the settings, where the client keeps them.
func (s *server) askSettings() {
	if !s.client.Workspace.Configuration {
		return
	}
	var answers []json.RawMessage
	err := s.call("workspace/configuration", map[string]any{"items": []configurationItem{{"zmqlint"}}}, &answers)
	if err != nil {
		logf(s.opt.Log, "workspace/configuration: %v", err)
		return
	}
	if len(answers) > 0 && string(answers[0]) != "null" {
		s.configure(answers[0])
	}
}

// configure takes new settings, unless they cannot be used.
func (s *server) configure(raw json.RawMessage) {
	settings, err := parseSettings(raw)
	if err != nil {
		s.show(messageError, "%v", err)
		return
	}
	s.settings.Store(settings)
	s.schedule.renew()
}

func (s *server) didChangeConfiguration(params json.RawMessage) error {
	var p configurationChanged
	if err := decode(params, &p); err != nil {
		return err
	}
	if s.client.Workspace.Configuration {
		go s.askSettings() // what is in the notification is the client's choice
		return nil
	}
	s.configure(p.Settings)
	return nil
}

func (s *server) shutdown(json.RawMessage) (answer, error) {
	s.phase.Store(phaseShutdown)
	s.schedule.stop()
	return func(context.Context) (any, error) { return nil, nil }, nil
}

func (s *server) exit(json.RawMessage) error {
	close(s.exited)
	return nil
}
