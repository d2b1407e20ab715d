package load

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// client is a package that opens a socket.
const client = `package NAME

import "github.com/pebbe/zmq4"

func Open() (*zmq4.Socket, error) { return zmq4.NewSocket(zmq4.SUB) }
`

func clientOf(name string) string { return strings.Replace(client, "NAME", name, 1) }

const nested = `
-- go.mod --
module example.com/m
go 1.22
ZMQ4
-- m.go --
package m

import "github.com/pebbe/zmq4"

func Open() (*zmq4.Socket, error) { return zmq4.NewSocket(zmq4.SUB) }
-- sub/go.mod --
module example.com/sub
go 1.22
ZMQ4
-- sub/deep/s.go --
package deep

import "github.com/pebbe/zmq4"

func Open() (*zmq4.Socket, error) { return zmq4.NewSocket(zmq4.SUB) }
-- plain/go.mod --
module example.com/plain
-- plain/p.go --
package plain
`

func TestNestedModules(t *testing.T) {
	dir := tree(t, nested)
	res := load(t, Config{Dir: dir})
	equal(t, "packages", ids(res.Packages), "example.com/m")
	equal(t, "problems", problems(res, dir), "nested module||sub|")

	res = load(t, Config{Dir: filepath.Join(dir, "sub")})
	equal(t, "packages", ids(res.Packages), "example.com/sub/deep")
	equal(t, "problems", problems(res, dir), "")
}

func TestWorkspace(t *testing.T) {
	dir := tree(t, nested+`
-- go.work --
go 1.22
use .
use ./sub
`)
	for patterns, want := range map[string]string{
		"./...":     "example.com/m example.com/sub/deep",
		".":         "example.com/m",
		"./sub/...": "example.com/sub/deep",
	} {
		res := load(t, Config{Dir: dir, Patterns: []string{patterns}})
		equal(t, patterns, ids(res.Packages), want)
		equal(t, patterns, problems(res, dir), "")
	}
}

// A workspace whose root is no module, and one that says what is not there.
func TestOddWorkspaces(t *testing.T) {
	dir := tree(t, `
-- go.work --
go 1.22
use ./a
-- a/go.mod --
module example.com/a
go 1.22
ZMQ4
-- a/a.go --
`+clientOf("a"))
	res := load(t, Config{Dir: dir})
	equal(t, "packages", ids(res.Packages), "example.com/a")
	equal(t, "problems", problems(res, dir), "")

	// go refuses the flag in a workspace. Outside of it, it would let go write go.mod.
	res = load(t, Config{Dir: dir, Env: offline("GOFLAGS=-mod=mod")})
	equal(t, "-mod=mod: packages", ids(res.Packages), "example.com/a")
	equal(t, "-mod=mod: problems", problems(res, dir), "notice||.|")

	for _, use := range []string{"use ./elsewhere", "use .", "\nuse ./b"} {
		write(t, filepath.Join(dir, "go.work"), "go 1.22\n"+use+"\n")
		res = load(t, Config{Dir: filepath.Join(dir, "a")})
		equal(t, use+": packages", ids(res.Packages), "example.com/a")
		equal(t, use+": problems", problems(res, dir), "notice||a|")
	}
}

func write(t *testing.T, name, data string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
}

// wrapped uses zmq4 through a wrapper in another module.
const wrapped = `
-- go.mod --
module example.com/m
go 1.22
require example.com/wrap v1.0.0
replace example.com/wrap => ./wrap
ZMQ4
-- m.go --
package m

import "example.com/wrap"

func F() { _, _ = wrap.Open() }
-- wrap/go.mod --
module example.com/wrap
go 1.22
require github.com/pebbe/zmq4 v1.4.0
-- wrap/w.go --
package wrap

import "github.com/pebbe/zmq4"

func Open() (*zmq4.Socket, error) { return zmq4.NewSocket(zmq4.SUB) }
`

func TestReplacedWrapper(t *testing.T) {
	dir := tree(t, wrapped)
	res := load(t, Config{Dir: dir})
	equal(t, "packages", ids(res.Packages), "example.com/m")
	equal(t, "load", ids(res.Load), "example.com/m example.com/wrap")
	if m := res.Load[0].Module; m == nil || m.Path != "example.com/wrap" || m.Replace == nil {
		t.Errorf("module of the wrapper: %+v", m)
	}
	zmq4 := res.Load[0].Imports["github.com/pebbe/zmq4"]
	if zmq4 == nil || zmq4.Module == nil || zmq4.Module.Version != "v1.4.0" {
		t.Errorf("zmq4 is not among the imports with its version: %+v", zmq4)
	}
}

