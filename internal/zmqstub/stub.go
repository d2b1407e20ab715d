// Package zmqstub makes cgo files type-checkable where there is neither libzmq
// nor a C compiler.
//
// zmq4 is a cgo package: without a C compiler go sees three of its files. But
// no exported declaration of it mentions a C type, and the C constants in its
// declarations are known (zmqapi.Constants), so the declarations alone, with
// numbers for constants and Go types for C types, are the package as its users
// see it.
//
// The syntax tree is changed in place, and nothing that stays moves: a file
// keeps its lines and columns, so that findings and fixes in a user's own cgo
// file are where the user looks. Source applies the same changes to the text,
// where lines stay but columns move.
//
// With DropBodies every function body becomes a panic: that always
// type-checks, and is what to use for zmq4. Without it C.name is given a
// stand-in of a likely type, see standin.go. FakeImportC of go/types is not
// used: it leaves invalid types behind that go/ssa cannot build, whereas a
// stand-in of the wrong type is an ordinary type error in one function.
package zmqstub

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/astutil"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// Options says what to make.
type Options struct {
	GOOS       string // whose errno; "" counts as linux
	DropBodies bool   // every function body becomes a panic
}

// Parse parses the file and takes the C out of it. On a syntax error it
// returns what the parser made of the file, with the error.
func Parse(fset *token.FileSet, filename string, src []byte, opts Options) (*ast.File, error) {
	f, err := parser.ParseFile(fset, filename, src, parser.ParseComments|parser.SkipObjectResolution)
	if f != nil {
		newStub(fset, f, opts).transform()
	}
	return f, err
}

// Source returns the text of the file with the C taken out, each line where it was.
func Source(filename string, src []byte, opts Options) ([]byte, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, filename, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	s := newStub(fset, f, opts)
	s.transform()
	slices.SortFunc(s.edits, func(a, b edit) int { return a.from - b.from })
	var out bytes.Buffer
	at := 0
	for _, e := range s.edits {
		if e.from < at {
			return nil, fmt.Errorf("%s: overlapping changes at offset %d", filename, e.from)
		}
		out.Write(src[at:e.from])
		out.WriteString(e.text)
		lost := bytes.Count(src[e.from:e.to], []byte("\n")) - strings.Count(e.text, "\n")
		out.WriteString(strings.Repeat("\n", lost))
		out.WriteString(e.tail)
		at = e.to
	}
	out.Write(src[at:])
	return out.Bytes(), nil
}

// edit is a change to the text; lines that it loses are put before the tail.
type edit struct {
	from, to   int
	text, tail string
}

type stub struct {
	file   *ast.File
	pos    *token.File
	consts map[string]int64
	drop   bool
	hasC   bool
	unsafe bool // imported by its own name
	pairs  map[*ast.CallExpr]bool
	edits  []edit
}

func newStub(fset *token.FileSet, f *ast.File, opts Options) *stub {
	s := &stub{file: f, pos: fset.File(f.FileStart), drop: opts.DropBodies}
	for _, spec := range f.Imports {
		switch spec.Path.Value {
		case `"C"`:
			s.hasC = true
		case `"unsafe"`:
			s.unsafe = spec.Name == nil
		}
	}
	if s.hasC {
		s.consts, s.pairs = zmqapi.Constants(opts.GOOS), pairCalls(f)
	}
	return s
}

func (s *stub) transform() {
	if !s.hasC && !s.drop {
		return
	}
	before := qualifiers(s.file)
	if s.drop {
		s.dropBodies()
	}
	if s.hasC {
		astutil.Apply(s.file, s.replaceC, nil)
	}
	after := qualifiers(s.file)
	s.dropImports(func(spec *ast.ImportSpec) bool {
		name := importName(spec)
		return name == "C" || before[name] && !after[name]
	})
}

func (s *stub) edit(from, to token.Pos, text, tail string) {
	s.edits = append(s.edits, edit{s.pos.Offset(from), s.pos.Offset(to), text, tail})
}

func (s *stub) dropBodies() {
	for _, d := range s.file.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil || !fn.Body.Lbrace.IsValid() || !fn.Body.Rbrace.IsValid() {
			continue
		}
		s.edit(fn.Body.Lbrace, fn.Body.Rbrace+1, `{ panic("zmqstub")`, " }")
		p := fn.Body.Lbrace
		fn.Body.List = []ast.Stmt{&ast.ExprStmt{X: &ast.CallExpr{
			Fun: &ast.Ident{NamePos: p, Name: "panic"}, Lparen: p, Rparen: p,
			Args: []ast.Expr{&ast.BasicLit{ValuePos: p, Kind: token.STRING, Value: `"zmqstub"`}},
		}}}
	}
}

// dropImports takes the imports out that are in the way or no longer used.
func (s *stub) dropImports(unwanted func(*ast.ImportSpec) bool) {
	drop := func(spec ast.Spec) bool { return unwanted(spec.(*ast.ImportSpec)) }
	s.file.Decls = slices.DeleteFunc(s.file.Decls, func(d ast.Decl) bool {
		gen, ok := d.(*ast.GenDecl)
		if !ok || gen.Tok != token.IMPORT || !slices.ContainsFunc(gen.Specs, drop) {
			return false
		}
		from, to := gen.Pos(), gen.End()
		gen.Specs = slices.DeleteFunc(gen.Specs, drop)
		s.edit(from, to, s.importText(gen, s.pos.Line(to)-s.pos.Line(from)), "")
		return len(gen.Specs) == 0
	})
	s.file.Imports = slices.DeleteFunc(s.file.Imports, unwanted)
}

// importText prints the declaration on the lines that it has.
func (s *stub) importText(gen *ast.GenDecl, lines int) string {
	if len(gen.Specs) == 0 {
		return "import ()" // nothing at all would leave a stray semicolon
	}
	indent, sep := "\n\t", "\n\t"
	if lines < len(gen.Specs) {
		indent, sep = "", "; "
	}
	var specs []string
	for _, spec := range gen.Specs {
		i := spec.(*ast.ImportSpec)
		text := i.Path.Value
		if i.Name != nil {
			text = i.Name.Name + " " + text
		}
		specs = append(specs, text)
	}
	return "import (" + indent + strings.Join(specs, sep) + ")"
}

// qualifiers returns the names X of all X.name in the file.
func qualifiers(f *ast.File) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok {
				names[x.Name] = true
			}
		}
		return true
	})
	return names
}

// importName guesses the name of a package from its path. A wrong guess is
// never seen in use, and such an import is left alone.
func importName(spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	p, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return ""
	}
	return path.Base(p)
}
