package sockopt

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/fix"
	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// strengthened writes the default in the place of a weak constant. What a
// constant of another name is for is not for a fix of one call to say, so the name
// is replaced here and its declaration left alone.
func (c *checker) strengthened(s *sockets.Setting) *finding.Fix {
	if s.Expr == nil || len(s.Expr.Args) != 1 {
		return nil
	}
	arg := s.Expr.Args[0]
	p := fix.At(c.pass, s.Expr)
	if p == nil || p.Misaligns(arg.End()) || c.pass.TypesInfo.Types[arg].Value == nil || c.usesPackage(arg) {
		return nil
	}
	var edits []analysis.TextEdit
	name := ""
	if takesDuration(s.Option) {
		var ok bool
		if name, edits, ok = p.Import("time"); !ok {
			return nil
		}
	}
	set := setterOf(s.Option, connectsOnly(s), c.cfg, name)
	if set.method != s.Name {
		return nil
	}
	value := set.value
	if p.Spaced(arg) {
		value = set.spaced
	}
	edits = append(edits, analysis.TextEdit{Pos: arg.Pos(), End: arg.End(), NewText: []byte(value)})
	return &finding.Fix{Message: "set " + s.Option.String() + " to " + set.spaced, Edits: edits}
}

// usesPackage tells that an expression names something of a package other than
// time, which the file may import for nothing else.
func (c *checker) usesPackage(e ast.Expr) (found bool) {
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if pkg, ok := c.pass.TypesInfo.Uses[id].(*types.PkgName); ok && pkg.Imported().Path() != "time" {
				found = true
			}
		}
		return !found
	})
	return found
}

// connectsOnly tells that the sockets of a setting are bound nowhere.
func connectsOnly(s *sockets.Setting) bool {
	for _, u := range s.Contexts {
		if u.Bound.Open || len(u.Bound.Alts) > 0 {
			return false
		}
	}
	return len(s.Contexts) > 0 && s.Option == zmqapi.MaxMsgSize
}
