package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/zmqlint/zmqlint/internal/corpus"
)

// proveFixes proves the fixes of all findings, and prints each promise that one
// does not keep and the number of fixes by rule.
func (s *session) proveFixes(ctx context.Context, repos []corpus.Repo) int {
	repos = s.present(repos)
	if len(repos) == 0 {
		fmt.Fprintln(s.stderr, "corpus: nothing to prove")
		return 2
	}
	all, failed := corpus.Tallies{}, 0
	for _, repo := range repos {
		start := time.Now()
		proofs, err := corpus.ProveFixes(ctx, filepath.Join(s.dir, repo.Name), repo)
		if err != nil {
			fmt.Fprintf(s.stderr, "corpus: %s: %v\n", repo.Name, err)
			failed++
			continue
		}
		for _, p := range proofs {
			all.Add(p)
			failed += len(p.Failures)
			for _, f := range p.Failures {
				fmt.Fprintf(s.stdout, "%s %s\n", repo.Name, f)
			}
			for _, l := range p.Left {
				fmt.Fprintf(s.stdout, "%s %s:%d %s: not with all others: %v\n", repo.Name, l.Finding.File, l.Finding.Line, l.Finding.Rule, l.Why)
			}
			if s.verbose {
				fmt.Fprintf(s.stdout, "%s: %d rounds, %v\n", repo.Name, p.Rounds, time.Since(start).Round(10*time.Millisecond))
			}
		}
	}
	fmt.Fprintln(s.stdout)
	if err := all.Write(s.stdout); err != nil {
		fmt.Fprintln(s.stderr, "corpus:", err)
		return 1
	}
	if failed > 0 {
		fmt.Fprintf(s.stdout, "%d failures\n", failed)
		return 1
	}
	return 0
}
