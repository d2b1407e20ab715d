package lsp

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

func TestSettings(t *testing.T) {
	c := start(t, zmqtest.Module(t, project), `{"zmqlint":{"disable":["no-curve"]}}`)
	c.didOpen("main.go")
	if got := c.codes("main.go"); got != "missing-options wildcard-bind" {
		t.Errorf("initializationOptions: %s", got)
	}
	c.mu.Lock()
	c.config = json.RawMessage(`{"disable":["all"],"enable":["no-curve"]}`)
	c.mu.Unlock()
	c.notify("workspace/didChangeConfiguration", configurationChanged{})
	c.until("main.go", "no-curve")
	for settings, want := range map[string]string{
		`{"disable":["curve"]}`: "unknown rule", `{"runs":1}`: `unknown field`, `{"run":"never"}`: "never", `{"delay":-1}`: "delay", `[1]`: "no object",
	} {
		c.mu.Lock()
		c.config, c.messages = json.RawMessage(settings), nil
		c.mu.Unlock()
		c.notify("workspace/didChangeConfiguration", configurationChanged{})
		c.said(want)
	}
	// A client that is not asked tells.
	c = connect(t, c.dir)
	c.initialize("{}", "")
	c.didOpen("main.go")
	c.diagnostics("main.go")
	c.notify("workspace/didChangeConfiguration", configurationChanged{json.RawMessage(`{"zmqlint":{"disable":["all"]}}`)})
	c.until("main.go", "")
}

func TestRunOnSave(t *testing.T) {
	c := start(t, zmqtest.Module(t, project), `{"run":"save"}`)
	c.didOpen("main.go")
	c.diagnostics("main.go")
	c.replace("main.go", "tcp://*:5555", "inproc://x")
	time.Sleep(300 * time.Millisecond)
	if p := c.shown[c.uri("main.go")]; *p.Version != 1 {
		t.Errorf("version %d was analysed before it was saved", *p.Version)
	}
	if got := c.actions("main.go", "Bind"); len(got) > 0 {
		t.Errorf("actions for what is not analysed: %+v", got)
	}
	c.write("main.go", c.open[c.uri("main.go")].Text)
	c.notify("textDocument/didSave", documentParams{textDocumentID{c.uri("main.go")}})
	if got := c.codes("main.go"); got != "" {
		t.Errorf("after it was saved: %s", got)
	}
}

func TestConfigurationFile(t *testing.T) {
	c := start(t, zmqtest.Module(t, project), "")
	c.write(".zmqlint.yml", "rules:\n  no-curv: off\n")
	c.didOpen("main.go")
	c.until(".zmqlint.yml", "configuration")
	if d := c.diagnostics(".zmqlint.yml")[0]; d.Range.Start.Line != 1 || !strings.Contains(d.Message, "no-curve") {
		t.Errorf("got %+v", d)
	}
	c.write(".zmqlint.yml", "rules:\n  no-curve: off\n")
	c.changed(".zmqlint.yml")
	c.until(".zmqlint.yml", "")
	c.until("main.go", "missing-options wildcard-bind")
}

func (c *client) changed(names ...string) {
	c.t.Helper()
	var changes []map[string]any
	for _, name := range names {
		changes = append(changes, map[string]any{"uri": c.uri(name), "type": 2})
	}
	c.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": changes})
}

func TestFailure(t *testing.T) {
	c := start(t, zmqtest.Module(t, project), "")
	c.didOpen("main.go")
	c.diagnostics("main.go")
	gomod := c.read("go.mod")
	c.write("go.mod", "not a module\n")
	c.changed("go.mod")
	c.said("is not analysed")
	c.write("go.mod", gomod)
	c.changed("go.mod")
	c.replace("main.go", "zmq.PULL", "zmq.PUSH")
	if got := c.codes("main.go"); got != all {
		t.Errorf("after go.mod is mended: %s", got)
	}
}

// TestIncomplete: what keeps findings away is in the log.
func TestIncomplete(t *testing.T) {
	c := start(t, zmqtest.Module(t, project), "")
	c.didOpenText("main.go", strings.Replace(c.read("main.go"), "panic(err)", "none(err)", 1))
	c.said("undefined: none")
}

func TestExcludedByTags(t *testing.T) {
	c := start(t, zmqtest.Module(t, project), "")
	c.write("tagged.go", "//go:build zmq\n\npackage main\n\nimport _ \"github.com/pebbe/zmq4\"\n")
	c.didOpen("tagged.go")
	c.until("tagged.go", "not-analyzed")
	if d := c.diagnostics("tagged.go")[0]; !strings.Contains(d.Message, "set tags to zmq") {
		t.Errorf("got %s", d.Message)
	}
	c.mu.Lock()
	c.config = json.RawMessage(`{"tags":"zmq"}`)
	c.mu.Unlock()
	c.notify("workspace/didChangeConfiguration", configurationChanged{})
	c.until("tagged.go", "")
}
