package zmqtest_test

import (
	"go/ast"
	"path"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// TestRun sends an analyzer that reports every open over a package that opens.
func TestRun(t *testing.T) {
	opens := &analysis.Analyzer{Name: "opens", Doc: "report every bind and connect", Run: func(pass *analysis.Pass) (any, error) {
		for _, f := range pass.Files {
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				fn := typeutil.StaticCallee(pass.TypesInfo, call)
				if c := zmqapi.Lookup(fn); c != nil && c.EndpointArg == 0 {
					pass.Reportf(call.Pos(), "%s on %s", c, path.Base(fn.Pkg().Path()))
				}
				return true
			})
		}
		return nil, nil
	}}
	if got := zmqtest.Run(t, opens, "zmqtest/self"); len(got) != 1 || len(got[0].Diagnostics) != 2 {
		t.Errorf("want one package with two diagnostics, got %v", got)
	}
}
