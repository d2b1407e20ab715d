package cli

// The flags that leave nothing but what is new: -new-from-rev and the like.
// What they leave out is dropped, and counted in the summary.

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/zmqlint/zmqlint/internal/fix/apply"
	"github.com/zmqlint/zmqlint/internal/newlines"
	"github.com/zmqlint/zmqlint/internal/report"
)

// since is what "new" is measured against.
type since struct {
	flag  string // the one that was given; empty for none
	value string
	whole bool
}

func (s *since) flags(fs *flag.FlagSet) {
	for _, f := range []struct{ name, usage string }{
		{"new-from-rev", "report on lines that are new since a git `revision`, uncommitted ones included"},
		{"new-from-merge-base", "report on lines that are new since the current branch has left a git `branch`"},
		{"new-from-patch", "report on lines that a patch `file` adds"},
	} {
		fs.Func(f.name, f.usage, func(value string) error { return s.set(f.name, value) })
	}
	fs.BoolVar(&s.whole, "whole-files", false, "with -new-from-…: report on all lines of files that have a new one")
}

func (s *since) set(name, value string) error {
	if value == "" {
		return errors.New("it is empty")
	}
	if s.flag != "" && s.flag != name {
		return fmt.Errorf("-%s is given already", s.flag)
	}
	s.flag, s.value = name, value
	return nil
}

func (s *since) check() error {
	if s.whole && s.flag == "" {
		return errors.New("-whole-files needs -new-from-rev, -new-from-merge-base or -new-from-patch")
	}
	return nil
}

// newLines returns the lines to report on, nil for all.
func (c *command) newLines(ctx context.Context, s since) (lines *newlines.Lines, err error) {
	git := newlines.Git{Dir: c.dir, Env: c.env}
	switch s.flag {
	case "":
		return nil, nil
	case "new-from-rev":
		lines, err = git.FromRevision(ctx, s.value)
	case "new-from-merge-base":
		lines, err = git.FromMergeBase(ctx, s.value)
	default:
		lines, err = c.patchLines(ctx, git, s.value)
	}
	if err != nil {
		return nil, fmt.Errorf("-%s: %w", s.flag, err)
	}
	lines.Whole = s.whole
	return lines, nil
}

// patchLines reads a patch. Names in it start from the root of the repository,
// or from the working directory where there is none.
func (c *command) patchLines(ctx context.Context, git newlines.Git, name string) (*newlines.Lines, error) {
	f, err := os.Open(c.absolute(name))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, reason(err))
	}
	defer f.Close()
	root, err := git.Root(ctx)
	if err != nil {
		root = c.dir
	}
	lines, err := newlines.FromPatch(f, root)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return lines, nil
}

// onlyNew splits findings into those on new lines and the others. Where fixes
// have changed a file, a line that they inserted or replaced is new as well.
func (c *command) onlyNew(lines *newlines.Lines, findings []report.Finding, changes []*apply.Change) (kept, old []report.Finding) {
	if lines == nil {
		return findings, nil
	}
	moves := map[string]*apply.Moves{}
	for _, change := range changes {
		moves[change.File] = change.Moves()
	}
	isNew := func(f *report.Finding) bool {
		first, last := moves[f.File].Origin(f.Line)
		if first != last {
			return true
		}
		return lines.New(c.absolute(f.File), first, f.EndLine+first-f.Line)
	}
	for _, f := range findings {
		if isNew(&f) {
			kept = append(kept, f)
		} else {
			old = append(old, f)
		}
	}
	return kept, old
}

// absolute returns the absolute name of a file that is named in the working
// directory.
func (c *command) absolute(file string) string {
	if filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(c.dir, file)
}
