package curve

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/fix"
)

// asVariable makes a variable with the value of an expression of a constant that
// has a secret key: its name stays, for others that use it.
func (c *checker) asVariable(p *fix.Place, id *ast.Ident, value string) ([]analysis.TextEdit, bool) {
	obj, ok := c.pass.TypesInfo.Uses[id].(*types.Const)
	if !ok || obj.Parent() != c.pass.Pkg.Scope() {
		return nil, false
	}
	decl, spec := constantAt(p.File, obj.Pos())
	if decl == nil || len(spec.Names) != 1 || spec.Doc != nil || spec.Comment != nil || c.usedInConst(obj) {
		return nil, false
	}
	if len(decl.Specs) == 1 && !decl.Lparen.IsValid() {
		return []analysis.TextEdit{
			{Pos: decl.Pos(), End: decl.Pos() + token.Pos(len("const")), NewText: []byte("var")},
			{Pos: spec.Values[0].Pos(), End: spec.Values[0].End(), NewText: []byte(value)},
		}, true
	}
	if !removable(c.pass.Fset, decl, spec) {
		return nil, false
	}
	file := c.pass.Fset.File(spec.Pos())
	line := file.PositionFor(spec.Pos(), false).Line
	return []analysis.TextEdit{
		{Pos: file.LineStart(line), End: file.LineStart(line + 1)},
		{Pos: decl.End(), End: decl.End(), NewText: []byte("\n\nvar " + obj.Name() + " = " + value)},
	}, true
}

// constantAt is the declaration of a constant with a value.
func constantAt(file *ast.File, pos token.Pos) (*ast.GenDecl, *ast.ValueSpec) {
	for _, d := range file.Decls {
		decl, ok := d.(*ast.GenDecl)
		if !ok || decl.Tok != token.CONST || pos < decl.Pos() || decl.End() <= pos {
			continue
		}
		for _, s := range decl.Specs {
			if spec := s.(*ast.ValueSpec); spec.Pos() <= pos && pos < spec.End() && len(spec.Values) == 1 {
				return decl, spec
			}
		}
	}
	return nil, nil
}

// removable tells that a line can be taken out of a group of constants: none
// repeats it, others are left, and they stay aligned.
func removable(fset *token.FileSet, decl *ast.GenDecl, spec *ast.ValueSpec) bool {
	i := slices.Index(decl.Specs, ast.Spec(spec))
	line := func(j int) int { return fset.PositionFor(decl.Specs[j].Pos(), false).Line }
	aligned := false
	for j, s := range decl.Specs {
		other := s.(*ast.ValueSpec)
		if len(other.Values) == 0 || other.Doc != nil || other.Comment != nil {
			return false
		}
		if j != i && line(j)-line(i) == j-i && len(other.Names[0].Name) >= len(spec.Names[0].Name) {
			aligned = true
		}
	}
	return aligned
}

// usedInConst tells that a constant is used where a variable cannot be.
func (c *checker) usedInConst(obj *types.Const) (found bool) {
	for _, f := range c.pass.Files {
		ast.Inspect(f, func(n ast.Node) bool {
			if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.CONST {
				ast.Inspect(d, func(n ast.Node) bool {
					if id, ok := n.(*ast.Ident); ok && c.pass.TypesInfo.Uses[id] == obj {
						found = true
					}
					return !found
				})
				return false
			}
			return !found
		})
	}
	return found
}
