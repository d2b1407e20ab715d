// Package analyzers is the suite: the one list of analyzers that every driver
// takes.
package analyzers

import (
	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/analyzers/curve"
	"github.com/zmqlint/zmqlint/analyzers/exposure"
	"github.com/zmqlint/zmqlint/analyzers/sockopt"
)

// All returns the analyzers of the suite. The slice is the caller's.
func All() []*analysis.Analyzer {
	return []*analysis.Analyzer{curve.Analyzer, sockopt.Analyzer, exposure.Analyzer}
}
