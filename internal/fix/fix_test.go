package fix

import (
	"bytes"
	"flag"
	"go/ast"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what comes out to testdata")

// TestPlaces puts a checked call and an import into the files of testdata: each
// archive has the file before and after. The call that is fixed is open().
func TestPlaces(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, name := range archives {
		t.Run(filepath.Base(name), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			in, want := a.Files[0].Data, a.Files[1].Data
			got := mend(t, in)
			if *update {
				a.Files[1].Data = got
				if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			formatted, err := format.Source(got)
			if !bytes.Contains(got, []byte("/* no ")) && (err != nil || !bytes.Equal(formatted, got)) {
				t.Errorf("not formatted (%v)", err)
			}
			check(t, got)
		})
	}
}

// mend adds "if err := set(time.Second)" before open(), or says why not.
func mend(t *testing.T, src []byte) []byte {
	pass, file := check(t, src)
	var edits []analysis.TextEdit
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || callee(call) != "open" {
			return true
		}
		p := At(pass, call)
		if p == nil {
			edits = append(edits, Insertion(call.Pos(), "/* no place */"))
			return true
		}
		if out := p.Out(); out != nil {
			p = out
		}
		h, ok := p.Handling(call)
		if !ok {
			edits = append(edits, Insertion(p.Stmt.Pos(), "/* no handling */"))
			return true
		}
		name, imports, ok := p.Import("time")
		if !ok {
			edits = append(edits, Insertion(p.Stmt.Pos(), "/* no import */"))
			return true
		}
		edit, ok := p.Before(h.Checked("set(" + name + ".Second)"))
		if !ok {
			t.Fatal("does not parse")
		}
		edits = append(append(edits, imports...), edit)
		return true
	})
	return applied(pass.Fset, src, edits)
}

func applied(fset *token.FileSet, src []byte, edits []analysis.TextEdit) []byte {
	slices.SortStableFunc(edits, func(a, b analysis.TextEdit) int { return int(b.Pos - a.Pos) })
	edits = slices.CompactFunc(edits, func(a, b analysis.TextEdit) bool {
		return a.Pos == b.Pos && a.End == b.End && bytes.Equal(a.NewText, b.NewText)
	})
	for _, e := range edits {
		from, to := fset.PositionFor(e.Pos, false).Offset, fset.PositionFor(e.End, false).Offset
		src = slices.Concat(src[:from], e.NewText, src[to:])
	}
	return src
}

const declarations = `package p

import "time"

type socket struct{}

func (*socket) Close() error                 { return nil }
func (*socket) open() error                  { return nil }
func set(time.Duration) error                { return nil }
func must(error)                             {}
func (*socket) Fatalf(string, ...any)        {}
func list() []*socket                        { return nil }
`

func check(t *testing.T, src []byte) (*analysis.Pass, *ast.File) {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "a.go", src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	other, err := parser.ParseFile(fset, "common.go", strings.Replace(declarations, "package p", "package "+file.Name.Name, 1), parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Scopes: map[ast.Node]*types.Scope{}, Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
	}
	pkg, err := (&types.Config{Importer: importer.Default()}).Check(file.Name.Name, fset, []*ast.File{file, other}, info)
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	return &analysis.Pass{Fset: fset, Files: []*ast.File{file, other}, Pkg: pkg, TypesInfo: info}, file
}
