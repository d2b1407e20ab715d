package cli

import (
	"cmp"
	"context"
	"io"
	"slices"
	"time"

	"github.com/zmqlint/zmqlint/analyzers"
	"github.com/zmqlint/zmqlint/internal/load"
	"github.com/zmqlint/zmqlint/internal/report"
	"github.com/zmqlint/zmqlint/internal/rule"
	"golang.org/x/tools/go/packages"
)

// run analyses packages and reports.
func (c *command) run(ctx context.Context, opt *options) int {
	start := time.Now()
	var terminal io.Writer
	if isTerminal(c.stdio.Err) && !opt.quiet {
		terminal = c.stdio.Err
	}
	sinks, err := c.openOutputs(opt.outputs)
	if err != nil {
		return c.fail(err)
	}
	defer discard(sinks)
	restore, problems := c.configure(opt)
	defer restore()
	if len(problems) > 0 {
		return c.failConfig(problems)
	}
	bar := newProgress(terminal)
	defer bar.Done()

	loaded, err := load.Load(ctx, load.Config{
		Dir: c.dir, Env: c.env, Patterns: opt.patterns, Tags: opt.tags, Tests: opt.tests, Progress: bar.Stage,
	})
	if err != nil {
		bar.Done()
		return c.fail(err)
	}
	if problems := configProblems(loaded); len(problems) > 0 {
		bar.Done()
		return c.failConfig(problems)
	}
	bar.Stage("analysis")
	loadedAt := time.Now()
	out, err := c.analyze(analyzers.All(), loaded, opt)
	analysed := time.Since(loadedAt)
	bar.Done()
	if err != nil {
		c.logf("%v", err)
		return exitPartial
	}
	if err := ctx.Err(); err != nil {
		return c.fail(err)
	}

	gaps := c.gaps(loaded, out)
	r := newReport(loaded, out, gaps)
	code := exitCode(r, opt.failOn)
	err = c.write(sinks, r, report.Options{
		Dir: c.dir, Version: version(), ExitCode: code, FailOn: opt.failOn, Context: opt.context,
		ShowSuppressed: opt.showSuppressed,
	})
	if err != nil {
		c.logf("cannot write the report: %v", err)
		return exitPartial
	}
	c.notes(r, out, gaps, opt)
	if opt.verbose {
		c.stages(append(slices.Clone(loaded.Stages),
			load.Stage{Name: "analysis", Duration: analysed}, load.Stage{Name: "in all", Duration: time.Since(start)}))
	}
	return code
}

// gap is something that the findings do not cover.
type gap struct {
	report.NotAnalyzed
	notice bool // it was covered, but not as one might think
}

func (c *command) gaps(loaded *load.Result, out *outcome) (gaps []gap) {
	names := newPaths(c.dir)
	for _, p := range loaded.NotAnalyzed {
		gaps = append(gaps, gap{
			report.NotAnalyzed{
				Package: p.Package, File: names.short(p.File), Reason: names.shorten(p.Reason), Incomplete: p.Kind.Incomplete(),
			},
			p.Kind == load.Notice,
		})
	}
	for _, f := range out.failed {
		gaps = append(gaps, gap{NotAnalyzed: f})
	}
	return gaps
}

func newReport(loaded *load.Result, out *outcome, gaps []gap) *report.Report {
	r := &report.Report{
		Findings:   out.findings,
		Suppressed: out.suppressed,
		Stats:      report.Stats{Matched: loaded.Matched, Analyzed: distinct(loaded.Packages), Unknown: len(out.unknowns)},
	}
	for _, g := range gaps {
		r.NotAnalyzed = append(r.NotAnalyzed, g.NotAnalyzed)
	}
	r.Count()
	return r
}

// notes tells on stderr what the findings do not cover, and sums up. The
// summary is for people: editors discard a linter that fails and writes to
// stderr, so a pipe does not get it unasked.
func (c *command) notes(r *report.Report, out *outcome, gaps []gap, opt *options) {
	for _, g := range gaps {
		what := "not analyzed"
		if g.notice {
			what = "note"
		}
		if g.Incomplete || !opt.quiet {
			c.logf("%s: %s: %s", what, cmp.Or(g.File, g.Package), g.Reason)
		}
	}
	if opt.verbose || opt.explainUnknown {
		for _, u := range out.unknowns {
			c.logf("cannot follow: %s", u)
		}
	}
	if opt.verbose || isTerminal(c.stdio.Err) && !opt.quiet {
		c.logf("%s", report.Summary(r))
	}
}

func (c *command) stages(stages []load.Stage) {
	for _, s := range stages {
		c.logf("%7.2fs %s", s.Duration.Seconds(), s.Name)
	}
}

// exitCode: what was not analysed weighs more than what was found, because a
// caller that takes 1 for "these are all" would be wrong.
func exitCode(r *report.Report, failOn rule.Severity) int {
	switch {
	case slices.ContainsFunc(r.NotAnalyzed, func(n report.NotAnalyzed) bool { return n.Incomplete }):
		return exitPartial
	case slices.ContainsFunc(r.Findings, func(f report.Finding) bool { return f.Severity >= failOn }):
		return exitFindings
	}
	return exitClean
}

// distinct counts packages, each once however many variants and programs it
// was loaded as.
func distinct(pkgs []*packages.Package) int {
	paths := map[string]bool{}
	for _, p := range pkgs {
		paths[p.PkgPath] = true
	}
	return len(paths)
}
