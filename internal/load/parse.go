package load

import (
	"bytes"
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
	isZMQ4 := zmqapi.IsZMQ4(n.pkg.PkgPath)
	for _, name := range n.pkg.GoFiles {
		if c.ctx.Err() != nil {
			break
		}
		src, err := c.l.readFile(name)
		if err != nil {
			errs = append(errs, packages.Error{Pos: name, Msg: err.Error(), Kind: packages.ParseError})
			continue
		}
		if n.full {
			c.l.read(name, src)
		}
		var f *ast.File
		switch {
		case n.full && usesC(src):
			f, err = zmqstub.Parse(c.fset, name, src, zmqstub.Options{GOOS: c.l.env.GOOS})
			if f != nil {
				n.cgo[c.fset.File(f.FileStart)] = true
			}
		case n.full:
			f, err = parser.ParseFile(c.fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
		case isZMQ4:
			f, err = zmqstub.Parse(c.fset, name, src, zmqstub.Options{GOOS: c.l.env.GOOS, DropBodies: true})
		default:
			f, err = parser.ParseFile(c.fset, name, src, parser.SkipObjectResolution)
		}
		if err != nil {
			errs = append(errs, parseErrors(name, err)...)
		}
		if f != nil {
			files = append(files, f)
		}
	}
	if !n.full && !isZMQ4 {
		declsOnly(n.pkg, files)
	}
	return files, errs
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
