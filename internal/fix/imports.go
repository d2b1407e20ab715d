package fix

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Import is what the file calls a package at the place, and the edits that
// import it when it is not imported yet. ok is false when the name is taken. The
// name of the package has to be the last element of its path.
func (p *Place) Import(pkg string) (name string, edits []analysis.TextEdit, ok bool) {
	if name := p.imported(pkg); name != "" {
		return name, nil, p.means(name, pkg)
	}
	name = path.Base(pkg)
	if p.taken(name) {
		return "", nil, false
	}
	return name, []analysis.TextEdit{p.importEdit(pkg)}, true
}

// Imported is what a package is called at the place; "" when the file does not
// import it, or the name means something else there.
func (p *Place) Imported(pkg string) string {
	if name := p.imported(pkg); name != "" && p.means(name, pkg) {
		return name
	}
	return ""
}

// means tells that a name stands for a package at the place, and is not shadowed.
func (p *Place) means(name, pkg string) bool {
	_, obj := p.scope().LookupParent(name, p.Stmt.Pos())
	imported, ok := obj.(*types.PkgName)
	return ok && imported.Imported().Path() == pkg
}

// taken tells that a name cannot be imported into the file.
func (p *Place) taken(name string) bool {
	_, obj := p.scope().LookupParent(name, p.Stmt.Pos())
	return obj != nil || p.Pass.Pkg.Scope().Lookup(name) != nil
}

func (p *Place) scope() *types.Scope {
	if s := p.Pass.TypesInfo.Scopes[p.File]; s != nil {
		if inner := s.Innermost(p.Stmt.Pos()); inner != nil {
			return inner
		}
	}
	return p.Pass.Pkg.Scope()
}

// importEdit adds an import where gofmt would leave it: in the order of the group
// that has others of its kind, those of the standard library or the rest.
func (p *Place) importEdit(pkg string) analysis.TextEdit {
	var last *ast.GenDecl // import declarations, but for that of C, which has its comment
	for _, d := range p.File.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT && !isC(g) {
			if last == nil || g.Lparen.IsValid() && !last.Lparen.IsValid() {
				last = g
			}
		}
	}
	quoted := strconv.Quote(pkg)
	switch {
	case last == nil:
		return Insertion(p.File.Name.End(), "\n\nimport "+quoted)
	case !last.Lparen.IsValid():
		return Insertion(p.lineEnd(last.Specs[0]), "\nimport "+quoted)
	}
	group, ok := p.groupFor(last, pkg)
	if !ok {
		switch {
		case len(last.Specs) == 0:
			return Insertion(last.Rparen, "\n\t"+quoted+"\n")
		case isStd(pkg):
			return Insertion(begin(last.Specs[0].(*ast.ImportSpec)), quoted+"\n\n\t")
		}
		return Insertion(p.lineEnd(last.Specs[len(last.Specs)-1]), "\n\n\t"+quoted)
	}
	for _, spec := range group {
		if cmp.Compare(importPath(spec), pkg) > 0 {
			return Insertion(begin(spec), quoted+"\n\t")
		}
	}
	return Insertion(p.lineEnd(group[len(group)-1]), "\n\t"+quoted)
}

// groupFor is the group of imports, between empty lines, that has the most in
// common with a package.
func (p *Place) groupFor(decl *ast.GenDecl, pkg string) (best []*ast.ImportSpec, ok bool) {
	var groups [][]*ast.ImportSpec
	for i, s := range decl.Specs {
		spec := s.(*ast.ImportSpec)
		if i == 0 || p.line(begin(spec)) > p.line(decl.Specs[i-1].End())+1 {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], spec)
	}
	most := -1
	for _, g := range groups {
		for _, spec := range g {
			other := importPath(spec)
			if other == "C" || isStd(other) != isStd(pkg) {
				continue
			}
			if n := common(other, pkg); n > most {
				most, best = n, g
			}
		}
	}
	return best, best != nil
}

// common counts the elements that two paths begin with.
func common(a, b string) (n int) {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n
}

// begin is where a spec begins, its comment included.
func begin(spec *ast.ImportSpec) token.Pos {
	if spec.Doc != nil {
		return spec.Doc.Pos()
	}
	return spec.Pos()
}

// lineEnd is behind a spec and the comment on its line.
func (p *Place) lineEnd(s ast.Spec) token.Pos {
	if spec := s.(*ast.ImportSpec); spec.Comment != nil {
		return spec.Comment.End()
	}
	return s.End()
}

// Insertion is an edit that replaces nothing.
func Insertion(pos token.Pos, text string) analysis.TextEdit {
	return analysis.TextEdit{Pos: pos, End: pos, NewText: []byte(text)}
}

func importPath(spec *ast.ImportSpec) string {
	s, _ := strconv.Unquote(spec.Path.Value)
	return s
}

func isC(g *ast.GenDecl) bool {
	return len(g.Specs) == 1 && importPath(g.Specs[0].(*ast.ImportSpec)) == "C"
}

// isStd tells by the form of its path that a package is of the standard library.
func isStd(pkg string) bool {
	first, _, _ := strings.Cut(pkg, "/")
	return !strings.Contains(first, ".")
}
