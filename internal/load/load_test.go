package load

import (
	"context"
	"go/build"
	"go/importer"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// basic has a package that opens sockets, a wrapper of it, and one that has
// nothing to do with either.
const basic = `
-- go.mod --
module example.com/m
go 1.22
ZMQ4
-- sock/sock.go --
package sock

import (
	"net"
	"os/user"

	zmq "github.com/pebbe/zmq4"
)

type Server struct{ s *zmq.Socket; addr net.Addr; u *user.User }

func New() (*Server, error) {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return nil, err
	}
	return &Server{s: s}, s.SetLinger(0)
}
-- cmd/serve/main.go --
package main

import "example.com/m/sock"

func main() { _, _ = sock.New() }
-- other/other.go --
package other

import "net/http"

var C http.Client
`

func TestSameEverywhere(t *testing.T) {
	dir := tree(t, basic)
	goCmd, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	only := t.TempDir()
	if err := os.Symlink(goCmd, filepath.Join(only, "go")); err != nil {
		t.Skip(err)
	}
	for name, env := range map[string][]string{
		"as it is":         nil,
		"no C compiler":    {"CC=/nonexistent", "CXX=/nonexistent", "PKG_CONFIG=/bin/false"},
		"CGO_ENABLED=0":    {"CGO_ENABLED=0"},
		"only go in PATH":  {"PATH=" + only},
		"another system":   {"GOOS=windows", "GOARCH=arm64"},
		"yet another":      {"GOOS=darwin"},
		"32 bits":          {"GOARCH=386"},
		"GOFLAGS=-mod=mod": {"GOFLAGS=-mod=mod"},
		"empty GOCACHE":    {"GOCACHE=" + t.TempDir()},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "only go in PATH" {
				t.Setenv("PATH", only)
			}
			res := load(t, Config{Dir: dir, Env: offline(env...)})
			equal(t, "packages", ids(res.Packages), "example.com/m/cmd/serve example.com/m/sock")
			equal(t, "load", ids(res.Load), "example.com/m/cmd/serve example.com/m/sock")
			equal(t, "problems", problems(res, dir), "")
			if n := opens(res.Packages); n != 1 {
				t.Errorf("%d sockets, want 1", n)
			}
			if res.Matched != 3 {
				t.Errorf("matched %d packages, want 3", res.Matched)
			}
		})
	}
}

// TestDeclarations compares what the loader makes of packages with cgo files
// with what the source importer makes of them without cgo.
func TestDeclarations(t *testing.T) {
	res := load(t, Config{Dir: tree(t, basic), Patterns: []string{"./sock"}})
	ctx := build.Default
	build.Default.CgoEnabled = false
	defer func() { build.Default = ctx }()
	src := importer.ForCompiler(token.NewFileSet(), "source", nil)
	compared := 0
	for _, got := range res.Packages[0].Types.Imports() {
		if strings.Contains(got.Path(), "zmq4") {
			continue
		}
		want, err := src.Import(got.Path())
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range want.Scope().Names() {
			obj := want.Scope().Lookup(name)
			if !obj.Exported() {
				continue
			}
			compared++
			own := got.Scope().Lookup(name)
			if own == nil {
				t.Errorf("%s is missing", obj)
			} else if a, b := api(own), api(obj); a != b {
				t.Errorf("%s: got %s, want %s", name, a, b)
			}
		}
	}
	if compared < 100 {
		t.Errorf("compared %d objects only", compared)
	}
}

// api describes an object with its exported fields and methods.
func api(obj types.Object) string {
	var b strings.Builder
	b.WriteString(types.TypeString(obj.Type(), nil))
	if _, ok := obj.(*types.TypeName); ok {
		set := types.NewMethodSet(types.NewPointer(obj.Type()))
		for m := range set.Methods() {
			if m.Obj().Exported() {
				b.WriteString("\n" + m.Obj().Name() + types.TypeString(m.Type(), nil))
			}
		}
	}
	if c, ok := obj.(*types.Const); ok {
		b.WriteString(" = " + c.Val().ExactString())
	}
	return b.String()
}

func TestNothingToDo(t *testing.T) {
	res := load(t, Config{Dir: tree(t, basic), Patterns: []string{"./other"}})
	if res.Matched != 1 || len(res.Load) != 0 || len(res.NotAnalyzed) != 0 {
		t.Errorf("matched %d, loaded %s, problems %v", res.Matched, ids(res.Load), res.NotAnalyzed)
	}
}

