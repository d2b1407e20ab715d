package corpus

import (
	"cmp"
	"slices"
	"strings"
)

// Slack is how far, in lines, a finding may be from its label: a statement
// can be reported at its start or at the call inside it.
const Slack = 2

// Finding is what the comparison needs of a finding in zmqlint's JSON.
type Finding struct {
	Rule    string   `json:"rule"`
	Verdict string   `json:"verdict"`
	File    string   `json:"file"`
	Line    int      `json:"line"`
	Column  int      `json:"column"`
	Message string   `json:"message"`
	Missing []string `json:"missing"`
}

// Kind says how a label and a finding go together.
type Kind string

// The kinds of outcomes.
const (
	Hit     Kind = "hit"     // expected and reported
	Miss    Kind = "miss"    // expected and not reported
	False   Kind = "false"   // reported where it must not be
	Neutral Kind = "neutral" // reported at a place that is unsure, or in a file that has no labels
)

// Outcome is the result for one label, one finding, or a pair of them.
type Outcome struct {
	Kind    Kind
	Label   *Label   // nil when nothing in the labels fits the finding
	Finding *Finding // nil for a miss
}

// Exact reports whether a hit of missing-options lists exactly the options
// that the label has. It holds for other rules, whose labels list none.
func (o Outcome) Exact() bool {
	if o.Kind != Hit || o.Label.Rule != "missing-options" {
		return true
	}
	want := strings.FieldsFunc(o.Label.Detail, func(r rune) bool { return r == ',' || r == ' ' })
	got := slices.Clone(o.Finding.Missing)
	slices.Sort(want)
	slices.Sort(got)
	return slices.Equal(want, got)
}

// Compare pairs labels with findings of the same file and rule, each with the
// nearest, and says what came of each. Findings of rules that rules does not
// list are left out, and so are labels.
func Compare(labels []Label, findings []Finding, rules []string) []Outcome {
	type key struct{ file, rule string }
	labelled := map[string]bool{}
	ls, fs := map[key][]*Label{}, map[key][]*Finding{}
	keys := map[key]bool{}
	for i := range labels {
		l := &labels[i]
		labelled[l.File] = true
		if slices.Contains(rules, l.Rule) {
			k := key{l.File, l.Rule}
			ls[k], keys[k] = append(ls[k], l), true
		}
	}
	for i := range findings {
		if f := &findings[i]; slices.Contains(rules, f.Rule) {
			k := key{f.File, f.Rule}
			fs[k], keys[k] = append(fs[k], f), true
		}
	}
	var out []Outcome
	for k := range keys {
		out = append(out, pair(ls[k], fs[k], labelled[k.file])...)
	}
	slices.SortStableFunc(out, func(a, b Outcome) int {
		fa, la, ra := a.place()
		fb, lb, rb := b.place()
		return cmp.Or(cmp.Compare(fa, fb), cmp.Compare(la, lb), cmp.Compare(ra, rb), cmp.Compare(a.Kind, b.Kind))
	})
	return out
}

// place is where an outcome is shown: at its finding, which is what a reader
// sees, or else at its label.
func (o Outcome) place() (file string, line int, rule string) {
	if o.Finding != nil {
		return o.Finding.File, o.Finding.Line, o.Finding.Rule
	}
	return o.Label.File, o.Label.Line, o.Label.Rule
}

// pair matches labels and findings of one file and rule. The nearest pair goes
// first; of equally near labels the one that expects a finding. Each label
// takes one finding, so that a second report of one defect is false; only an
// unsure one takes any number.
func pair(labels []*Label, findings []*Finding, labelled bool) []Outcome {
	type candidate struct {
		l    *Label
		f    *Finding
		dist int
	}
	var candidates []candidate
	for _, l := range labels {
		for _, f := range findings {
			if d := max(l.Line-f.Line, f.Line-l.Line); d <= Slack {
				candidates = append(candidates, candidate{l, f, d})
			}
		}
	}
	rank := map[Verdict]int{Yes: 0, May: 0, Unsure: 1, No: 2}
	slices.SortStableFunc(candidates, func(a, b candidate) int {
		return cmp.Or(a.dist-b.dist, rank[a.l.Verdict]-rank[b.l.Verdict])
	})
	kinds := map[Verdict]Kind{Yes: Hit, May: Hit, Unsure: Neutral, No: False}
	var out []Outcome
	takenL, takenF := map[*Label]bool{}, map[*Finding]bool{}
	for _, c := range candidates {
		if takenF[c.f] || takenL[c.l] && c.l.Verdict != Unsure {
			continue
		}
		takenL[c.l], takenF[c.f] = true, true
		out = append(out, Outcome{Kind: kinds[c.l.Verdict], Label: c.l, Finding: c.f})
	}
	for _, l := range labels {
		if l.Verdict.Expected() && !takenL[l] {
			out = append(out, Outcome{Kind: Miss, Label: l})
		}
	}
	for _, f := range findings {
		if takenF[f] {
			continue
		}
		kind := False
		if !labelled {
			kind = Neutral
		}
		out = append(out, Outcome{Kind: kind, Finding: f})
	}
	return out
}
