package examine

// The one place where the command and the language server meet the engine.

import (
	"context"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/zmqlint/zmqlint/internal/sockets"
)

// preloadEngine shows the engine all packages at once, so that it knows callers
// and implementations beyond the package under analysis.
func preloadEngine(ctx context.Context, pkgs, roots []*packages.Package) (release func(), failed error) {
	return sockets.Preload(ctx, pkgs, roots)
}

// engineAnalyzers run beside the suite, for their results alone.
func engineAnalyzers() []*analysis.Analyzer { return []*analysis.Analyzer{sockets.Analyzer} }

// engineNotes takes what the engine could not follow, and the functions that
// it lost, out of the result of one of engineAnalyzers.
func engineNotes(result any) (unknowns []sockets.Unknown, lost []string) {
	r, ok := result.(*sockets.Result)
	if !ok || r == nil {
		return nil, nil
	}
	for _, p := range r.Problems {
		lost = append(lost, p.What+": "+p.Why)
	}
	return r.Unknowns, lost
}
