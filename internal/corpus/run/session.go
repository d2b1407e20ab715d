package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/zmqlint/zmqlint/internal/corpus"
	"github.com/zmqlint/zmqlint/internal/rule"
)

// session is one call of the command.
type session struct {
	options
	runner         corpus.Runner
	stdout, stderr io.Writer
}

// prepare makes ready those of the repositories that are there.
func (s *session) prepare(ctx context.Context, repos []corpus.Repo) int {
	code := 0
	for _, repo := range s.present(repos) {
		if err := s.runner.Prepare(ctx, filepath.Join(s.dir, repo.Name), repo, s.stdout); err != nil {
			fmt.Fprintf(s.stderr, "corpus: %s: %v\n", repo.Name, err)
			code = 1
		}
	}
	return code
}

// present leaves the repositories that have a checkout, and names the others.
func (s *session) present(repos []corpus.Repo) []corpus.Repo {
	var missing []string
	repos = slices.DeleteFunc(repos, func(r corpus.Repo) bool {
		info, err := os.Stat(filepath.Join(s.dir, r.Name))
		gone := err != nil || !info.IsDir()
		if gone {
			missing = append(missing, r.Name)
		}
		return gone
	})
	if len(missing) > 0 {
		fmt.Fprintf(s.stderr, "corpus: no checkout in %s: %s\n", s.dir, strings.Join(missing, ", "))
	}
	return repos
}

// measure analyses the repositories and prints the score.
func (s *session) measure(ctx context.Context, repos []corpus.Repo) int {
	implemented, planned := s.countedRules(repos)
	repos = s.present(repos)
	if len(repos) == 0 {
		fmt.Fprintln(s.stderr, "corpus: nothing to measure")
		return 2
	}
	var wanted []string
	failed, notAnalyzed := 0, 0
	all := make(map[string][]corpus.Outcome, len(repos))
	for _, repo := range repos {
		rules := slices.DeleteFunc(slices.Clone(repo.Rules), func(r string) bool { return !slices.Contains(implemented, r) })
		wanted = append(wanted, rules...)
		a, err := s.analyze(ctx, repo)
		if err != nil {
			// Its labels still count, as missed: a failure must not look like a success.
			fmt.Fprintf(s.stderr, "corpus: %s: %v\n", repo.Name, err)
			failed++
		}
		notAnalyzed += len(a.NotAnalyzed)
		all[repo.Name] = corpus.Compare(repo.Labels, a.Findings, rules)
		corpus.WriteOutcomes(s.stdout, repo.Name, all[repo.Name], s.verbose)
	}
	score := corpus.NewScore(wanted)
	for _, repo := range repos {
		score.Add(all[repo.Name])
	}
	fmt.Fprintln(s.stdout)
	if err := score.Write(s.stdout); err != nil {
		fmt.Fprintln(s.stderr, "corpus:", err)
		return 1
	}
	if notAnalyzed > 0 {
		fmt.Fprintf(s.stdout, "packages not analysed, or in part: %d (-v names them)\n", notAnalyzed)
	}
	if len(planned) > 0 {
		fmt.Fprintf(s.stdout, "not implemented, not counted: %s\n", strings.Join(planned, ", "))
	}
	if failed > 0 || s.below(score.All) {
		return 1
	}
	return 0
}

// countedRules splits the rules that were labelled in some repository into
// those that are counted and those that no analyzer reports yet.
func (s *session) countedRules(repos []corpus.Repo) (implemented, planned []string) {
	for _, r := range rule.All() {
		labelled := slices.ContainsFunc(repos, func(repo corpus.Repo) bool { return slices.Contains(repo.Rules, r.Name) })
		switch {
		case !labelled || len(s.rules) > 0 && !slices.Contains(s.rules, r.Name):
		case r.Planned:
			planned = append(planned, r.Name)
		default:
			implemented = append(implemented, r.Name)
		}
	}
	return implemented, planned
}

func (s *session) analyze(ctx context.Context, repo corpus.Repo) (corpus.Analysis, error) {
	root := filepath.Join(s.dir, repo.Name)
	if head, err := exec.CommandContext(ctx, "git", "-C", root, "rev-parse", "HEAD").Output(); err == nil {
		if got := strings.TrimSpace(string(head)); got != repo.Commit {
			fmt.Fprintf(s.stderr, "corpus: %s is at %s, its labels are for %s\n", repo.Name, got, repo.Commit)
		}
	}
	a, err := s.runner.Analyze(ctx, root, repo)
	if err == nil && s.verbose {
		fmt.Fprintf(s.stdout, "%s: %d findings in %v\n", repo.Name, len(a.Findings), a.Elapsed.Round(10*time.Millisecond))
		for _, n := range a.NotAnalyzed {
			fmt.Fprintf(s.stdout, "%s: not analysed: %s%s: %s\n", repo.Name, n.Package, n.File, n.Reason)
		}
	}
	return a, err
}

// below says which thresholds are not reached.
func (s *session) below(t corpus.Tally) bool {
	below := false
	for _, c := range []struct {
		name     string
		got, min float64
	}{
		{"precision", t.Precision(), s.minPrecision},
		{"recall", t.Recall(), s.minRecall},
		{"exact sets", t.ExactShare(), s.minExact},
	} {
		if c.got < c.min {
			fmt.Fprintf(s.stderr, "corpus: %s %.3f is below %.3f\n", c.name, c.got, c.min)
			below = true
		}
	}
	return below
}
