package corpus

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// NotAnalyzed is a package or file that zmqlint could not analyse.
type NotAnalyzed struct {
	Package string `json:"package"`
	File    string `json:"file"`
	Reason  string `json:"reason"`
}

// Analysis is what zmqlint says about a repository.
type Analysis struct {
	Findings    []Finding
	NotAnalyzed []NotAnalyzed
	Elapsed     time.Duration
}

// Runner calls zmqlint and the go command.
type Runner struct {
	Zmqlint    string        // the binary
	Timeout    time.Duration // of one run
	PerPackage bool          // instead, analyse each package on its own, as go vet does
}

// Analyze makes all runs of a repository, checked out in root, and puts their
// findings together. Paths in the result are relative to root.
func (r Runner) Analyze(ctx context.Context, root string, repo Repo) (Analysis, error) {
	var all Analysis
	// The go command can report the real path of a folder that was named
	// through a symbolic link.
	root, err := filepath.EvalSymlinks(root)
	if err != nil {
		return all, err
	}
	if root, err = filepath.Abs(root); err != nil {
		return all, err
	}
	for _, run := range repo.Runs {
		analyze := r.analyze
		if r.PerPackage {
			analyze = r.perPackage
		}
		part, err := analyze(ctx, root, run)
		if err != nil {
			return all, fmt.Errorf("%s %s: %w", run.Dir, strings.Join(run.Patterns, " "), err)
		}
		all.Findings = append(all.Findings, part.Findings...)
		all.NotAnalyzed = append(all.NotAnalyzed, part.NotAnalyzed...)
		all.Elapsed += part.Elapsed
	}
	all.Findings = distinct(all.Findings)
	return all, nil
}

// distinct drops what two runs both found, in code that they share.
func distinct(fs []Finding) []Finding {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column), cmp.Compare(a.Rule, b.Rule))
	})
	return slices.CompactFunc(fs, func(a, b Finding) bool {
		return a.File == b.File && a.Line == b.Line && a.Column == b.Column && a.Rule == b.Rule
	})
}

func (r Runner) analyze(ctx context.Context, root string, run Run) (Analysis, error) {
	args := []string{"-format", "json"}
	if run.Tags != "" {
		args = append(args, "-tags", run.Tags)
	}
	start := time.Now()
	stdout, err := r.command(ctx, root, run, r.Zmqlint, append(args, run.Patterns...)...)
	// 1 is findings and 3 is something not analysed: both come with a report.
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && (exit.ExitCode() == 1 || exit.ExitCode() == 3)) {
		return Analysis{}, err
	}
	a, err := parseReport(stdout, root, filepath.Join(root, filepath.FromSlash(run.Dir)))
	a.Elapsed = time.Since(start)
	return a, err
}

// parseReport reads zmqlint's JSON, whose paths are absolute or relative to dir.
func parseReport(data []byte, root, dir string) (Analysis, error) {
	var report struct {
		Findings    []Finding     `json:"findings"`
		NotAnalyzed []NotAnalyzed `json:"notAnalyzed"`
	}
	if err := json.Unmarshal(data, &report); err != nil {
		return Analysis{}, fmt.Errorf("report of zmqlint: %w", err)
	}
	for i := range report.Findings {
		f := &report.Findings[i]
		if !filepath.IsAbs(f.File) {
			f.File = filepath.Join(dir, filepath.FromSlash(f.File))
		}
		rel, err := filepath.Rel(root, f.File)
		if err != nil {
			return Analysis{}, err
		}
		f.File = filepath.ToSlash(rel)
	}
	return Analysis{Findings: report.Findings, NotAnalyzed: report.NotAnalyzed}, nil
}

// command runs a program in the folder of a run and returns its standard
// output. Its error has the end of the standard error.
func (r Runner) command(ctx context.Context, root string, run Run, name string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, r.Timeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = filepath.Join(root, filepath.FromSlash(run.Dir))
	cmd.Env = run.environ()
	cmd.WaitDelay = time.Second
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if ctx.Err() != nil {
		err = fmt.Errorf("%s did not end within %v", filepath.Base(name), r.Timeout)
	}
	if err != nil {
		err = fmt.Errorf("%w\n%s", err, tail(stderr.String(), 10))
	}
	return stdout.Bytes(), err
}

// environ is the environment of a run.
func (run Run) environ() []string {
	env := os.Environ()
	for _, e := range run.Env {
		if flags, ok := strings.CutPrefix(e, "GOFLAGS="); ok {
			e = "GOFLAGS=" + strings.TrimSpace(os.Getenv("GOFLAGS")+" "+flags)
		}
		env = append(env, e)
	}
	return env
}

func tail(s string, n int) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
