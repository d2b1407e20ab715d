package corpus

import (
	"context"
	"path/filepath"
	"time"

	"github.com/zmqlint/zmqlint/analyzers"
	versions "github.com/zmqlint/zmqlint/analyzers/version"
	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/examine"
	"github.com/zmqlint/zmqlint/internal/libzmq"
	"github.com/zmqlint/zmqlint/internal/load"
)

// perPackage makes a run in memory, with nothing but facts between packages: what
// go vet and golangci-lint find, whether or not the repository builds here.
func (r Runner) perPackage(ctx context.Context, root string, run Run) (Analysis, error) {
	ctx, cancel := context.WithTimeout(ctx, r.Timeout)
	defer cancel()
	defer config.Use(config.Settings{NoFile: true})()
	defer libzmq.UseEnv(run.environ())()
	start := time.Now()
	loaded, err := load.Load(ctx, load.Config{
		Dir: filepath.Join(root, filepath.FromSlash(run.Dir)), Env: run.environ(), Patterns: run.Patterns, Tags: run.Tags, Watch: versions.Bindings(),
	})
	if err != nil {
		return Analysis{}, err
	}
	out, err := examine.Run(ctx, analyzers.All(), loaded, examine.Options{Dir: root, PerPackage: true})
	if err != nil {
		return Analysis{}, err
	}
	a := Analysis{Elapsed: time.Since(start)}
	for _, f := range out.Findings {
		a.Findings = append(a.Findings, Finding{
			Rule: f.Rule, Verdict: string(f.Verdict), File: f.File, Line: f.Line, Column: f.Column, Message: f.Message, Missing: f.Missing,
		})
	}
	for _, n := range out.Failed {
		a.NotAnalyzed = append(a.NotAnalyzed, NotAnalyzed{Package: n.Package, File: n.File, Reason: n.Reason})
	}
	return a, nil
}
