// Command run measures zmqlint on checkouts of the labelled repositories, and
// prints precision and recall and every disagreement.
//
//	go run ./internal/corpus/run -dir CHECKOUTS [-prepare] [-v]
//	go run ./internal/corpus/run -dir CHECKOUTS -packages
//	go run ./internal/corpus/run -dir CHECKOUTS -fix
//
// With -packages it measures what go vet and golangci-lint find, which see one
// package at a time. With -fix it proves what the fixes of all findings promise.
// Both work in memory. It ends with 1 when a threshold is not reached or a
// repository could not be analysed, and with 2 when it was called wrongly.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/zmqlint/zmqlint/internal/corpus"
	"github.com/zmqlint/zmqlint/internal/rule"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

type options struct {
	dir, corpus, use, zmqlint         string
	repos, rules                      []string
	verbose, prepare, fix, packages   bool
	timeout                           time.Duration
	minPrecision, minRecall, minExact float64
}

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	var repos, rules string
	f := flag.NewFlagSet("run", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.dir, "dir", "", "folder with the checkouts, each named OWNER+NAME")
	f.StringVar(&o.corpus, "corpus", "corpus", "folder with the labels")
	f.StringVar(&o.use, "use", "tune", "repositories to measure: tune, heldout or all")
	f.StringVar(&repos, "repo", "", "measure only these `repositories` (OWNER+NAME, comma-separated); overrides -use")
	f.StringVar(&rules, "rules", "", "count only these `rules` (comma-separated)")
	f.StringVar(&o.zmqlint, "zmqlint", "", "the zmqlint `binary`; built from ./cmd/zmqlint when not given")
	f.BoolVar(&o.verbose, "v", false, "print hits, findings that are not counted, and packages that were not analysed")
	f.BoolVar(&o.prepare, "prepare", false, "make the checkouts ready (go mod init, modules) and end")
	f.BoolVar(&o.packages, "packages", false, "analyse package by package, as go vet and golangci-lint do")
	f.BoolVar(&o.fix, "fix", false, "prove the fixes of all findings, in memory, instead of measuring")
	f.DurationVar(&o.timeout, "timeout", 5*time.Minute, "limit for one run of zmqlint or go")
	f.Float64Var(&o.minPrecision, "min-precision", 0, "end with 1 below this precision")
	f.Float64Var(&o.minRecall, "min-recall", 0, "end with 1 below this recall")
	f.Float64Var(&o.minExact, "min-exact", 0, "end with 1 below this share of exact missing-options sets")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	o.repos, o.rules = split(repos), split(rules)
	switch {
	case f.NArg() > 0:
		return o, fmt.Errorf("arguments that are not flags: %s", strings.Join(f.Args(), " "))
	case o.dir == "":
		return o, errors.New("-dir is missing: the folder with the checkouts")
	case !slices.Contains([]string{"tune", "heldout", "all"}, o.use):
		return o, fmt.Errorf("-use %s: want tune, heldout or all", o.use)
	}
	for _, r := range o.rules {
		if _, ok := rule.Lookup(r); !ok {
			return o, fmt.Errorf("-rules: there is no rule %q", r)
		}
	}
	return o, nil
}

func split(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	var repos []corpus.Repo
	if err == nil {
		repos, err = selectRepos(o)
	}
	if err != nil {
		fmt.Fprintln(stderr, "corpus:", err)
		return 2
	}
	s := session{options: o, stdout: stdout, stderr: stderr, runner: corpus.Runner{Timeout: o.timeout, PerPackage: o.packages}}
	if o.prepare {
		return s.prepare(ctx, repos)
	}
	if o.fix {
		return s.proveFixes(ctx, repos)
	}
	if o.packages {
		return s.measure(ctx, repos)
	}
	if o.zmqlint == "" {
		tmp, err := os.MkdirTemp("", "zmqlint-corpus-")
		if err != nil {
			fmt.Fprintln(stderr, "corpus:", err)
			return 1
		}
		defer os.RemoveAll(tmp)
		s.runner.Zmqlint = filepath.Join(tmp, "zmqlint")
		build := exec.CommandContext(ctx, "go", "build", "-o", s.runner.Zmqlint, "./cmd/zmqlint")
		build.Stderr = stderr
		if err := build.Run(); err != nil {
			fmt.Fprintln(stderr, "corpus: building zmqlint:", err)
			return 1
		}
	} else if s.runner.Zmqlint, err = filepath.Abs(o.zmqlint); err != nil {
		fmt.Fprintln(stderr, "corpus:", err)
		return 2
	}
	return s.measure(ctx, repos)
}

// selectRepos loads the corpus and leaves what the flags ask for.
func selectRepos(o options) ([]corpus.Repo, error) {
	repos, err := corpus.Load(os.DirFS(o.corpus))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.corpus, err)
	}
	for _, name := range o.repos {
		if !slices.ContainsFunc(repos, func(r corpus.Repo) bool { return r.Name == name }) {
			return nil, fmt.Errorf("-repo: there is no %q in PINS", name)
		}
	}
	return slices.DeleteFunc(repos, func(r corpus.Repo) bool {
		if len(o.repos) > 0 {
			return !slices.Contains(o.repos, r.Name)
		}
		return o.use != "all" && r.Use != o.use
	}), nil
}
