package load

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"
	"strconv"

	"golang.org/x/tools/go/packages"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
	"github.com/zmqlint/zmqlint/internal/zmqstub"
)

// parse parses the files of a package as its node asks for.
func (c *checker) parse(n *node) (files []*ast.File, errs []packages.Error) {
	for _, name := range n.pkg.GoFiles {
		if c.ctx.Err() != nil {
			break
		}
		f, err := c.parseFile(n, name)
		if err != nil {
			errs = append(errs, parseErrors(name, err)...)
		}
		if f != nil {
			files = append(files, f)
		}
	}
	if !n.full && !zmqapi.IsZMQ4(n.pkg.PkgPath) {
		declsOnly(n.pkg, files)
	}
	return files, errs
}

func (c *checker) parseFile(n *node, name string) (f *ast.File, err error) {
	if n.full {
		t := c.take(n, name)
		if t == nil {
			if t, err = c.parseFull(name); err != nil {
				return nil, err
			}
		}
		n.trees[name] = t
		if t.cgo && t.file != nil {
			n.cgo[c.fset.File(t.file.FileStart)] = true
		}
		return t.file, t.err
	}
	src, err := c.l.readFile(name)
	switch {
	case err != nil:
		return nil, err
	case zmqapi.IsZMQ4(n.pkg.PkgPath):
		return zmqstub.Parse(c.fset, name, src, zmqstub.Options{GOOS: c.l.env.GOOS, DropBodies: true})
	}
	return parser.ParseFile(c.fset, name, src, parser.SkipObjectResolution)
}

// parseFull parses a file with all that is in it. The error is one of reading.
func (c *checker) parseFull(name string) (*parsed, error) {
	src, err := c.l.readFile(name)
	if err != nil {
		return nil, err
	}
	t := &parsed{sum: sha256.Sum256(src), cgo: usesC(src)}
	if t.cgo {
		t.file, t.err = zmqstub.Parse(c.fset, name, src, zmqstub.Options{GOOS: c.l.env.GOOS})
	} else {
		t.file, t.err = parser.ParseFile(c.fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	}
	return t, nil
}

// usesC reports whether a file imports "C".
func usesC(src []byte) bool {
	if !bytes.Contains(src, []byte(`"C"`)) {
		return false
	}
	f, _ := parser.ParseFile(token.NewFileSet(), "", src, parser.ImportsOnly)
	return f != nil && slices.ContainsFunc(f.Imports, func(s *ast.ImportSpec) bool { return importPath(s) == "C" })
}

func parseErrors(name string, err error) (out []packages.Error) {
	list, ok := errors.AsType[scanner.ErrorList](err)
	if !ok {
		return []packages.Error{{Pos: name, Msg: err.Error(), Kind: packages.ParseError}}
	}
	for _, e := range list {
		out = append(out, packages.Error{Pos: e.Pos.String(), Msg: e.Msg, Kind: packages.ParseError})
	}
	return out
}

func importPath(s *ast.ImportSpec) string {
	path, err := strconv.Unquote(s.Path.Value)
	if err != nil {
		return ""
	}
	return path
}