func TestPatterns(t *testing.T) {
	dir := tree(t, basic)
	for _, tt := range []struct{ patterns, packages, load string }{
		{"./cmd/...", "example.com/m/cmd/serve", "example.com/m/cmd/serve example.com/m/sock"},
		{"./cmd/... ./other", "example.com/m/cmd/serve", "example.com/m/cmd/serve example.com/m/sock"},
		{"example.com/m/sock ./cmd/serve", "example.com/m/cmd/serve example.com/m/sock", "example.com/m/cmd/serve example.com/m/sock"},
		{"example.com/m/...", "example.com/m/cmd/serve example.com/m/sock", "example.com/m/cmd/serve example.com/m/sock"},
		{"sock/sock.go", "command-line-arguments", "command-line-arguments"},
		{filepath.Join(dir, "sock"), "example.com/m/sock", "example.com/m/sock"},
	} {
		res := load(t, Config{Dir: dir, Patterns: strings.Fields(tt.patterns)})
		equal(t, tt.patterns+": packages", ids(res.Packages), tt.packages)
		equal(t, tt.patterns+": load", ids(res.Load), tt.load)
	}
}

func TestRefused(t *testing.T) {
	dir := tree(t, basic+`
-- binary.go --
`+"\x7fELF\x00\x01"+`
-- bare/x.go --
package x
`)
	for _, tt := range []struct{ patterns, want string }{
		{"./nosuch", "nosuch"},
		{"./nosuch/...", "nosuch"},
		{"./nos... ./sock", "./nos..."},
		{"./sock ./nosuch", "nosuch"},
		{"example.com/none/...", "example.com/none/... matches no packages"},
		{"github.com/no/such", "github.com/no/such"},
		{"nosuch.go", "nosuch.go"},
		{"binary.go", "binary.go"},
		{"sock/sock.go other/other.go", "must all be in one directory"},
		{"-x", "-x"},
	} {
		_, err := Load(context.Background(), Config{Dir: dir, Env: offline(), Patterns: strings.Fields(tt.patterns)})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one about %s", tt.patterns, err, tt.want)
		}
	}
	t.Run("no go command", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		_, err := Load(context.Background(), Config{Dir: dir})
		if err == nil || !strings.Contains(err.Error(), "PATH") {
			t.Errorf("error %v", err)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := Load(ctx, Config{Dir: dir, Env: offline(), Patterns: []string{"./..."}}); err == nil {
			t.Error("no error")
		}
	})
}

func TestNoModule(t *testing.T) {
	dir := tree(t, `
-- a/a.go --
package a
-- b/go.mod --
module example.com/b
ZMQ4
-- b/b.go --
package b

import _ "github.com/pebbe/zmq4"
`)
	for sub, want := range map[string]string{"a": "go mod init", ".": filepath.Join(dir, "b")} {
		_, err := Load(context.Background(), Config{Dir: filepath.Join(dir, sub), Env: offline(), Patterns: []string{"./..."}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one with %s", sub, err, want)
		}
	}
}

func TestProgressAndStages(t *testing.T) {
	var told []string
	res := load(t, Config{Dir: tree(t, basic), Progress: func(s string) { told = append(told, s) }})
	var timed []string
	for _, s := range res.Stages {
		timed = append(timed, s.Name)
	}
	equal(t, "stages", strings.Join(timed, ", "), strings.Join(told, ", "))
	equal(t, "stages", strings.Join(told, ", "), "go list, build constraints, type-check")
}

func TestOverlay(t *testing.T) {
	dir := tree(t, basic)
	file := filepath.Join(dir, "other", "other.go")
	res := load(t, Config{Dir: dir, Overlay: map[string][]byte{
		file: []byte("package other\n\nimport \"github.com/pebbe/zmq4\"\n\nvar S, _ = zmq4.NewSocket(zmq4.PUB)\n"),
	}})
	equal(t, "packages", ids(res.Packages), "example.com/m/cmd/serve example.com/m/other example.com/m/sock")
	if n := opens(res.Packages); n != 2 {
		t.Errorf("%d sockets, want 2", n)
	}
}
