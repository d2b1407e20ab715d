package corpus

import (
	"context"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/zmqlint/zmqlint/analyzers"
	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/fix/mend"
	"github.com/zmqlint/zmqlint/internal/load"
)

// ProveFixes proves the fixes of all findings of a repository, checked out in
// root, in memory. The proofs are those of its runs.
func ProveFixes(ctx context.Context, root string, repo Repo) (proofs []*mend.Proof, err error) {
	if root, err = filepath.Abs(root); err != nil {
		return nil, err
	}
	defer config.Use(config.Settings{NoFile: true})()
	for _, run := range repo.Runs {
		runner := &mend.Runner{
			Load: load.Config{
				Dir: filepath.Join(root, filepath.FromSlash(run.Dir)), Env: run.environ(), Patterns: run.Patterns, Tags: run.Tags,
			},
			Suite: analyzers.All(),
		}
		first, err := runner.Analyze(ctx, mend.Trial{})
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", run.Dir, strings.Join(run.Patterns, " "), err)
		}
		proof, err := mend.Prove(ctx, first, runner.Analyze)
		if err != nil {
			return nil, err
		}
		proofs = append(proofs, proof)
	}
	return proofs, nil
}

// Tallies are those of rules.
type Tallies map[string]*mend.Tally

// Add counts the findings of a proof.
func (t Tallies) Add(p *mend.Proof) {
	for name, n := range p.Rules {
		if t[name] == nil {
			t[name] = new(mend.Tally)
		}
		t[name].Add(*n)
	}
}

// Write prints a table.
func (t Tallies) Write(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "findings\twith fix\tof these with a decision\tproved alone\tapplied with all\t\trule")
	var all mend.Tally
	line := func(name string, n mend.Tally) {
		fmt.Fprintf(table, "%d\t%d\t%d\t%d\t%d\t\t%s\n", n.Findings, n.Fixable, n.Decisions, n.Alone, n.Together, name)
	}
	for _, name := range slices.Sorted(maps.Keys(t)) {
		line(name, *t[name])
		all.Add(*t[name])
	}
	line("all", all)
	return table.Flush()
}
