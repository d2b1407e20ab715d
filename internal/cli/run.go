package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/zmqlint/zmqlint/analyzers"
	versions "github.com/zmqlint/zmqlint/analyzers/version"
	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/examine"
	"github.com/zmqlint/zmqlint/internal/fix/apply"
	"github.com/zmqlint/zmqlint/internal/libzmq"
	"github.com/zmqlint/zmqlint/internal/load"
	"github.com/zmqlint/zmqlint/internal/report"
	"github.com/zmqlint/zmqlint/internal/rule"
	"golang.org/x/tools/go/packages"
)

// run analyses packages and reports.
func (c *command) run(ctx context.Context, opt *options) int {
	start := time.Now()
	sinks, err := c.openOutputs(opt.outputs)
	if err != nil {
		return c.fail(err)
	}
	defer discard(sinks)
	accepted, err := c.openBaseline(opt.baseline)
	if err != nil {
		return c.fail(fmt.Errorf("-baseline %w", err))
	}
	lines, err := c.newLines(ctx, opt.since)
	if err != nil {
		return c.fail(err)
	}
	restore, problems := c.configure(opt)
	defer restore()
	defer libzmq.UseEnv(c.env)()
	if len(problems) > 0 {
		return c.failConfig(problems)
	}
	if err := examine.CheckAdvisories(c.dir, nil); err != nil {
		return c.fail(err)
	}
	e, code := c.examine(ctx, opt)
	if e == nil {
		return code
	}
	narrow := func(e *examination, changes []*apply.Change) {
		accepted.apply(e)
		e.out.Findings, e.old = c.onlyNew(lines, e.out.Findings, changes)
	}
	narrow(e, nil)
	mended, e, code := c.applyFixes(ctx, e, narrow)
	if e == nil {
		return code
	}

	r := e.report()
	code = exitCode(r, opt.failOn)
	if opt.diff && code != exitPartial {
		code = diffCode(mended)
	}
	if opt.strict && code == exitClean && len(accepted.stale) > 0 {
		code = exitFindings
	}
	err = c.write(sinks, r, report.Options{
		Dir: c.dir, Version: version(), ExitCode: code, FailOn: opt.failOn, Context: opt.context,
		ShowSuppressed: opt.showSuppressed,
	})
	if err != nil {
		c.logf("cannot write the report: %v", err)
		return exitPartial
	}
	c.notes(e)
	c.baselineNotes(accepted, opt)
	if mended != nil {
		c.fixNotes(mended, opt)
	}
	c.summary(e, r)
	if opt.verbose {
		c.stages(append(e.stages, load.Stage{Name: "in all", Duration: time.Since(start)}))
	}
	return code
}

// examination is a load, and what the suite says about it.
type examination struct {
	opt    *options
	loaded *load.Result
	out    *examine.Outcome
	gaps   []gap
	old    []report.Finding // those that are not on new lines
	stages []load.Stage
}

// examine loads and analyses packages. Where there is nothing to go on with,
// it says so and returns the exit code.
func (c *command) examine(ctx context.Context, opt *options) (*examination, int) {
	bar := c.progress(opt)
	e, err := c.look(ctx, opt, nil, bar)
	bar.Done()
	if err != nil {
		return nil, c.failed(err)
	}
	return e, exitClean
}

func (c *command) progress(opt *options) *progress {
	if isTerminal(c.stdio.Err) && !opt.quiet {
		return newProgress(c.stdio.Err)
	}
	return newProgress(nil)
}

// errSuite says that the analysis as such has failed.
var errSuite = errors.New("the analysis failed")

// failed reports why there is no examination.
func (c *command) failed(err error) int {
	if problems, ok := errors.AsType[config.Problems](err); ok {
		return c.failConfig(problems)
	}
	code := c.fail(err)
	if errors.Is(err, errSuite) {
		code = exitPartial
	}
	return code
}

// look loads and analyses packages, with the contents of files that the overlay has.
func (c *command) look(ctx context.Context, opt *options, overlay map[string][]byte, bar *progress) (*examination, error) {
	loaded, err := load.Load(ctx, load.Config{
		Dir: c.dir, Env: c.env, Patterns: opt.patterns, Tags: opt.tags, Tests: opt.tests, Progress: bar.Stage,
		Overlay: overlay, Watch: versions.Bindings(),
	})
	if err != nil {
		return nil, err
	}
	if problems := examine.ConfigProblems(loaded); len(problems) > 0 {
		return nil, problems
	}
	if err := examine.CheckAdvisories(c.dir, loaded.Packages); err != nil {
		return nil, err
	}
	bar.Stage("analysis")
	start := time.Now()
	out, err := examine.Run(ctx, analyzers.All(), loaded, examine.Options{Dir: c.dir, Tests: opt.tests})
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errSuite, err)
	}
	stages := append(slices.Clone(loaded.Stages), load.Stage{Name: "analysis", Duration: time.Since(start)})
	return &examination{opt: opt, loaded: loaded, out: out, gaps: c.gaps(loaded, out), stages: stages}, nil
}

// gap is something that the findings do not cover.
type gap struct {
	report.NotAnalyzed
	notice bool // it was covered, but not as one might think
}

func (c *command) gaps(loaded *load.Result, out *examine.Outcome) (gaps []gap) {
	names := examine.NewPaths(c.dir)
	for _, p := range loaded.NotAnalyzed {
		gaps = append(gaps, gap{
			report.NotAnalyzed{
				Package: p.Package, File: names.Short(p.File), Reason: names.Shorten(p.Reason), Incomplete: p.Kind.Incomplete(),
			},
			p.Kind == load.Notice,
		})
	}
	for _, f := range out.Failed {
		gaps = append(gaps, gap{NotAnalyzed: f})
	}
	return gaps
}

func (e *examination) report() *report.Report {
	r := &report.Report{
		Findings:   e.out.Findings,
		Suppressed: e.out.Suppressed,
		Stats:      report.Stats{Matched: e.loaded.Matched, Analyzed: distinct(e.loaded.Packages), Unknown: len(e.out.Unknowns)},
	}
	for _, g := range e.gaps {
		r.NotAnalyzed = append(r.NotAnalyzed, g.NotAnalyzed)
	}
	r.Count()
	return r
}

// incomplete reports whether something that was asked for is missing.
func (e *examination) incomplete() bool {
	return slices.ContainsFunc(e.gaps, func(g gap) bool { return g.Incomplete })
}

// notes tells on stderr what the findings do not cover.
func (c *command) notes(e *examination) {
	for _, g := range e.gaps {
		what := "not analyzed"
		if g.notice {
			what = "note"
		}
		if g.Incomplete || !e.opt.quiet {
			c.logf("%s: %s: %s", what, cmp.Or(g.File, g.Package), g.Reason)
		}
	}
	if e.opt.verbose || e.opt.explainUnknown {
		for _, u := range e.out.Unknowns {
			c.logf("cannot follow: %s", u)
		}
	}
	c.remarks(e)
}

// summary sums up on stderr. It is for people: editors discard a linter that
// fails and writes to stderr, so a pipe does not get it unasked.
func (c *command) summary(e *examination, r *report.Report) {
	if !e.opt.verbose && (!isTerminal(c.stdio.Err) || e.opt.quiet) {
		return
	}
	text := report.Summary(r)
	if n := len(e.old); n > 0 {
		text += fmt.Sprintf("; %s not on new lines", counted(n, "finding", "findings"))
	}
	c.logf("%s", text)
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
