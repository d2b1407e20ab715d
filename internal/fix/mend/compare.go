package mend

// What a change has done to the findings. Lines move, and a fingerprint is
// another one when the code that is flagged is changed, so a finding is
// recognised by either.

import (
	"strings"

	"github.com/zmqlint/zmqlint/internal/fix/apply"
	"github.com/zmqlint/zmqlint/internal/report"
)

// Difference is what a change did that a fix must not do.
type Difference struct {
	Errors   []string         // new errors
	Still    []report.Finding // findings that were to be fixed and are still there, as they were before
	Added    []report.Finding // findings that were not there before
	Unknowns []string         // what the engine can no longer follow
}

// Compare compares two analyses, between which lie the changes. fixed are the
// findings of the first that are to be gone in the second.
func Compare(before, after *Analysis, changes []*apply.Change, fixed []report.Finding) Difference {
	d := Difference{Errors: more(before.Errors, after.Errors), Unknowns: more(before.Unknowns, after.Unknowns)}
	moves := map[string]*apply.Moves{}
	for _, c := range changes {
		moves[c.File] = c.Moves()
	}
	olds := append(before.Open[:len(before.Open):len(before.Open)], before.Others...)
	news := append(after.Open[:len(after.Open):len(after.Open)], after.Others...)
	matched := match(olds, news, moves)
	there := map[string]bool{}
	for i := range news {
		if matched[i] < 0 {
			d.Added = append(d.Added, news[i])
		} else {
			there[key(&olds[matched[i]])] = true
		}
	}
	for _, f := range fixed {
		if there[key(&f)] {
			d.Still = append(d.Still, f)
		}
	}
	return d
}

// key tells the findings of one analysis apart.
func key(f *report.Finding) string {
	return strings.Join([]string{f.Rule, f.File, f.By, f.Fingerprint}, "\x00")
}

// match finds for each new finding the old one that it is, or -1. The surest
// ways to tell go first, for all findings, so that a finding that is gone does
// not take the place of its neighbour.
func match(olds, news []report.Finding, moves map[string]*apply.Moves) []int {
	matched := make([]int, len(news))
	for i := range matched {
		matched[i] = -1
	}
	taken := make([]bool, len(olds))
	for _, same := range []func(o, n *report.Finding) bool{
		func(o, n *report.Finding) bool { return sameLine(moves, o, n) && o.Column == n.Column },
		func(o, n *report.Finding) bool { return unnumbered(o) == unnumbered(n) },
		func(o, n *report.Finding) bool { return sameLine(moves, o, n) },
	} {
		for i := range news {
			for j := range olds {
				o, n := &olds[j], &news[i]
				if matched[i] < 0 && !taken[j] && o.Rule == n.Rule && o.File == n.File && o.By == n.By && same(o, n) {
					matched[i], taken[j] = j, true
				}
			}
		}
	}
	return matched
}

func sameLine(moves map[string]*apply.Moves, o, n *report.Finding) bool {
	first, last := moves[n.File].Origin(n.Line)
	return first <= o.Line && o.Line <= last
}

func unnumbered(f *report.Finding) string {
	if i := strings.LastIndexByte(f.Fingerprint, ':'); i >= 0 {
		return f.Fingerprint[:i]
	}
	return f.Fingerprint
}

// more are the elements that are more often in the second list.
func more(a, b []string) (out []string) {
	n := map[string]int{}
	for _, s := range a {
		n[s]++
	}
	for _, s := range b {
		if n[s]--; n[s] < 0 {
			out = append(out, s)
		}
	}
	return out
}
