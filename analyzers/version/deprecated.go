package version

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/advisory"
	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/rule"
)

// deprecated reports bindings that nobody maintains, each at the first import
// in the package.
func deprecated(pass *analysis.Pass, table *advisory.Table) (found finding.List) {
	for _, b := range table.Deprecated {
		if at := importOf(pass, func(path string) bool { return path == b.Path }); at != nil {
			found = append(found, finding.Finding{
				Rule: "deprecated-binding", Severity: rule.Warning, Pos: at.Pos(), End: at.End(),
				Message: fmt.Sprintf("%s is no longer maintained: it was made for %s, without CURVE and ZAP; %s takes its place", b.Path, b.Speaks, table.ZMQ4.Path),
			})
		}
	}
	return found
}

// Bindings are the import paths that deprecated-binding reports.
func Bindings() (paths []string) {
	for _, b := range advisory.Embedded().Deprecated {
		paths = append(paths, b.Path)
	}
	return paths
}

// Unanalyzed reports the deprecated bindings of a package that the analyzer is
// not applied to, because it has nothing to do with zmq4. Its files are read
// as far as their imports.
func Unanalyzed(names []string) (*token.FileSet, []*ast.File, finding.List) {
	pass := &analysis.Pass{Fset: token.NewFileSet(), Report: func(analysis.Diagnostic) {}}
	for _, name := range names {
		f, err := parser.ParseFile(pass.Fset, name, nil, parser.ImportsOnly|parser.ParseComments|parser.SkipObjectResolution)
		if err == nil {
			pass.Files = append(pass.Files, f)
		}
	}
	return pass.Fset, pass.Files, finding.Report(pass, deprecated(pass, advisory.Embedded()))
}
