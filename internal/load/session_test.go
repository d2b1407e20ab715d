package load

import (
	"context"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// layers is a module in which use imports sock and sock imports values; far is
// apart from them.
const layers = mod + `
-- values/values.go --
package values

const Endpoint = "tcp://*:1"
-- sock/sock.go --
package sock

import (
	zmq "github.com/pebbe/zmq4"

	"example.com/m/values"
)

func Open() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return nil, err
	}
	return s, s.Connect(values.Endpoint)
}
-- use/use.go --
package use

import "example.com/m/sock"

func Use() { _, _ = sock.Open() }
-- far/far.go --
package far

import (
	"strings"

	zmq "github.com/pebbe/zmq4"
)

type Far struct {
	strings.Reader
	S *zmq.Socket
}
`

// editor is a session with buffers over a tree.
type editor struct {
	t       *testing.T
	s       *Session
	dir     string
	overlay map[string][]byte
}

func edit(t *testing.T, archive string) *editor {
	return &editor{t, NewSession(), tree(t, archive), map[string][]byte{}}
}

func (e *editor) file(name string) string { return filepath.Join(e.dir, filepath.FromSlash(name)) }

// replace edits a buffer.
func (e *editor) replace(name, old, new string) {
	e.t.Helper()
	name = e.file(name)
	src, ok := e.overlay[name]
	if !ok {
		var err error
		if src, err = os.ReadFile(name); err != nil {
			e.t.Fatal(err)
		}
	}
	if !strings.Contains(string(src), old) {
		e.t.Fatalf("%s has no %q", name, old)
	}
	e.overlay[name] = []byte(strings.Replace(string(src), old, new, 1))
}

// write writes a file on disk.
func (e *editor) write(name, text string) {
	e.t.Helper()
	name = e.file(name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		e.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		e.t.Fatal(err)
	}
}

func (e *editor) config() Config {
	return Config{Dir: e.dir, Env: offline(), Patterns: []string{"./..."}, Overlay: e.overlay}
}

// begin loads in the session.
func (e *editor) begin() *Result {
	e.t.Helper()
	res, err := e.s.Load(context.Background(), e.config())
	if err != nil {
		e.t.Fatal(err)
	}
	return res
}

// load loads in the session, and holds the result against that of a load that
// knows nothing. listed tells whether go list was run.
func (e *editor) load() (res *Result, listed bool) {
	e.t.Helper()
	cfg := e.config()
	fresh, freshErr := Load(context.Background(), cfg)
	cfg.Progress = func(stage string) { listed = listed || stage == "go list" }
	res, err := e.s.Load(context.Background(), cfg)
	if (err == nil) != (freshErr == nil) {
		e.t.Fatalf("error %v in the session, %v without", err, freshErr)
	}
	if err != nil {
		return nil, listed
	}
	checkResult(e.t, res)
	equal(e.t, "packages", ids(res.Packages), ids(fresh.Packages))
	equal(e.t, "load", ids(res.Load), ids(fresh.Load))
	equal(e.t, "bodies", bodies(res), bodies(fresh))
	equal(e.t, "problems", problems(res, e.dir), problems(fresh, e.dir))
	if a, b := opens(res.Packages), opens(fresh.Packages); a != b {
		e.t.Errorf("%d sockets, %d in a fresh load", a, b)
	}
	for name, sum := range fresh.Sums {
		if res.Sums[name] != sum {
			e.t.Errorf("%s was analysed with other contents", name)
		}
	}
	for _, p := range res.Load {
		for _, f := range p.Syntax {
			if pos := p.Fset.Position(f.Package); f.Package.IsValid() && filepath.Dir(pos.Filename) != p.Dir {
				e.t.Errorf("%s has a file at %v", p.ID, pos)
			}
		}
	}
	return res, listed
}

// kept are the packages of the load that are those of another one.
func kept(now, before *Result) string {
	var same []*packages.Package
	for _, p := range now.Load {
		for _, q := range before.Load {
			if p == q {
				same = append(same, p)
			}
		}
	}
	return strings.ReplaceAll(ids(same), "example.com/m/", "")
}

func TestSession(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(e *editor)
		listed bool
		kept   string
	}{
		{"nothing", func(*editor) {}, false, "far sock use values"},
		{"a body", func(e *editor) { e.replace("sock/sock.go", "nil, err", "s, err") }, false, "far values"},
		{"a body above an import", func(e *editor) { e.replace("use/use.go", "sock.Open()", "sock.Open( )") }, false, "far sock values"},
		{"a value", func(e *editor) { e.replace("values/values.go", "*:1", "*:2") }, false, "far"},
		{"a declaration", func(e *editor) { e.replace("sock/sock.go", "func Open", "func Other") }, false, "far values"},
		{"a syntax error", func(e *editor) { e.replace("sock/sock.go", "nil, err", "nil, err)") }, false, "far values"},
		{"a type error", func(e *editor) { e.replace("sock/sock.go", "nil, err", "nil, 1") }, false, "far values"},
		{"an import", func(e *editor) { e.replace("use/use.go", "import ", "import _ \"example.com/m/far\"\nimport ") }, true, "far sock values"},
		{"an import that is not there", func(e *editor) { e.replace("use/use.go", "m/sock", "m/none") }, true, "far sock values"},
		{"no imports", func(e *editor) { e.replace("use/use.go", "import \"", "import \"\n") }, true, "far sock values"},
		{"a build constraint", func(e *editor) { e.replace("far/far.go", "package", "//go:build none\n\npackage") }, true, "sock use values"},
		{"a new file", func(e *editor) { e.write("far/new.go", clientOf("far")) }, true, "sock use values"},
		{"a new file in a buffer", func(e *editor) { e.overlay[e.file("far/new.go")] = []byte(clientOf("far")) }, true, "sock use values"},
		{"a new package", func(e *editor) { e.write("new/new.go", clientOf("new")) }, true, "far sock use values"},
		{"a file that is gone", func(e *editor) { os.Remove(e.file("far/far.go")) }, true, "sock use values"},
		{"a file on disk", func(e *editor) { e.write("far/far.go", clientOf("far")) }, true, "sock use values"},
		{"a body on disk", func(e *editor) {
			e.write("use/use.go", "package use\n\nimport \"example.com/m/sock\"\n\nvar S, _ = sock.Open()\n")
		}, false, "far sock values"},
		{"go.mod", func(e *editor) {
			e.write("go.mod", strings.Replace(string(read(t, e.file("go.mod"))), "1.22", "1.21", 1))
		}, true, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := edit(t, layers)
			before := e.begin()
			test.change(e)
			after, listed := e.load()
			if listed != test.listed {
				t.Errorf("go list was run: %v", listed)
			}
			if got := kept(after, before); got != test.kept {
				t.Errorf("kept %s, want %s", got, test.kept)
			}
			again := e.begin()
			if ids(again.Load) != ids(after.Load) || len(strings.Fields(kept(again, after))) != len(after.Load) {
				t.Errorf("without a change only %s are kept", kept(again, after))
			}
		})
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestSessionUndone goes back to what was before, by way of what does not
// compile.
func TestSessionUndone(t *testing.T) {
	e := edit(t, layers)
	first := e.begin()
	for range 3 {
		e.replace("sock/sock.go", "zmq.SUB)", "zmq.SUB")
		e.begin()
		e.replace("sock/sock.go", "zmq.SUB", "zmq.SUB)")
		e.begin()
	}
	e.replace("values/values.go", "package values", "package")
	e.load()
	clear(e.overlay)
	last, _ := e.load()
	equal(t, "bodies", bodies(last), bodies(first))
}

// TestSessionSize: neither the file set nor the nodes grow with edits.
func TestSessionSize(t *testing.T) {
	e := edit(t, layers)
	size := func() (files, nodes int) {
		e.s.fset.Iterate(func(*token.File) bool { files++; return true })
		return files, len(e.s.nodes)
	}
	e.begin()
	files, nodes := size()
	for i := range 6 {
		if i%2 == 0 {
			e.replace("sock/sock.go", "zmq.SUB)", "zmq.SUB")
		} else {
			e.replace("sock/sock.go", "zmq.SUB", "zmq.SUB)")
		}
		e.begin()
	}
	if f, n := size(); f != files || n != nodes {
		t.Errorf("%d files and %d nodes, %d and %d before", f, n, files, nodes)
	}
	if len(e.s.spare) > 0 {
		t.Errorf("syntax of %d files is kept for nothing", len(e.s.spare))
	}
}

// TestSessionCancelled: what was cancelled is made up for.
func TestSessionCancelled(t *testing.T) {
	e := edit(t, layers)
	e.begin()
	e.replace("values/values.go", "*:1", "*:2")
	for _, stage := range []string{"go list", "type-check"} {
		ctx, cancel := context.WithCancel(context.Background())
		e.s.Rescan()
		_, err := e.s.Load(ctx, Config{Dir: e.dir, Env: offline(), Patterns: []string{"./..."}, Overlay: e.overlay,
			Progress: func(s string) {
				if s == stage {
					cancel()
				}
			}})
		cancel()
		if err == nil {
			t.Errorf("%s: no error", stage)
		}
	}
	e.load()
}

// TestSessionConfig: another configuration is another load.
func TestSessionConfig(t *testing.T) {
	e := edit(t, layers+"-- use/use_test.go --\npackage use\n\nimport \"testing\"\n\nfunc Test(*testing.T) { Use() }\n")
	e.begin()
	res, err := e.s.Load(context.Background(), Config{Dir: e.dir, Env: offline(), Patterns: []string{"./use"}, Tests: true})
	if err != nil {
		t.Fatal(err)
	}
	checkResult(t, res)
	equal(t, "packages", ids(res.Packages), "example.com/m/use example.com/m/use [example.com/m/use.test]")
}
