package cli

// -baseline, and `zmqlint baseline` that writes the file.

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/zmqlint/zmqlint/internal/baseline"
	"github.com/zmqlint/zmqlint/internal/examine"
	"github.com/zmqlint/zmqlint/internal/report"
)

func (opt *options) baselineFlags(fs *flag.FlagSet) {
	fs.StringVar(&opt.baseline, "baseline", "", "`file` with findings that are accepted; zmqlint baseline writes it")
	fs.BoolVar(&opt.strict, "baseline-strict", false, "exit code 1 when entries of the baseline match nothing any more")
}

func (opt *options) checkBaseline() error {
	if opt.strict && opt.baseline == "" {
		return errors.New("-baseline-strict needs -baseline")
	}
	return nil
}

// accepted is the baseline of a run, and what came of it.
type accepted struct {
	*baseline.Baseline
	file  string // as it was named
	dir   string // of the file: where names in it start from
	wider []report.Finding
	stale []baseline.Entry
}

// openBaseline reads a baseline; without a file nothing is accepted.
func (c *command) openBaseline(file string) (*accepted, error) {
	if file == "" {
		return new(accepted), nil
	}
	b, err := baseline.Read(c.absolute(file))
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: %w; zmqlint baseline -o %s writes it", file, reason(err), file)
		}
		return nil, fmt.Errorf("%s: %w", file, reason(err))
	}
	return c.accept(b, file), nil
}

func (c *command) accept(b *baseline.Baseline, file string) *accepted {
	return &accepted{Baseline: b, file: file, dir: realPath(filepath.Dir(c.absolute(file)))}
}

// apply takes what is accepted out of the findings.
func (a *accepted) apply(e *examination) {
	if a.Baseline == nil {
		return
	}
	all := slices.Concat(e.out.Findings, e.out.Suppressed)
	a.stale, a.wider = a.Stale(all, a.judged(e)), nil
	why := &report.Suppression{Kind: report.External, Justification: "in the baseline " + filepath.ToSlash(a.file)}
	var open []report.Finding
	for _, f := range e.out.Findings {
		known, covered := a.Has(&f)
		switch {
		case covered:
			f.Suppression = why
			e.out.Suppressed = append(e.out.Suppressed, f)
			continue
		case known:
			a.wider = append(a.wider, f)
		}
		open = append(open, f)
	}
	e.out.Findings = open
	slices.SortStableFunc(e.out.Suppressed, examine.ComparePlace)
}

// maxStale is how many entries are listed without -v.
const maxStale = 10

// baselineNotes tells on stderr how the baseline and the code differ, other
// than by what is new.
func (c *command) baselineNotes(a *accepted, opt *options) {
	if opt.quiet && !opt.strict {
		return
	}
	for _, f := range a.wider {
		c.logf("%s:%d:%d: %s: there is more to it now than %s accepts", f.File, f.Line, f.Column, f.Rule, a.file)
	}
	n := len(a.stale)
	if n == 0 {
		return
	}
	c.logf("%s: %s no longer found (zmqlint baseline -prune -o %s removes them):", a.file, counted(n, "entry is", "entries are"), a.file)
	for i, s := range a.stale {
		if i == maxStale && !opt.verbose {
			c.logf("  … and %d more (-v lists them)", n-i)
			break
		}
		c.logf("  %s: %s: %s", s.File, s.Function, s.Rule)
	}
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

const baselineUsage = `Usage:
  zmqlint baseline [flags] [packages]

Analyses the packages and writes what is found to a file, for -baseline. When
the file is there it is brought up to date; what this run did not look at stays.

Flags:
`

// baselineOptions are those of `zmqlint baseline`.
type baselineOptions struct {
	options
	file  string
	prune bool
}

func baselineFlagSet(opt *baselineOptions) *flag.FlagSet {
	fs := flag.NewFlagSet("zmqlint baseline", flag.ContinueOnError)
	opt.analysisFlags(fs)
	fs.StringVar(&opt.file, "o", baseline.DefaultName, "`file` to write, - for standard output")
	fs.BoolVar(&opt.prune, "prune", false, "remove entries that are no longer found and add none")
	return fs
}

// baseline is `zmqlint baseline`.
func (c *command) baseline(ctx context.Context, args []string) int {
	opt := new(baselineOptions)
	flags := baselineFlagSet(opt)
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(c.stdio.Out, baselineUsage)
		flags.SetOutput(c.stdio.Out)
		flags.PrintDefaults()
		return exitClean
	} else if err != nil {
		return c.fail(fmt.Errorf("%w (zmqlint baseline -h lists the flags)", err))
	}
	if err := opt.analysed(flags.Args()); err != nil {
		return c.fail(err)
	}
	old, err := c.oldBaseline(opt)
	if err != nil {
		return c.fail(err)
	}
	return c.writeBaseline(ctx, opt, old)
}

// oldBaseline reads the file that is to be written, if it is there.
func (c *command) oldBaseline(opt *baselineOptions) (*accepted, error) {
	switch {
	case opt.file == "":
		return nil, errors.New("-o names no file")
	case opt.file == stdout && opt.prune:
		return nil, errors.New("-prune needs a file to prune")
	case opt.file == stdout:
		return c.accept(new(baseline.Baseline), opt.file), nil
	}
	old, err := c.openBaseline(opt.file)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !opt.prune:
		return c.accept(new(baseline.Baseline), opt.file), nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w (remove the file to start anew)", err)
	}
	return old, err
}

func (c *command) writeBaseline(ctx context.Context, opt *baselineOptions, b *accepted) int {
	write := func(w io.Writer, _ *report.Report, _ report.Options) error { return b.Write(w) }
	sinks, err := c.openOutputs([]output{{report.Format{Name: "baseline", Write: write}, opt.file}})
	if err != nil {
		return c.fail(err)
	}
	defer discard(sinks)
	restore, problems := c.configure(&opt.options)
	defer restore()
	if len(problems) > 0 {
		return c.failConfig(problems)
	}
	e, code := c.examine(ctx, &opt.options)
	if e == nil {
		return code
	}
	now := baseline.New("zmqlint "+version(), e.out.Findings, func(file string) string { return relative(b.dir, c.absolute(file)) })
	added, removed := b.Update(now, b.judged(e), opt.prune)
	if err := c.write(sinks, e.report(), report.Options{}); err != nil {
		c.logf("cannot write the baseline: %v", err)
		return exitPartial
	}
	c.notes(e)
	if !opt.quiet {
		c.logf("%s: %s (%d added, %d removed)", opt.file, counted(len(b.Entries), "entry", "entries"), added, removed)
	}
	if e.incomplete() {
		return exitPartial
	}
	return exitClean
}
