package drivers

import (
	"context"

	"golang.org/x/tools/go/analysis/checker"

	"github.com/zmqlint/zmqlint/analyzers"
	versions "github.com/zmqlint/zmqlint/analyzers/version"
	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/libzmq"
	"github.com/zmqlint/zmqlint/internal/load"
)

// PerPackage runs the suite over what the command loads, but package by package,
// with nothing but facts between them, as go vet does. The command shows the
// engine the whole load at once, and knows callers, flags and implementations in
// other packages. So what this finds has to be what go vet and golangci-lint find,
// and where the command differs from it, the whole load is the reason.
func (r Run) PerPackage(ctx context.Context) ([]Finding, error) {
	defer config.Use(config.Settings{})()
	defer libzmq.UseEnv(r.Env)()
	loaded, err := load.Load(ctx, load.Config{Dir: r.Dir, Env: r.Env, Patterns: r.Patterns, Tags: r.Tags, Watch: versions.Bindings()})
	if err != nil {
		return nil, err
	}
	graph, err := checker.Analyze(analyzers.All(), loaded.Packages, nil)
	if err != nil {
		return nil, err
	}
	var found []Finding
	for _, act := range graph.Roots {
		if act.Err != nil {
			return nil, act.Err
		}
		for _, d := range act.Diagnostics {
			at := act.Package.Fset.PositionFor(d.Pos, false)
			found = append(found, r.finding(at.Filename, at.Line, at.Column, d.Message))
		}
	}
	return sorted(found), nil
}
