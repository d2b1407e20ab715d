// Package baseline keeps a list of findings that a team has accepted for now,
// so that a run reports what is new.
//
// An entry holds for the finding with its fingerprint, and for no more than it
// says: when options are missing that were not missing then, when a defect that
// was there on some paths is there on all, or when another advisory has come
// out, the finding is open again.
// Everything else in an entry is for people who read the file.
//
// The file is JSON with one entry a line, in an order that depends on no line
// number, so that a change of the code changes few lines of it and merges
// seldom conflict.
package baseline

import (
	"cmp"
	"regexp"
	"slices"

	"github.com/zmqlint/zmqlint/internal/report"
)

// DefaultName is the name of the file when nobody says another.
const DefaultName = ".zmqlint-baseline.json"

// Entry is one accepted finding.
type Entry struct {
	Fingerprint string   `json:"fingerprint"`
	Rule        string   `json:"rule"`
	Verdict     string   `json:"verdict,omitempty"`
	Missing     []string `json:"missing,omitempty"`
	Package     string   `json:"package"`
	File        string   `json:"file"` // with slashes, from the directory of the baseline
	Function    string   `json:"function,omitempty"`
	Message     string   `json:"message"`
}

// covers reports whether a finding with the entry's fingerprint is no more
// than what was accepted.
func (e *Entry) covers(f *report.Finding) bool {
	if e.Verdict == report.May && f.Verdict != report.May {
		return false
	}
	return within(f.Missing, e.Missing) &&
		within(advisory.FindAllString(f.Message, -1), advisory.FindAllString(e.Message, -1))
}

// advisory matches what vulnerable-libzmq says a library is affected by. Next
// month's is not accepted today.
var advisory = regexp.MustCompile(`\b(?:CVE|GHSA|GO|OSV)-[0-9a-z]+(?:-[0-9a-z]+)+\b`)

// within reports whether all of some are among the others.
func within(some, others []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(others, s) })
}

// Baseline is the content of a file.
type Baseline struct {
	Tool    string // what wrote it
	Entries []Entry

	index map[string][]int // by fingerprint; a merge can leave several entries
}

// New makes a baseline of findings. relative turns the name of a finding's
// file into the one in the entry.
func New(tool string, findings []report.Finding, relative func(file string) string) *Baseline {
	b := &Baseline{Tool: tool}
	for _, f := range findings {
		b.Entries = append(b.Entries, Entry{
			f.Fingerprint, f.Rule, f.Verdict, f.Missing, f.Package, relative(f.File), f.Function, f.Message,
		})
	}
	return b
}

// entries returns the entries with a fingerprint.
func (b *Baseline) entries(fingerprint string) (found []*Entry) {
	if b.index == nil {
		b.index = map[string][]int{}
		for i, e := range b.Entries {
			b.index[e.Fingerprint] = append(b.index[e.Fingerprint], i)
		}
	}
	for _, i := range b.index[fingerprint] {
		found = append(found, &b.Entries[i])
	}
	return found
}

// Has reports whether there is an entry for the finding, and whether it
// accepts all that the finding says.
func (b *Baseline) Has(f *report.Finding) (known, covered bool) {
	entries := b.entries(f.Fingerprint)
	return len(entries) > 0, slices.ContainsFunc(entries, func(e *Entry) bool { return e.covers(f) })
}

// Stale returns the entries that none of the findings needs, among those that
// judged says the run would have found.
func (b *Baseline) Stale(findings []report.Finding, judged func(*Entry) bool) (stale []Entry) {
	found := map[string]bool{}
	for _, f := range findings {
		found[f.Fingerprint] = true
	}
	for _, e := range b.Entries {
		if !found[e.Fingerprint] && judged(&e) {
			stale = append(stale, e)
		}
	}
	return stale
}

// Update brings b up to what now, the baseline of a new run, has found. It
// returns how many entries were added and removed. What the run could not
// judge stays. With prune nothing is added: entries that are needed no longer
// go, and those that accept more than is there accept less.
func (b *Baseline) Update(now *Baseline, judged func(*Entry) bool, prune bool) (added, removed int) {
	var entries []Entry
	for _, e := range b.Entries {
		if len(now.entries(e.Fingerprint)) == 0 {
			if judged(&e) {
				removed++
			} else {
				entries = append(entries, e)
			}
		}
	}
	for _, e := range now.Entries {
		old := b.entries(e.Fingerprint)
		f := report.Finding{Verdict: e.Verdict, Missing: e.Missing}
		switch {
		case slices.ContainsFunc(old, func(o *Entry) bool { return o.covers(&f) }):
			entries = append(entries, e)
		case prune && len(old) > 0:
			for _, o := range old {
				entries = append(entries, *o)
			}
		case !prune:
			entries = append(entries, e)
			added++
		}
	}
	b.Tool, b.Entries, b.index = now.Tool, entries, nil
	return added, removed
}

// compare orders entries by what changes seldom.
func compare(a, b Entry) int {
	return cmp.Or(cmp.Compare(a.Package, b.Package), cmp.Compare(a.Function, b.Function),
		cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Fingerprint, b.Fingerprint), slices.Compare(a.Missing, b.Missing))
}
