package corpus

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"

	"github.com/zmqlint/zmqlint/internal/rule"
)

// Tally counts outcomes.
type Tally struct {
	Hits, Misses, False int
	Sets, Exact         int // hits of missing-options, and those with the exact set
	Unplaced            int // findings that are not counted: unsure, or in a file without labels
	Paths, SamePaths    int // hits, and those where label and finding agree on yes or may
}

func (t *Tally) add(o Outcome) {
	switch o.Kind {
	case Hit:
		t.Hits++
		if (o.Label.Verdict == May) == (o.Finding.Verdict == string(May)) {
			t.SamePaths++
		}
		t.Paths++
		if o.Label.Rule == "missing-options" {
			t.Sets++
			if o.Exact() {
				t.Exact++
			}
		}
	case Miss:
		t.Misses++
	case False:
		t.False++
	case Neutral:
		t.Unplaced++
	}
}

// Precision is the share of the findings that are right.
func (t Tally) Precision() float64 { return ratio(t.Hits, t.Hits+t.False) }

// Recall is the share of the expected findings that are reported.
func (t Tally) Recall() float64 { return ratio(t.Hits, t.Hits+t.Misses) }

// ExactShare is the share of the missing-options hits with the exact set.
func (t Tally) ExactShare() float64 { return ratio(t.Exact, t.Sets) }

// ratio of nothing is 1: nothing was wrong.
func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// Score collects tallies of rules, of their analyzers, and of all.
type Score struct {
	All       Tally
	Rules     map[string]*Tally
	Analyzers map[string]*Tally
}

// NewScore returns an empty score in which each of the rules has its line.
func NewScore(rules []string) *Score {
	s := &Score{Rules: map[string]*Tally{}, Analyzers: map[string]*Tally{}}
	for _, r := range rules {
		s.Rules[r] = &Tally{}
	}
	return s
}

// Add counts the outcomes of one repository.
func (s *Score) Add(outcomes []Outcome) {
	for _, o := range outcomes {
		_, _, name := o.place()
		analyzer := "unknown"
		if r, ok := rule.Lookup(name); ok {
			analyzer = r.Analyzer
		}
		s.All.add(o)
		tally(s.Rules, name).add(o)
		tally(s.Analyzers, analyzer).add(o)
	}
}

func tally(m map[string]*Tally, key string) *Tally {
	if m[key] == nil {
		m[key] = &Tally{}
	}
	return m[key]
}

// Write prints the score as a table: rules, analyzers, all.
func (s *Score) Write(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "\texpected\treported\thit\tmissed\tfalse\tprecision\trecall\t")
	for _, part := range []map[string]*Tally{s.Rules, s.Analyzers, {"all": &s.All}} {
		for _, name := range slices.Sorted(maps.Keys(part)) {
			writeTally(tw, name, *part[name])
		}
		fmt.Fprintln(tw, "\t\t\t\t\t\t\t\t")
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	t := s.All
	_, err := fmt.Fprintf(w, "missing-options with the exact set: %d of %d (%.1f %%)\nyes and may told apart as in the labels: %d of %d\nnot counted (unsure, or in a file without labels): %d\n",
		t.Exact, t.Sets, 100*t.ExactShare(), t.SamePaths, t.Paths, t.Unplaced)
	return err
}

func writeTally(w io.Writer, name string, t Tally) {
	fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%.3f\t%.3f\t\n", name,
		t.Hits+t.Misses, t.Hits+t.False, t.Hits, t.Misses, t.False, t.Precision(), t.Recall())
}
