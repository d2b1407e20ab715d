// Package examine runs the suite over a load and puts together what it says.
// It is what the command and the language server have in common: the same
// analyzers, configuration and suppression, hence the same findings.
//
//	examine.go     Run
//	settings.go    the configuration and the advisories that a load needs
//	engine.go      the engine: the whole load at once, and what it could not follow
//	guard.go       a panic in an analyzer is the failure of one package
//	collect.go     from the results of analyzers to findings of a report
//	shared.go      findings that the packages of a module share
//	paths.go       names of files
package examine

import (
	"cmp"
	"context"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/zmqlint/zmqlint/internal/load"
	"github.com/zmqlint/zmqlint/internal/report"
	"github.com/zmqlint/zmqlint/internal/sockets"
)

// Options are how the suite is run over a load.
type Options struct {
	Dir   string // names of files inside are relative to it
	Tests bool   // report on test files too
	// PerPackage has the engine know nothing of a package but its own code and the
	// facts of its imports, as under go vet and golangci-lint.
	PerPackage bool
	// Sockets is handed what the engine knows of each package; may be nil.
	Sockets func(*packages.Package, *sockets.Result)
}

// Outcome is what the suite says about a load.
type Outcome struct {
	Findings   []report.Finding
	Suppressed []report.Finding // by directives
	Failed     []report.NotAnalyzed
	Unknowns   []string // "file:line:col: what: why"
	Remarks    []string // what is of interest to a log only
}

// Run runs the suite over a load. An analyzer that fails on a package costs
// that package and no other. The error is that of the context, when that ends
// first, or says that the suite itself is not valid.
func Run(ctx context.Context, suite []*analysis.Analyzer, loaded *load.Result, opt Options) (*Outcome, error) {
	var failed error
	if !opt.PerPackage {
		var release func()
		release, failed = preloadEngine(ctx, loaded.Load, loaded.Packages)
		defer release()
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	graph, err := checker.Analyze(append(guardAll(ctx, suite), engineAnalyzers()...), loaded.Packages, nil)
	if err := cmp.Or(ctx.Err(), err); err != nil {
		return nil, err
	}
	col := newCollector(opt)
	for _, act := range graph.Roots {
		col.action(act)
	}
	if failed != nil {
		col.Failed = append(col.Failed, report.NotAnalyzed{Package: ".", Reason: "what packages do with the sockets of others: " + failed.Error(), Incomplete: true})
	}
	col.deprecated(loaded)
	return col.result(), nil
}
