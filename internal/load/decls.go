package load

// Declarations only.
//
// Of a dependency that does not reach zmq4, the analyzers need what its API
// says. So bodies go, initial values of typed variables go, unexported
// functions that no declaration uses go, and then the imports that only these
// needed go: with them whole packages need not be read at all.

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/packages"
)

// declsOnly strips the files of a package in place.
func declsOnly(p *packages.Package, files []*ast.File) {
	used := map[string]bool{} // identifiers outside functions
	for _, f := range files {
		for _, d := range f.Decls {
			if d, ok := d.(*ast.GenDecl); ok {
				stripVars(d)
				collectIdents(d, used)
			}
		}
	}
	for _, f := range files {
		f.Decls = keepFuncs(f.Decls, used)
		f.Comments, f.Doc = nil, nil
		pruneImports(p, f)
	}
}

// stripVars drops the initial values of variables whose type is given, and
// the bodies of function literals.
func stripVars(d *ast.GenDecl) {
	d.Doc = nil
	if d.Tok != token.VAR {
		return
	}
	for _, s := range d.Specs {
		if s := s.(*ast.ValueSpec); s.Type != nil {
			s.Values = nil
		}
	}
	ast.Inspect(d, func(n ast.Node) bool {
		if lit, ok := n.(*ast.FuncLit); ok {
			lit.Body = &ast.BlockStmt{Lbrace: lit.Body.Lbrace, Rbrace: lit.Body.Rbrace}
		}
		return true
	})
}

func collectIdents(n ast.Node, into map[string]bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			into[id.Name] = true
		}
		return true
	})
}

func keepFuncs(decls []ast.Decl, used map[string]bool) []ast.Decl {
	kept := decls[:0]
	for _, d := range decls {
		if fn, ok := d.(*ast.FuncDecl); ok {
			if fn.Recv == nil && !fn.Name.IsExported() && !used[fn.Name.Name] {
				continue
			}
			fn.Body, fn.Doc = nil, nil
		}
		kept = append(kept, d)
	}
	clear(decls[len(kept):])
	return kept
}

// pruneImports drops the imports that no declaration of the file uses.
func pruneImports(p *packages.Package, f *ast.File) {
	qualifiers := map[string]bool{}
	for _, d := range f.Decls {
		ast.Inspect(d, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if id, ok := sel.X.(*ast.Ident); ok {
					qualifiers[id.Name] = true
				}
			}
			return true
		})
	}
	needed := func(s *ast.ImportSpec) bool {
		if s.Name != nil {
			return s.Name.Name == "." || qualifiers[s.Name.Name]
		}
		path := importPath(s)
		dep := p.Imports[path]
		return path == "C" || dep == nil || dep.Name == "" || qualifiers[dep.Name]
	}
	kept := f.Decls[:0]
	f.Imports = nil
	for _, d := range f.Decls {
		if d, ok := d.(*ast.GenDecl); ok && d.Tok == token.IMPORT {
			specs := d.Specs[:0]
			for _, s := range d.Specs {
				if s := s.(*ast.ImportSpec); needed(s) {
					specs = append(specs, s)
					f.Imports = append(f.Imports, s)
				}
			}
			d.Specs = specs
			if len(specs) == 0 {
				continue
			}
		}
		kept = append(kept, d)
	}
	clear(f.Decls[len(kept):])
	f.Decls = kept
}
