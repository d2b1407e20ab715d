package load

// Several programs in one directory.
//
// A directory of examples or tools often holds several files with a main
// function, each built by its name. To the go command that is one package that
// does not compile. Here each of these files is a package of its own, together
// with the files that have no main function.

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"

	"golang.org/x/tools/go/packages"
)

// splitPrograms returns the programs that p consists of: p itself, unless
// there are several.
func (l *loader) splitPrograms(p *packages.Package) []*packages.Package {
	if p.Name != "main" || p.ForTest != "" || len(p.GoFiles) < 2 {
		return []*packages.Package{p}
	}
	var mains, rest []string
	for _, f := range p.GoFiles {
		if l.hasMain(f) {
			mains = append(mains, f)
		} else {
			rest = append(rest, f)
		}
	}
	if len(mains) < 2 {
		return []*packages.Package{p}
	}
	var out []*packages.Package
	for _, f := range mains {
		q := *p
		q.ID += " [" + filepath.Base(f) + "]"
		q.GoFiles = append(slices.Clone(rest), f)
		q.Imports = maps.Clone(p.Imports)
		out = append(out, &q)
	}
	return out
}

func (l *loader) hasMain(file string) bool {
	src, err := l.readFile(file)
	if err != nil {
		return false
	}
	f, _ := parser.ParseFile(token.NewFileSet(), file, src, parser.SkipObjectResolution)
	return f != nil && slices.ContainsFunc(f.Decls, func(d ast.Decl) bool {
		fn, ok := d.(*ast.FuncDecl)
		return ok && fn.Recv == nil && fn.Name.Name == "main"
	})
}
