package load

import (
	"go/ast"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// bodies names the functions of the load that have bodies.
func bodies(res *Result) string {
	var out []string
	for _, p := range res.Load {
		for _, f := range p.Syntax {
			for _, d := range f.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
					out = append(out, p.Types.Name()+"."+fn.Name.Name)
				}
			}
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

const mod = `
-- go.mod --
module example.com/m
go 1.22
ZMQ4
`

func TestTypeErrors(t *testing.T) {
	dir := tree(t, mod+`
-- a/a.go --
package a

import "github.com/pebbe/zmq4"

type Gone = undefinedType

type Holder struct{ G Gone; S *zmq4.Socket }

func Good() (*zmq4.Socket, error) { return zmq4.NewSocket(zmq4.SUB) }

func Mismatch() { var n int = "x"; _ = n; _, _ = zmq4.NewSocket(zmq4.SUB) }

func Undefined(s *zmq4.Socket) { s.SetNothing(1) }

func Takes(Gone) {}

func Passes(h *Holder) { Takes(h.G) }

func Literal(s *zmq4.Socket) *Holder { return &Holder{S: s} }

func Literals(s *zmq4.Socket) { _, _ = []*Holder{{S: s}, {}}, map[int]Holder{1: {S: s}}; _ = Holder{} == Holder{} }

func List(s *zmq4.Socket) { _ = Holder{1, s} }

func Key(s *zmq4.Socket) { _ = Holder{G: 1, S: s} }

func Unused() { x, err := zmq4.NewSocket(zmq4.SUB) }

func MissingReturn() int { }

func Shadow(h *Holder) *zmq4.Socket { return h.S }

func Again() {}
func Again() { zmq4.NewSocket(zmq4.PUB) }

type Gen[T any] struct{ v T }

func (g Gen[T]) Get() T { return g.v }

func UsesGen() { g := Gen[Gone]{}; _ = g.Get() }

var bad = undefinedFunc()
var alsoBad, fine = bad, 1

func ReadsBad() { _ = bad }

func init() { _ = fine }
`)
	res := load(t, Config{Dir: dir})
	equal(t, "problems", problems(res, dir), "type error|example.com/m/a||")
	equal(t, "bodies", bodies(res), "a.Again a.Get a.Good a.Literal a.Literals a.Shadow a.Unused a.init")
	if p := res.Packages[0]; !p.IllTyped || len(p.TypeErrors) == 0 {
		t.Error("the package does not carry its errors")
	}
}

// A package that may use zmq4 through an import that is missing is a gap of its
// own where nothing else is known to use it.
func TestMissingImports(t *testing.T) {
	const gap = "-- gap/gap.go --\npackage gap\n\nimport _ \"example.com/nowhere\"\n"
	for name, test := range map[string]struct {
		files      string
		incomplete bool
	}{
		"alone":       {gap, true},
		"beside zmq4": {gap + "-- a/a.go --\npackage a\n\nimport _ \"github.com/pebbe/zmq4\"\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			res := load(t, Config{Dir: tree(t, mod+test.files), Patterns: []string{"./..."}})
			var found []Problem
			for _, p := range res.NotAnalyzed {
				if strings.Contains(p.Reason, "they may use zmq4 through it: example.com/m/gap") {
					found = append(found, p)
				}
			}
			if len(found) != 1 || found[0].Kind.Incomplete() != test.incomplete {
				t.Errorf("problems %+v, want one, incomplete %v", res.NotAnalyzed, test.incomplete)
			}
		})
	}
}

func TestSyntaxErrors(t *testing.T) {
	dir := tree(t, mod+`
-- a/a.go --
`+clientOf("a")+`
func broken( {
-- b/b.go --
`+clientOf("b")+`
-- b/garbage.go --
this is not Go
-- c/c.go --
this is not Go either
-- d/d.go --
package d

func broken( {
`)
	res := load(t, Config{Dir: dir})
	equal(t, "packages", ids(res.Packages), "example.com/m/a example.com/m/b")
	equal(t, "problems", problems(res, dir), `
syntax error|example.com/m/a||
syntax error|example.com/m/b||
syntax error|example.com/m/c||`)
	if n := opens(res.Packages); n != 2 {
		t.Errorf("%d sockets, want 2", n)
	}
}

func TestImportCycle(t *testing.T) {
	dir := tree(t, mod+`
-- a/a.go --
package a

import (
	_ "example.com/m/b"
	"github.com/pebbe/zmq4"
)

func Open() (*zmq4.Socket, error) { return zmq4.NewSocket(zmq4.SUB) }
-- b/b.go --
package b

import (
	_ "example.com/m/a"
	"github.com/pebbe/zmq4"
)

func Open() (*zmq4.Socket, error) { return zmq4.NewSocket(zmq4.SUB) }
`)
	res := load(t, Config{Dir: dir})
	equal(t, "packages", ids(res.Packages), "example.com/m/a example.com/m/b")
	if n := opens(res.Packages); n != 2 {
		t.Errorf("%d sockets, want 2", n)
	}
	if !strings.Contains(problems(res, dir), "error|example.com/m/") {
		t.Errorf("problems: %v", res.NotAnalyzed)
	}
}

func TestSeveralPrograms(t *testing.T) {
	dir := tree(t, mod+`
-- util.go --
package main

import "github.com/pebbe/zmq4"

func open() (*zmq4.Socket, error) { return zmq4.NewSocket(zmq4.SUB) }
-- one.go --
package main

var name = "one"

func main() { open(); println(name) }
-- two.go --
package main

var name = "two"

func main() { open(); println(name) }
`)
	res := load(t, Config{Dir: dir})
	equal(t, "packages", ids(res.Packages), "example.com/m [one.go] example.com/m [two.go]")
	equal(t, "problems", problems(res, dir), "")
	equal(t, "bodies", bodies(res), "main.main main.main main.open main.open")
}

func TestCgoClient(t *testing.T) {
	dir := tree(t, mod+`
-- a/a.go --
package a

// #include <stdlib.h>
// typedef struct { int x; } thing;
// static thing *make(int n) { return 0; }
import "C"

import (
	"unsafe"

	"github.com/pebbe/zmq4"
)

type T struct {
	c *C.thing
	s *zmq4.Socket
}

func Open(name string) (*T, error) {
	cs := C.CString(name)
	defer C.free(unsafe.Pointer(cs))
	s, err := zmq4.NewSocket(zmq4.SUB)
	return &T{s: s, c: C.make(C.int(1))}, err
}
-- a/b.go --
package a

func (t *T) Close() error { return t.s.Close() }
`)
	res := load(t, Config{Dir: dir, Env: offline("CC=/nonexistent", "CGO_ENABLED=0")})
	equal(t, "packages", ids(res.Packages), "example.com/m/a")
	if p := problems(res, dir); strings.Contains(p, "error") {
		t.Errorf("problems:\n%s", p)
	}
	if n := opens(res.Packages); n != 1 {
		t.Errorf("%d sockets, want 1", n)
	}
	if b := bodies(res); !strings.Contains(b, "a.Close") {
		t.Errorf("bodies: %s", b)
	}
}

// Positions are those of the user's own file, C or not.
func TestPositions(t *testing.T) {
	dir := tree(t, mod+`
-- a/a.go --
package a

/*
#include <stdio.h>
*/
import "C"
import "github.com/pebbe/zmq4"

func Open() (*zmq4.Socket, error) { _ = C.int(1); return zmq4.NewSocket(zmq4.SUB) }
`)
	p := load(t, Config{Dir: dir}).Packages[0]
	for id, obj := range p.TypesInfo.Uses {
		if obj.Name() == "NewSocket" {
			pos := p.Fset.Position(id.Pos())
			if pos.Filename != filepath.Join(dir, "a", "a.go") || pos.Line != 9 || pos.Column != 63 {
				t.Errorf("NewSocket is at %v", pos)
			}
			return
		}
	}
	t.Error("NewSocket not found")
}

func TestKinds(t *testing.T) {
	for k, want := range map[ProblemKind]bool{
		ExcludedByTags: false, ExcludedByPlatform: false, NestedModule: false, CgoBody: false, Notice: false,
		ListError: true, ParseError: true, TypeErrors: true,
	} {
		if k.Incomplete() != want || k.String() == "" {
			t.Errorf("%v: Incomplete is not %v", k, want)
		}
	}
	errs := []packages.Error{{Kind: packages.TypeError}, {Kind: packages.ParseError}}
	if k := kindOf(errs); k != ParseError {
		t.Errorf("type errors beside a syntax error: %v", k)
	}
}
