package zmqstub_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/zmqlint/zmqlint/internal/zmqstub"
	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// std imports the few packages of the standard library that declarations of
// zmq4 mention; they are the same on every system as far as zmq4 goes.
var std = importer.Default()

// sources returns the files of zmq4 that a build for the system has.
func sources(t *testing.T, dir, goos string) []string {
	t.Helper()
	ctx := build.Default
	ctx.GOOS, ctx.GOARCH, ctx.CgoEnabled = goos, "amd64", true
	all, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(all) == 0 {
		t.Fatalf("no Go files in %s: %v", dir, err)
	}
	return slices.DeleteFunc(all, func(file string) bool {
		ok, err := ctx.MatchFile(dir, filepath.Base(file))
		return err != nil || !ok || strings.HasSuffix(file, "_test.go")
	})
}

type makeFile func(fset *token.FileSet, name string, src []byte, opts zmqstub.Options) (*ast.File, error)

// viaSource is Parse by way of the text.
func viaSource(fset *token.FileSet, name string, src []byte, opts zmqstub.Options) (*ast.File, error) {
	out, err := zmqstub.Source(name, src, opts)
	if err != nil {
		return nil, err
	}
	return parser.ParseFile(fset, name, out, parser.SkipObjectResolution)
}

func check(t *testing.T, dir, goos string, parse makeFile) *types.Package {
	t.Helper()
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range sources(t, dir, goos) {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parse(fset, name, src, zmqstub.Options{GOOS: goos, DropBodies: true})
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	conf := types.Config{Importer: std, Error: func(err error) { t.Error(err) }}
	pkg, _ := conf.Check("github.com/pebbe/zmq4", fset, files, nil)
	return pkg
}

// TestReleases: the stub of every release type-checks on every system, from
// the tree and from the text.
func TestReleases(t *testing.T) {
	for _, version := range zmqtest.Versions {
		dir, err := zmqtest.Download(version)
		if err != nil {
			t.Logf("%s cannot be had: %v", version, err)
			continue
		}
		for _, goos := range []string{"linux", "darwin", "windows", "freebsd"} {
			for _, pkg := range []string{"", "draft"} {
				t.Run(strings.Join([]string{version, goos, pkg}, "/"), func(t *testing.T) {
					tree := describe(check(t, filepath.Join(dir, pkg), goos, zmqstub.Parse))
					text := describe(check(t, filepath.Join(dir, pkg), goos, viaSource))
					if len(tree) < 300 {
						t.Errorf("only %d exported objects", len(tree))
					}
					diff(t, "text", text, "tree", tree)
				})
			}
		}
	}
}

// TestRealPackage: what the stub exports is what the cgo package exports.
func TestRealPackage(t *testing.T) {
	if out, err := exec.Command("pkg-config", "--exists", "libzmq").CombinedOutput(); err != nil {
		t.Skipf("no libzmq to build zmq4 with: %v %s", err, out)
	}
	// The draft package needs the draft part of zmq.h. A libzmq that was built
	// without it lacks functions, which does not matter to the types.
	cfg := &packages.Config{Mode: packages.LoadTypes, Env: append(os.Environ(), "CGO_ENABLED=1",
		"CGO_CFLAGS=-DZMQ_BUILD_DRAFT_API", "CGO_LDFLAGS=-Wl,--unresolved-symbols=ignore-all")}
	real, err := packages.Load(cfg, "github.com/pebbe/zmq4", "github.com/pebbe/zmq4/draft")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range real {
		if len(p.Errors) > 0 {
			t.Fatalf("%s: %v", p.PkgPath, p.Errors)
		}
		want := describe(p.Types)
		dir := filepath.Dir(p.GoFiles[0])
		got := describe(check(t, dir, runtime.GOOS, zmqstub.Parse))
		diff(t, "stub", got, "real", want)
		t.Logf("%s: %d exported objects and methods", p.PkgPath, len(got))
	}
}

// describe lists exported objects and methods with their types and values.
func describe(pkg *types.Package) map[string]string {
	out := map[string]string{}
	qual := types.RelativeTo(pkg)
	for _, name := range pkg.Scope().Names() {
		obj := pkg.Scope().Lookup(name)
		if !obj.Exported() {
			continue
		}
		switch obj := obj.(type) {
		case *types.Const:
			out[name] = types.ObjectString(obj, qual) + " = " + obj.Val().ExactString()
		case *types.TypeName:
			out[name] = "type, a " + fmt.Sprintf("%T", obj.Type().Underlying())
			if st, ok := obj.Type().Underlying().(*types.Struct); ok {
				for f := range st.Fields() {
					if f.Exported() {
						out[name+"."+f.Name()] = types.ObjectString(f, qual)
					}
				}
			} else {
				out[name] = types.ObjectString(obj, qual)
			}
			for m := range types.NewMethodSet(types.NewPointer(obj.Type())).Methods() {
				if m.Obj().Exported() {
					out[name+"."+m.Obj().Name()] = types.ObjectString(m.Obj(), qual)
				}
			}
		default:
			out[name] = types.ObjectString(obj, qual)
		}
	}
	return out
}

func diff(t *testing.T, left string, a map[string]string, right string, b map[string]string) {
	t.Helper()
	all := maps.Clone(a)
	maps.Copy(all, b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if a[name] != b[name] {
			t.Errorf("%s: %s has %q, %s has %q", name, left, a[name], right, b[name])
		}
	}
}

// TestPlaces: in the tree everything stays where it is, in the text on its line.
func TestPlaces(t *testing.T) {
	dir, err := zmqtest.Download("v1.4.0")
	if err != nil {
		t.Skip(err)
	}
	for _, name := range sources(t, dir, "linux") {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		opts := zmqstub.Options{DropBodies: true}
		want := places(t, parser.ParseFile, name, src)
		tree := places(t, func(fset *token.FileSet, name string, src any, _ parser.Mode) (*ast.File, error) {
			return zmqstub.Parse(fset, name, src.([]byte), opts)
		}, name, src)
		out, err := zmqstub.Source(name, src, opts)
		if err != nil {
			t.Fatal(err)
		}
		text := places(t, parser.ParseFile, name, out)
		for id, pos := range want {
			if tree[id] != pos {
				t.Errorf("%s: %s moves to %v", pos, id, tree[id])
			}
			if text[id].Line != pos.Line {
				t.Errorf("%s: %s is on line %d of the text", pos, id, text[id].Line)
			}
		}
		if bytes.Count(out, []byte("\n")) != bytes.Count(src, []byte("\n")) {
			t.Errorf("%s: the text has another number of lines", name)
		}
	}
}

type parseFunc func(*token.FileSet, string, any, parser.Mode) (*ast.File, error)

// places returns where the names of functions, types, variables and constants are.
func places(t *testing.T, parse parseFunc, name string, src []byte) map[string]token.Position {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parse(fset, name, src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]token.Position{}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			recv := ""
			if d.Recv != nil {
				recv = types.ExprString(d.Recv.List[0].Type) + "."
			}
			out[recv+d.Name.Name] = fset.Position(d.Name.Pos())
			out[recv+d.Name.Name+" end"] = fset.Position(d.End())
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.ValueSpec:
					out[spec.Names[0].Name] = fset.Position(spec.Pos())
				case *ast.TypeSpec:
					out[spec.Name.Name] = fset.Position(spec.Pos())
				}
			}
		}
	}
	return out
}
