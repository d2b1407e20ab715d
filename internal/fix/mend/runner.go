package mend

import (
	"context"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/examine"
	"github.com/zmqlint/zmqlint/internal/load"
	"github.com/zmqlint/zmqlint/internal/report"
)

// Runner runs a suite over the packages that a load asks for. Its runs differ in
// a few files, so they share a session.
type Runner struct {
	Load    load.Config
	Suite   []*analysis.Analyzer
	session *load.Session
}

// Analyze is for Options.
func (r *Runner) Analyze(ctx context.Context, t Trial) (*Analysis, error) {
	if r.session == nil {
		r.session = load.NewSession()
	}
	cfg := r.Load
	cfg.Overlay = t.Overlay
	loaded, err := r.session.Load(ctx, cfg)
	if err != nil {
		return nil, err
	}
	out, err := examine.Run(ctx, r.Suite, loaded, examine.Options{Dir: cfg.Dir, Tests: cfg.Tests})
	if err != nil {
		return nil, err
	}
	t.Settle(out)
	return New(cfg.Dir, loaded, out), nil
}

// Settle leaves out what is settled.
func (t Trial) Settle(out *examine.Outcome) {
	out.Findings = slices.DeleteFunc(out.Findings, func(f report.Finding) bool {
		return slices.ContainsFunc(t.Settled, func(s report.Finding) bool { return s.Line == f.Line && key(&s) == key(&f) })
	})
}
