package cli

// -fix and -diff: the fixes are applied in memory and tried there (internal/fix/mend);
// what is written, or shown, is what has passed. The report is of what remains.

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zmqlint/zmqlint/internal/fix/apply"
	"github.com/zmqlint/zmqlint/internal/fix/mend"
)

// fixMode is the flag -fix, which is boolean or has a value.
type fixMode string

const (
	fixNone fixMode = ""
	fixSafe fixMode = "true" // those that are right as they are
	fixAll  fixMode = "all"  // also those that take a decision
)

func (m *fixMode) String() string   { return string(*m) }
func (m *fixMode) IsBoolFlag() bool { return true }

func (m *fixMode) Set(value string) error {
	switch value {
	case "true", "all":
		*m = fixMode(value)
	case "false":
		*m = fixNone
	default:
		return errors.New("want -fix or -fix=all")
	}
	return nil
}

func (opt *options) fixFlags(fs *flag.FlagSet) {
	fs.Var(&opt.fix, "fix", "apply fixes, and report what remains; -fix=all also applies those that take\na decision: keys, an address")
	fs.BoolVar(&opt.diff, "diff", false, "print what -fix would do as a unified diff; exit code 1 when there is any")
}

// checkFix checks -fix and -diff. The diff has standard output for itself.
func (opt *options) checkFix() error {
	if opt.diff && opt.fix == fixNone {
		opt.fix = fixSafe
	}
	if opt.fix != fixNone && slices.Contains(opt.patterns, "all") {
		return errors.New("all is a pattern of packages that includes dependencies, which are never changed (did you mean -fix=all?)")
	}
	if !opt.diff {
		return nil
	}
	toStdout := func(o output) bool { return o.path == stdout }
	if opt.format != "" && len(opt.files) == 0 || len(opt.files) > 0 && slices.ContainsFunc(opt.outputs, toStdout) {
		return errors.New("-diff has standard output for itself: name a file for the report, with -o")
	}
	opt.outputs = slices.DeleteFunc(opt.outputs, toStdout)
	return nil
}

// applyFixes applies the fixes that were asked for, or prints them as a diff, and
// returns the examination to report: of the files as they are then. Where that
// fails it says so, and returns the exit code and no examination.
func (c *command) applyFixes(ctx context.Context, e *examination, narrow func(*examination, []*apply.Change)) (*mend.Result, *examination, int) {
	if e.opt.fix == fixNone {
		return nil, e, exitClean
	}
	res, err := c.mend(ctx, e, narrow)
	if err != nil {
		return nil, nil, c.failed(err)
	}
	if e.opt.diff {
		err = c.printDiff(res.Changes)
	} else {
		err, e = apply.Write(res.Changes), res.Last.Run.(*examination)
	}
	if err != nil {
		c.logf("cannot write the fixes: %v", err)
		return nil, nil, exitPartial
	}
	return res, e, exitClean
}

// diffCode is the exit code of -diff.
func diffCode(res *mend.Result) int {
	if len(res.Changes) > 0 {
		return exitFindings
	}
	return exitClean
}

// mend finds out which fixes can be applied. narrow leaves in an examination the
// findings that are to be reported, and so to be fixed.
func (c *command) mend(ctx context.Context, e *examination, narrow func(*examination, []*apply.Change)) (*mend.Result, error) {
	bar := c.progress(e.opt)
	defer bar.Done()
	analysis := func(e *examination) *mend.Analysis {
		a := mend.New(c.dir, e.loaded, e.out)
		a.Others, a.Run = append(a.Others, e.old...), e
		return a
	}
	return mend.Mend(ctx, analysis(e), mend.Options{
		Decisions: e.opt.fix == fixAll,
		Analyze: func(ctx context.Context, t mend.Trial) (*mend.Analysis, error) {
			next, err := c.look(ctx, e.opt, t.Overlay, bar)
			if err != nil {
				return nil, err
			}
			t.Settle(next.out)
			narrow(next, t.Changes)
			return analysis(next), nil
		},
	})
}

// printDiff prints the changes.
func (c *command) printDiff(changes []*apply.Change) error {
	for _, change := range changes {
		diff := change.Unified()
		if c.colour(c.stdio.Out) {
			diff = apply.Colour(diff)
		}
		if _, err := io.WriteString(c.stdio.Out, diff); err != nil {
			return err
		}
	}
	return nil
}

// fixNotes tells on stderr what was applied, and what was not and why.
func (c *command) fixNotes(res *mend.Result, opt *options) {
	if opt.quiet {
		return
	}
	decisions := 0
	for _, l := range res.Left {
		if errors.Is(l.Why, mend.ErrDecision) {
			decisions++
			if !opt.verbose {
				continue
			}
		}
		text := fmt.Sprintf("%s:%d:%d: %s: not fixed: %v", l.Finding.File, l.Finding.Line, l.Finding.Column, l.Finding.Rule, l.Why)
		if l.Bug {
			text += " (this is a bug of zmqlint; please report it)"
		}
		c.logf("%s", text)
	}
	for _, change := range res.Changes {
		if filepath.Base(change.File) == "go.mod" && !changes(res, filepath.Join(filepath.Dir(change.File), "go.sum")) {
			c.logf("%s requires another version: go mod tidy completes go.sum", change.File)
		}
	}
	c.logf("%s", fixSummary(res, opt.diff, decisions))
}

func changes(res *mend.Result, file string) bool {
	return slices.ContainsFunc(res.Changes, func(c *apply.Change) bool { return c.File == file })
}

func fixSummary(res *mend.Result, diff bool, decisions int) string {
	verb := "fixed"
	if diff {
		verb = "would fix"
	}
	text := fmt.Sprintf("%s %s in %s", verb, counted(len(res.Fixed), "finding", "findings"), counted(len(res.Changes), "file", "files"))
	remain := res.Last.Open
	if len(remain) == 0 {
		return text
	}
	text += fmt.Sprintf("; %d left: ", len(remain))
	var why []string
	for _, part := range []struct {
		n    int
		text string
	}{
		{len(remain) - len(res.Left), "without a fix"},
		{decisions, "whose fix takes a decision (-fix=all)"},
		{len(res.Left) - decisions, "whose fix was not applied"},
	} {
		if part.n > 0 {
			why = append(why, fmt.Sprintf("%d %s", part.n, part.text))
		}
	}
	return text + strings.Join(why, ", ")
}
