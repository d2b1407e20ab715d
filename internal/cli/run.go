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
)

// run analyses packages and reports.
func (c *command) run(ctx context.Context, opt *options) int {
	start := time.Now()
	var terminal io.Writer
	if isTerminal(c.stdio.Err) && !opt.quiet {
		terminal = c.stdio.Err
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
	bar.Stage("analysis")
	analysis := time.Now()
	out, err := c.analyze(analyzers.All(), loaded, opt)
	bar.Done()
	if err != nil {
		c.logf("%v", err)
		return exitPartial
	}
	if err := ctx.Err(); err != nil {
		return c.fail(err)
	}

	r := c.report(loaded, out)
	if err := c.write(r, opt); err != nil {
		c.logf("cannot write the report: %v", err)
		return exitPartial
	}
	partial := len(out.failed) > 0 ||
		slices.ContainsFunc(loaded.NotAnalyzed, func(p load.Problem) bool { return p.Kind.Incomplete() })
	c.notes(r, out, opt, partial)
	if opt.verbose {
		stages := append(slices.Clone(loaded.Stages), load.Stage{Name: "analysis", Duration: time.Since(analysis)},
			load.Stage{Name: "in all", Duration: time.Since(start)})
		c.stages(stages)
	}
	return exitCode(r, opt.failOn, partial)
}

func (c *command) report(loaded *load.Result, out *outcome) *report.Report {
	names := newPaths(c.dir)
	r := &report.Report{Findings: out.findings}
	for _, p := range loaded.NotAnalyzed {
		r.NotAnalyzed = append(r.NotAnalyzed, report.NotAnalyzed{
			Package: p.Package, File: names.short(p.File), Reason: names.shorten(p.Reason),
		})
	}
	r.NotAnalyzed = append(r.NotAnalyzed, out.failed...)
	r.Stats = report.Stats{Matched: loaded.Matched, Analyzed: len(loaded.Packages), Unknown: len(out.unknowns)}
	r.Count()
	return r
}

func (c *command) write(r *report.Report, opt *options) error {
	if opt.format == "json" {
		return report.JSON(c.stdio.Out, r)
	}
	return report.Text(c.stdio.Out, r, report.TextOptions{
		Color: c.colour(c.stdio.Out), Context: opt.context, Dir: c.dir,
	})
}

// notes tells on stderr what the findings do not cover, and sums up. The
// summary is for people: editors discard a linter that fails and writes to
// stderr, so a pipe does not get it unasked.
func (c *command) notes(r *report.Report, out *outcome, opt *options, partial bool) {
	if !opt.quiet || partial {
		for _, n := range r.NotAnalyzed {
			c.logf("not analyzed: %s: %s", cmp.Or(n.File, n.Package), n.Reason)
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
func exitCode(r *report.Report, failOn rule.Severity, partial bool) int {
	if partial {
		return exitPartial
	}
	if slices.ContainsFunc(r.Findings, func(f report.Finding) bool { return f.Severity >= failOn }) {
		return exitFindings
	}
	return exitClean
}