func TestVendor(t *testing.T) {
	dir := tree(t, wrapped)
	cmd := exec.Command("go", "mod", "vendor")
	cmd.Dir, cmd.Env = dir, offline()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	check := func(what, wantProblems string) {
		res := load(t, Config{Dir: dir})
		equal(t, what+": load", ids(res.Load), "example.com/m example.com/wrap")
		equal(t, what+": problems", problems(res, dir), wantProblems)
		if n := opens(res.Load); n != 1 {
			t.Errorf("%s: %d sockets, want 1", what, n)
		}
	}
	check("consistent", "nested module||wrap|")

	// go.mod moved on, vendor/ did not: the vendored code is what there is.
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(mod), "wrap v1.0.0\n", "wrap v1.0.1\n", 1)
	write(t, filepath.Join(dir, "go.mod"), changed)
	check("inconsistent", "notice||.|\nnested module||wrap|")

	if now, err := os.ReadFile(filepath.Join(dir, "go.mod")); err != nil || string(now) != changed {
		t.Errorf("go.mod was changed: %v\n%s", err, now)
	}
	// An old vendor/ without a list: only the directories that replace say.
	if err := os.Remove(filepath.Join(dir, "vendor", "modules.txt")); err != nil {
		t.Fatal(err)
	}
	check("no modules.txt", "notice||.|\nnested module||wrap|")
}

func TestMissingDependency(t *testing.T) {
	dir := tree(t, `
-- go.mod --
module example.com/m
go 1.22
ZMQ4
-- a/a.go --
package a

import (
	"example.org/gone/log"
	"github.com/pebbe/zmq4"
)

type T struct { s *zmq4.Socket; l *log.Logger }

func Open() (*zmq4.Socket, error) { return zmq4.NewSocket(zmq4.SUB) }

func Logged(t *T) { t.l.Print("x"); zmq4.NewSocket(zmq4.PUB) }

func Make(l *log.Logger) *T { return &T{l: l} }

var std = log.New()
-- b/b.go --
package b

import (
	"example.com/m/a"
	"github.com/pebbe/zmq4"
)

func Open() (*zmq4.Socket, error) { return a.Open() }

func Lost() { a.Make(nil) }
-- c/c.go --
package c

import _ "example.org/gone/log"
`)
	res := load(t, Config{Dir: dir})
	equal(t, "packages", ids(res.Packages), "example.com/m/a example.com/m/b")
	equal(t, "problems", problems(res, dir), "type error|example.com/m/a||\nnotice||.|")
	equal(t, "bodies", bodies(res), "a.Open b.Open")
	if r := res.NotAnalyzed[0].Reason; !strings.Contains(r, "example.org/gone/log") || !strings.Contains(r, "2 functions") {
		t.Errorf("reason: %s", r)
	}
}

func TestMissingZMQ4(t *testing.T) {
	dir := tree(t, `
-- go.mod --
module example.com/m
go 1.22
-- m.go --
`+clientOf("m"))
	res := load(t, Config{Dir: dir})
	equal(t, "packages", ids(res.Packages), "example.com/m")
	equal(t, "problems", problems(res, dir), "type error|example.com/m||")
}

// A module whose go.mod is not to be had keeps go from listing any import.
func TestBlockedModule(t *testing.T) {
	dir := tree(t, `
-- go.mod --
module example.com/m
go 1.16
require example.org/gone v1.0.0
ZMQ4
-- m.go --
`+clientOf("m"))
	before, _ := os.ReadFile(filepath.Join(dir, "go.mod"))
	res := load(t, Config{Dir: dir})
	equal(t, "problems", problems(res, dir), "notice||.|\nnotice||.|") // go.sum, then the module
	if n := opens(res.Packages); n != 1 {
		t.Errorf("%d sockets, want 1", n)
	}
	if after, _ := os.ReadFile(filepath.Join(dir, "go.mod")); string(after) != string(before) {
		t.Errorf("go.mod was changed:\n%s", after)
	}
}

// What is tried outside the workspace is tried with the patterns as given.
func TestBlockedInWorkspace(t *testing.T) {
	dir := tree(t, `
-- go.work --
go 1.22
use .
use ./sub
-- go.mod --
module example.com/m
go 1.16
require example.org/gone v1.0.0
ZMQ4
-- m.go --
`+clientOf("m")+`
-- sub/go.mod --
module example.com/sub
go 1.22
ZMQ4
-- sub/s.go --
`+clientOf("sub"))
	res := load(t, Config{Dir: dir})
	equal(t, "packages", ids(res.Packages), "example.com/m")
	if !strings.Contains(problems(res, dir), "nested module||sub|") {
		t.Errorf("sub is missing in silence:\n%s", problems(res, dir))
	}
	for _, p := range res.Packages {
		if p.Module.GoMod != filepath.Join(dir, "go.mod") {
			t.Errorf("go.mod is %s", p.Module.GoMod)
		}
	}
}

func TestVendorList(t *testing.T) {
	v := parseVendorList(`# example.com/a v1.0.0 => ./a
## explicit; go 1.22
example.com/a
# example.com/b v1.2.0
## explicit
# example.com/c v0.1.0 => example.com/d v0.2.0
# example.com/a => ./a
`)
	got := fmt.Sprint(v.all, v.explicit, v.replace)
	equal(t, "list", got, "[[example.com/a v1.0.0] [example.com/b v1.2.0] [example.com/c v0.1.0]] "+
		"[[example.com/a v1.0.0] [example.com/b v1.2.0]] "+
		"[[example.com/c v0.1.0 example.com/d v0.2.0] [example.com/a  ./a ]]")
}
