package lsp_test

// Real editors. .ci/install-editors gets them; where one is not there its test
// is skipped. The settings are those of docs/editors.md.

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// project has two findings, both of which have a fix that needs no decision.
const project = `
-- go.mod --
module example.com/m

go 1.22

ZMQ4
-- main.go --
package main

import zmq "github.com/pebbe/zmq4"

func open() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return nil, err
	}
	return s, s.Connect("tcp://127.0.0.1:5555")
}

func main() {
	s, err := open()
	if err != nil {
		panic(err)
	}
	s.SetSndhwm(0)
}
`

// binary is a directory with the command, built once.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "zmqlint-lsp")
	if err != nil {
		return "", err
	}
	cmd := exec.Command("go", "build", "-o", dir, "github.com/zmqlint/zmqlint/cmd/zmqlint")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		err = &exec.Error{Name: string(out), Err: err}
	}
	return dir, err
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := binary(); err == nil && dir != "" {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

// run runs an editor on a project that is its working directory. The last line
// of its output is ok.
func run(t *testing.T, dir, program string, args ...string) {
	t.Helper()
	bin, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	home := t.TempDir() // no settings of whoever runs the test
	cmd.Env = zmqtest.Offline("PATH="+bin+string(filepath.ListSeparator)+os.Getenv("PATH"),
		"HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_DATA_HOME="+home, "XDG_STATE_HOME="+home,
		"GOCACHE="+goEnv(t, "GOCACHE"), "GOMODCACHE="+goEnv(t, "GOMODCACHE"))
	out, err := cmd.CombinedOutput()
	if lines := strings.Split(strings.TrimSpace(string(out)), "\n"); err != nil || lines[len(lines)-1] != "ok" {
		t.Errorf("%s: %v\n%s", filepath.Base(program), err, out)
	}
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// find returns the path of an editor.
func find(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("no %s (.ci/install-editors gets it)", name)
	}
	return path
}

// settings writes a block of code of docs/editors.md into a file: the one
// after a text.
func settings(t *testing.T, after, language, file string) string {
	t.Helper()
	doc, err := os.ReadFile(filepath.Join("..", "..", "docs", "editors.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(doc), after)
	_, rest, fence := strings.Cut(rest, "```"+language+"\n")
	block, _, end := strings.Cut(rest, "```")
	if !found || !fence || !end {
		t.Fatalf("docs/editors.md has no %s after %q", language, after)
	}
	name := filepath.Join(t.TempDir(), file)
	if err := os.WriteFile(name, []byte(block), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func testdata(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestNeovim(t *testing.T) {
	nvim := find(t, "nvim")
	init := settings(t, "In 0.7 to 0.10:", "lua", "init.lua")
	onSave := settings(t, "To fix on save:", "lua", "save.lua")
	run(t, zmqtest.Module(t, project), nvim, "--headless", "-i", "NONE", "-u", init, "main.go",
		"-c", "luafile "+onSave, "-c", "luafile "+testdata(t, "neovim.lua"))
}

func TestEmacs(t *testing.T) {
	emacs := find(t, "emacs")
	if err := exec.Command(emacs, "--batch", "--eval", "(require 'eglot)").Run(); err != nil {
		t.Skip("no Eglot (.ci/install-editors gets it)")
	}
	run(t, zmqtest.Module(t, project), emacs, "--batch", "-l", testdata(t, "go-mode.el"),
		"-l", settings(t, "## Emacs", "elisp", "eglot.el"), "-l", testdata(t, "emacs.el"))
}

func TestVSCodeClient(t *testing.T) {
	node := find(t, "node")
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Skip(err)
	}
	dir := filepath.Join(cache, "zmqlint", "lsp-client")
	modules := filepath.Join(dir, "node_modules")
	if _, err := os.Stat(modules); err != nil {
		why, _ := os.ReadFile(dir + ".why")
		t.Skipf("no client library (.ci/install-editors gets it from npm): %s", why)
	}
	run(t, zmqtest.Module(t, project), node, testdata(t, "client.js"), modules)
}
