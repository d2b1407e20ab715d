// Package analyzers is the suite: the one list of analyzers that every driver
// takes.
package analyzers

import (
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/analyzers/curve"
	"github.com/zmqlint/zmqlint/analyzers/exposure"
	"github.com/zmqlint/zmqlint/analyzers/recvloop"
	"github.com/zmqlint/zmqlint/analyzers/sockopt"
	"github.com/zmqlint/zmqlint/analyzers/suppression"
	"github.com/zmqlint/zmqlint/analyzers/version"
)

var rules = []*analysis.Analyzer{curve.Analyzer, sockopt.Analyzer, recvloop.Analyzer, exposure.Analyzer, version.Analyzer}

// suite ends with the analyzer that looks at what the others found.
var suite = append(slices.Clone(rules), suppression.New(rules...))

// All returns the analyzers of the suite. The slice is the caller's.
func All() []*analysis.Analyzer { return slices.Clone(suite) }
