package exposure

// The fix of wildcard-bind: the literals that make the endpoint a wildcard are
// looked for from the bind backwards, through what its file shows: variables,
// constants, defaults, helpers. All of them become loopback, or there is no fix.

import (
	"go/ast"
	"go/token"
	"go/types"
	"regexp"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/sockets"
)

// loopback binds to this machine only.
func loopback(pass *analysis.Pass, o *sockets.Opening) *finding.Fix {
	if o.By != "" || o.Expr == nil || len(o.Expr.Args) == 0 {
		return nil
	}
	s := &search{info: pass.TypesInfo, pkg: pass.Pkg, seen: map[ast.Node]bool{}}
	for _, f := range pass.Files {
		if f.FileStart <= o.Pos && o.Pos <= f.FileEnd && !ast.IsGenerated(f) {
			s.file = f
		}
	}
	if s.file == nil {
		return nil
	}
	s.expr(o.Expr.Args[0])
	if !s.covers(o) {
		return nil
	}
	return &finding.Fix{Message: "bind to loopback", Edits: s.edits, Decision: "which interface the peers come in by: with 127.0.0.1 only those on this machine can connect"}
}

type search struct {
	info  *types.Info
	pkg   *types.Package
	file  *ast.File
	seen  map[ast.Node]bool
	hosts []string
	edits []analysis.TextEdit
}

// covers tells that each wildcard of the endpoint was found.
func (s *search) covers(o *sockets.Opening) bool {
	for _, a := range o.Endpoint.Alts {
		if !a.IsWildcard() {
			continue
		}
		host, _ := a.Host()
		found := false
		for _, h := range s.hosts {
			found = found || h == host || h == "["+host+"]" || "["+h+"]" == host
		}
		if !found {
			return false
		}
	}
	return len(s.edits) > 0
}

// wild is a host that stands for every interface, in an endpoint or at the
// beginning of a part of one.
var wild = regexp.MustCompile("^[\"`](?:tcp://)?" + `(\*|0\.0\.0\.0|\[::\]|::)` + "(?::[^:]*)?[\"`]$")

func (s *search) expr(e ast.Expr) {
	if e == nil || s.seen[e] {
		return
	}
	s.seen[e] = true
	switch e := e.(type) {
	case *ast.BasicLit:
		s.literal(e)
	case *ast.ParenExpr:
		s.expr(e.X)
	case *ast.StarExpr:
		s.expr(e.X)
	case *ast.BinaryExpr:
		s.expr(e.X)
		s.expr(e.Y)
	case *ast.CallExpr:
		for _, a := range e.Args {
			s.expr(a)
		}
		if id, ok := e.Fun.(*ast.Ident); ok {
			s.results(s.info.Uses[id])
		}
	case *ast.Ident:
		s.named(s.info.Uses[e])
	}
}

func (s *search) literal(lit *ast.BasicLit) {
	m := wild.FindStringSubmatchIndex(lit.Value)
	if lit.Kind != token.STRING || m == nil {
		return
	}
	host := lit.Value[m[2]:m[3]]
	to := map[string]string{"[::]": "[::1]", "::": "::1"}[host]
	if to == "" {
		to = "127.0.0.1"
	}
	s.hosts = append(s.hosts, host)
	s.edits = append(s.edits, analysis.TextEdit{Pos: lit.Pos() + token.Pos(m[2]), End: lit.Pos() + token.Pos(m[3]), NewText: []byte(to)})
}

// named looks at all that a constant or a variable is given in the file.
func (s *search) named(obj types.Object) {
	switch v := obj.(type) {
	case *types.Const:
	case *types.Var:
		if v.IsField() {
			return
		}
	default:
		return
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ValueSpec:
			for i, id := range n.Names {
				if s.info.Defs[id] == obj && i < len(n.Values) {
					s.expr(n.Values[i])
				}
			}
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				if id, ok := lhs.(*ast.Ident); ok && s.info.ObjectOf(id) == obj && len(n.Rhs) == len(n.Lhs) {
					s.expr(n.Rhs[i])
				}
			}
		case *ast.CallExpr: // flag.StringVar(&endpoint, "endpoint", "tcp://*:5555", "")
			for _, a := range n.Args {
				if u, ok := a.(*ast.UnaryExpr); ok && u.Op == token.AND {
					if id, ok := u.X.(*ast.Ident); ok && s.info.Uses[id] == obj {
						s.expr(n)
					}
				}
			}
		}
		return true
	})
}

// results looks at what a function of the file returns.
func (s *search) results(obj types.Object) {
	if f, ok := obj.(*types.Func); !ok || f.Pkg() != s.pkg {
		return
	}
	for _, d := range s.file.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || s.info.Defs[fn.Name] != obj || fn.Body == nil {
			continue
		}
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			if r, ok := n.(*ast.ReturnStmt); ok {
				for _, e := range r.Results {
					s.expr(e)
				}
			}
			return true
		})
	}
}
