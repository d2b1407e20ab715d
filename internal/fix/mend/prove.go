package mend

// The properties of fixes, each proved alone and all together:
//
//	the code has no error that it had not, and nothing is followed any less
//	the edits are gofmt-clean where the file was
//	the finding is gone, and none is there that was not
//	all comments are still there
//	there is nothing left to apply
//
// "Alone" means one fix in a file at a time, so that none lives on an import that
// another brings: files are tried side by side, and fewer and fewer of them where
// something is wrong.

import (
	"context"
	"fmt"
	"go/scanner"
	"go/token"
	"maps"
	"slices"
	"strings"

	"github.com/zmqlint/zmqlint/internal/fix/apply"
	"github.com/zmqlint/zmqlint/internal/report"
)

// Tally counts the findings of a rule.
type Tally struct {
	Findings  int
	Fixable   int // those that have a fix
	Decisions int // of these, those whose fix takes a decision
	Alone     int // fixes that keep their promise alone
	Together  int // fixes that were applied with all others
}

// Add adds the counts of another.
func (t *Tally) Add(n Tally) {
	t.Findings += n.Findings
	t.Fixable += n.Fixable
	t.Decisions += n.Decisions
	t.Alone += n.Alone
	t.Together += n.Together
}

// Failure is a promise that a fix does not keep.
type Failure struct {
	Finding report.Finding // without a rule: of all fixes together
	What    string
}

func (f Failure) String() string {
	if f.Finding.Rule == "" {
		return "all together: " + f.What
	}
	return fmt.Sprintf("%s:%d:%d: %s: %s", f.Finding.File, f.Finding.Line, f.Finding.Column, f.Finding.Rule, f.What)
}

// Proof is what came of it.
type Proof struct {
	Rules    map[string]*Tally
	Failures []Failure
	Left     []Left // fixes that did not go together with others; no failures
	Rounds   int
}

// Prove proves the fixes of the open findings of an analysis, in memory.
func Prove(ctx context.Context, first *Analysis, analyze func(context.Context, Trial) (*Analysis, error)) (*Proof, error) {
	p := &prover{first: first, analyze: analyze, proof: &Proof{Rules: map[string]*Tally{}}}
	p.mender = mender{
		state:   state{analysis: first, now: map[string][]byte{}},
		sources: map[string]apply.Source{}, before: map[string]*apply.Text{}, names: map[string]string{},
	}
	byFile := map[string][]report.Finding{}
	for _, f := range first.Open {
		t := p.tally(&f)
		t.Findings++
		if len(f.Fixes) == 0 {
			continue
		}
		t.Fixable++
		if f.Fixes[0].Decision != "" {
			t.Decisions++
		}
		byFile[f.File] = append(byFile[f.File], f)
	}
	for n := 0; ; n++ {
		var batch []report.Finding
		for _, file := range slices.Sorted(maps.Keys(byFile)) {
			if n < len(byFile[file]) {
				batch = append(batch, byFile[file][n])
			}
		}
		if len(batch) == 0 {
			break
		}
		if err := p.alone(ctx, batch); err != nil {
			return nil, err
		}
	}
	if len(byFile) > 0 {
		if err := p.together(ctx); err != nil {
			return nil, err
		}
	}
	return p.proof, nil
}

type prover struct {
	mender
	first   *Analysis
	analyze func(context.Context, Trial) (*Analysis, error)
	proof   *Proof
}

func (p *prover) tally(f *report.Finding) *Tally {
	if p.proof.Rules[f.Rule] == nil {
		p.proof.Rules[f.Rule] = new(Tally)
	}
	return p.proof.Rules[f.Rule]
}

