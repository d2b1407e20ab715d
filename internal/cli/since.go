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

// onlyNew leaves the findings that are on new lines, and returns how many are
// not.
func (c *command) onlyNew(lines *newlines.Lines, findings []report.Finding) (kept []report.Finding, dropped int) {
	if lines == nil {
		return findings, 0
	}
	for _, f := range findings {
		if lines.New(c.absolute(f.File), f.Line, f.EndLine) {
			kept = append(kept, f)
		}
	}
	return kept, len(findings) - len(kept)
}

// absolute returns the absolute name of a file that is named in the working
// directory.
func (c *command) absolute(file string) string {
	if filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(c.dir, file)
}
