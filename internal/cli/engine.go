package cli

import (
	"go/token"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"
)

// This file is the one place where the command meets the engine.
// TODO: connect internal/sockets: Preload, Analyzer, Result.Unknowns and
// Result.Problems. Until then nothing is preloaded and nothing is unknown.

// unknown is a place that the engine could not follow, so that the rules are
// silent about what comes of it.
type unknown struct {
	pos       token.Pos
	what, why string
}

// preloadEngine shows the engine all packages at once, so that it knows callers
// and implementations beyond the package under analysis.
func preloadEngine(pkgs []*packages.Package) (release func()) { return func() {} }

// engineAnalyzers run beside the suite, for their results alone.
func engineAnalyzers() []*analysis.Analyzer { return nil }

// engineNotes takes what the engine could not follow, and the functions that
// it lost, out of the result of one of engineAnalyzers.
func engineNotes(result any) (unknowns []unknown, lost []string) { return nil, nil }