// alone proves fixes of different files.
func (p *prover) alone(ctx context.Context, batch []report.Finding) error {
	failed, err := p.try(ctx, batch)
	if err != nil {
		return err
	}
	if n := len(batch); len(failed) > 0 && n > 1 {
		if err := p.alone(ctx, batch[:n/2]); err != nil {
			return err
		}
		return p.alone(ctx, batch[n/2:])
	}
	for _, what := range failed {
		p.proof.Failures = append(p.proof.Failures, Failure{batch[0], what})
	}
	if len(failed) == 0 {
		for _, f := range batch {
			p.tally(&f).Alone++
		}
	}
	return nil
}

// try applies fixes, and says which promises are not kept.
func (p *prover) try(ctx context.Context, batch []report.Finding) (failed []string, err error) {
	var fixes []report.Fix
	next := state{now: map[string][]byte{}}
	for _, f := range batch {
		fixes = append(fixes, f.Fixes[0])
		if !isGo(f.Fixes[0].Edits[0].File) {
			next.settled = append(next.settled, f)
		}
	}
	merged := apply.Merge(fixes, p.read)
	for _, left := range merged.Left {
		if left != nil {
			failed = append(failed, left.Error())
		}
	}
	for _, c := range merged.Changes {
		next.now[c.File] = c.After
		if c.Reformatted {
			failed = append(failed, "the edits are not gofmt-clean:\n"+c.Unified())
		}
		failed = append(failed, lostComments(c)...)
	}
	after, err := p.analyze(ctx, p.trial(&next))
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return append(failed, "the code could not be analysed after it: "+err.Error()), nil
	}
	return append(failed, Compare(p.first, after, merged.Changes, batch).failures()...), nil
}

// together proves all fixes at once.
func (p *prover) together(ctx context.Context) error {
	opt := Options{Decisions: true, Analyze: p.analyze}
	all, err := Mend(ctx, p.first, opt)
	if err != nil {
		return err
	}
	p.proof.Rounds = all.Rounds
	fail := func(f report.Finding, what string) {
		p.proof.Failures = append(p.proof.Failures, Failure{f, what})
	}
	for _, f := range all.Fixed {
		p.tally(&f).Together++
	}
	for _, l := range all.Left {
		if l.Bug {
			fail(l.Finding, "with all others: "+l.Why.Error())
		} else {
			p.proof.Left = append(p.proof.Left, l)
		}
	}
	for _, c := range all.Changes {
		for _, what := range lostComments(c) {
			fail(report.Finding{}, what)
		}
	}
	for _, what := range Compare(p.first, all.Last, all.Changes, nil).failures() {
		fail(report.Finding{}, what)
	}
	return nil
}

func (d Difference) failures() (out []string) {
	for _, e := range d.Errors {
		out = append(out, "new error: "+e)
	}
	for _, u := range d.Unknowns {
		out = append(out, "can no longer be followed: "+u)
	}
	for _, f := range d.Still {
		out = append(out, fmt.Sprintf("%s:%d: %s is still there", f.File, f.Line, f.Rule))
	}
	for _, f := range d.Added {
		out = append(out, fmt.Sprintf("a new finding, at line %d after it: %s: %s (%s)", f.Line, f.File, f.Message, f.Rule))
	}
	return out
}

// lostComments are comments that a change has taken out of a Go file.
func lostComments(c *apply.Change) (lost []string) {
	if !isGo(c.File) {
		return nil
	}
	for _, text := range more(comments(c.After), comments(c.Before.Data)) {
		lost = append(lost, c.File+": lost comment "+text)
	}
	return lost
}

// comments are those of a Go file, without the indentation of their lines.
func comments(src []byte) (list []string) {
	var s scanner.Scanner
	fset := token.NewFileSet()
	s.Init(fset.AddFile("", -1, len(src)), src, nil, scanner.ScanComments)
	for {
		switch _, tok, lit := s.Scan(); tok {
		case token.EOF:
			return list
		case token.COMMENT:
			lines := strings.Split(lit, "\n")
			for i := range lines {
				lines[i] = strings.TrimSpace(lines[i])
			}
			list = append(list, strings.Join(lines, "\n"))
		}
	}
}
