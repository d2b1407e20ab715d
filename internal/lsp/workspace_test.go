package lsp

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// below puts the files of an archive into a directory.
func below(dir, archive string) string {
	return strings.ReplaceAll(archive, "\n-- ", "\n-- "+dir+"/")
}

// TestFolders has two projects open; what is closed is taken back.
func TestFolders(t *testing.T) {
	c := start(t, zmqtest.Module(t, below("a", project)+below("b", project)), "")
	c.notify("workspace/didChangeWorkspaceFolders", map[string]any{"event": map[string]any{
		"added": []workspaceFolder{{c.uri("a"), "a"}, {c.uri("b"), "b"}}, "removed": []workspaceFolder{},
	}})
	c.didOpen("a/main.go")
	c.didOpen("b/main.go")
	for _, name := range []string{"a/main.go", "b/main.go"} {
		if got := c.codes(name); got != all {
			t.Errorf("%s: %s", name, got)
		}
	}
	c.replace("a/main.go", "tcp://*:5555", "inproc://x")
	c.until("a/main.go", "")
	c.until("b/main.go", all)
	c.close("b/main.go")
	c.until("b/main.go", "")
	c.didOpen("b/main.go")
	c.until("b/main.go", all)
}

// workspace has a library, and a program in another module that uses it.
const workspace = `
-- go.work --
go 1.22

use (
	./lib
	./app
)
-- lib/go.mod --
module example.com/lib

go 1.22

ZMQ4
-- lib/lib.go --
package lib

import zmq "github.com/pebbe/zmq4"

func Open(endpoint string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return nil, err
	}
	return s, s.Bind(endpoint)
}
-- app/go.mod --
module example.com/app

go 1.22

ZMQ4
-- app/main.go --
package main

import "example.com/lib"

func main() {
	if _, err := lib.Open("tcp://*:1"); err != nil {
		panic(err)
	}
}
`

// TestGoWork: the modules of a workspace are looked at together, buffers of all.
func TestGoWork(t *testing.T) {
	c := start(t, zmqtest.Module(t, workspace), "")
	c.didOpen("app/main.go")
	c.until("lib/lib.go", all) // in a file that is not open, of what the other module does
	c.didOpen("lib/lib.go")
	c.replace("app/main.go", "tcp://*:1", "inproc://x")
	c.until("lib/lib.go", "")
	if got := c.hover("lib/lib.go", "Bind"); !strings.Contains(got, "socket** bound to `inproc://x`") {
		t.Errorf("hover in the library: %q", got)
	}
	c.replace("app/main.go", "inproc://x", "tcp://*:2")
	c.until("lib/lib.go", all)
	c.close("lib/lib.go")
	c.close("app/main.go")
	c.until("lib/lib.go", "")
}

func TestUnitOf(t *testing.T) {
	dir := zmqtest.Module(t, workspace+`
-- other/go.mod --
module example.com/other
-- other/sub/x.go --
package sub
-- none.go --
package none
-- far/go.work --
use ../other
-- far/x.go --
package far
`)
	for _, test := range []struct{ file, gowork, want string }{
		{"lib/lib.go", "", "."}, {"lib/lib.go", "off", "lib"}, {"lib/lib.go", "auto", "."},
		{"app/new/x.go", "", "."}, {"other/sub/x.go", "", "other"}, {"none.go", "", ""}, {"far/x.go", "", ""},
		{"lib/lib.go", filepath.Join(dir, "far", "go.work"), "lib"}, {"other/sub/x.go", filepath.Join(dir, "far", "go.work"), "other"},
	} {
		got, ok := unitOf(filepath.Join(dir, test.file), func(string) string { return test.gowork })
		if want := filepath.Join(dir, test.want); ok != (test.want != "") || ok && got != want {
			t.Errorf("%s with GOWORK=%s: %s, want %s", test.file, test.gowork, got, want)
		}
	}
}

// TestOutsideModule: a file outside any module becomes one of a module.
func TestOutsideModule(t *testing.T) {
	c := start(t, zmqtest.Module(t, project), "")
	gomod := c.read("go.mod")
	if err := os.Remove(filepath.Join(c.dir, "go.mod")); err != nil {
		t.Fatal(err)
	}
	c.didOpen("main.go")
	if got := c.actions("main.go", "Bind"); len(got) > 0 {
		t.Errorf("actions outside a module: %+v", got)
	}
	if got := c.hover("main.go", "Bind"); got != "" {
		t.Errorf("hover outside a module: %s", got)
	}
	c.write("go.mod", gomod)
	c.changed("go.mod")
	c.until("main.go", all)
	if err := os.Remove(filepath.Join(c.dir, "go.mod")); err != nil {
		t.Fatal(err)
	}
	c.changed("go.mod")
	c.until("main.go", "")
}

// TestFiles: files come, go and change their names on disk.
func TestFiles(t *testing.T) {
	c := start(t, zmqtest.Module(t, project), "")
	other := strings.NewReplacer("func main", "func other", "5555", "6666").Replace(c.read("main.go"))
	c.didOpen("main.go")
	c.until("main.go", all)
	c.write("other.go", other)
	c.changed("other.go")
	c.until("other.go", all)
	if err := os.Rename(filepath.Join(c.dir, "other.go"), filepath.Join(c.dir, "renamed.go")); err != nil {
		t.Fatal(err)
	}
	c.changed("other.go", "renamed.go")
	c.until("other.go", "")
	c.until("renamed.go", all)
	if err := os.Remove(filepath.Join(c.dir, "renamed.go")); err != nil {
		t.Fatal(err)
	}
	c.changed("renamed.go")
	c.until("renamed.go", "")
	// A buffer that was never saved counts as a file.
	c.didOpenText("new/new.go", strings.Replace(other, "package main", "package other", 1))
	c.until("new/new.go", all)
	c.close("new/new.go")
	c.until("new/new.go", "")
}

// TestClosed: what is on disk holds once a buffer is closed.
func TestClosed(t *testing.T) {
	c := start(t, zmqtest.Module(t, two), "")
	c.didOpen("main.go")
	c.didOpen("reach.go")
	c.diagnostics("main.go")
	c.replace("main.go", `out.Connect("tcp://example.org:3")`, `out.Connect("inproc://x")`)
	c.replace("main.go", `in.Bind("tcp://127.0.0.1:1")`, `in.Bind("tcp://*:1")`)
	if got := c.codes("main.go"); !strings.Contains(got, "wildcard-bind") {
		t.Errorf("in the buffer: %s", got)
	}
	c.close("main.go")
	c.wait("what is on disk", func() bool {
		return !strings.Contains(codes(c.shown[c.uri("main.go")].Diagnostics), "wildcard-bind")
	})
}
