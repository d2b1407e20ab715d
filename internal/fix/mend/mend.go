// Package mend applies the fixes of findings and sees to it that they do what
// they are for, before anything is written.
//
// Each round puts the fixes of the present findings into the files, in memory,
// and runs the suite again on the result. When the code has errors that it had
// not, or a finding is still there, the fix at fault is searched for by halves
// and left out. Rounds go on until there is nothing more to apply: what was in
// conflict with another fix has its turn in the next one. So a second run finds
// nothing to do, and what is left is what remains to be reported.
//
//	analysis.go   what is needed of a run of the suite
//	compare.go    which findings are gone, still there, new
//	prove.go      the properties of each fix, for tests
package mend

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zmqlint/zmqlint/internal/fix/apply"
	"github.com/zmqlint/zmqlint/internal/report"
)

// Options say what is applied.
type Options struct {
	Decisions bool // also fixes that take a decision
	// Analyze runs the suite on changed files.
	Analyze func(context.Context, Trial) (*Analysis, error)
}

// Trial is a state of the files that is to be analysed.
type Trial struct {
	Overlay map[string][]byte // Go files by absolute name
	Changes []*apply.Change   // since the beginning
	// Settled are findings whose fix is in a file that an overlay cannot show
	// to the go command: go.mod, whose new requirements go.sum does not have.
	// They are to be left out of the analysis.
	Settled []report.Finding
}

// Result is what came of it.
type Result struct {
	Fixed   []report.Finding
	Left    []Left // findings with a fix that was not applied
	Changes []*apply.Change
	Last    *Analysis // of the files with all changes
	Rounds  int       // that changed something
}

// Left is a finding whose fix was not applied.
type Left struct {
	Finding report.Finding
	Why     error
	// Bug says that the fix was wrong: it was tried, and the code did not build
	// or the finding was still there.
	Bug bool
}

// ErrDecision is the reason to leave a fix that takes a decision.
var ErrDecision = errors.New("takes a decision")

var errNotOwn = errors.New("the file is not in a package that was asked for, of the main module")

// Both bounds are for fixes that are wrong: those that make work for each
// other, and those that fail in great numbers.
const (
	maxRounds = 10
	maxTrials = 60 // in a round
)

// Mend applies the fixes of the findings of an analysis.
func Mend(ctx context.Context, first *Analysis, opt Options) (*Result, error) {
	m := &mender{
		opt: opt, state: state{analysis: first, now: map[string][]byte{}},
		sources: map[string]apply.Source{}, before: map[string]*apply.Text{}, names: map[string]string{},
	}
	res := new(Result)
	for {
		r := m.newRound()
		if len(r.chosen) > 0 && res.Rounds < maxRounds {
			if err := r.accept(ctx, r.chosen); err != nil {
				return nil, err
			}
		}
		if len(r.accepted) == 0 {
			res.Left = r.left()
			break
		}
		res.Rounds++
		for _, i := range r.accepted {
			res.Fixed = append(res.Fixed, r.candidates[i])
		}
		m.state = r.good
	}
	res.Changes, res.Last = m.changes(m.state.now), m.state.analysis
	return res, nil
}

// state is the files after some rounds.
type state struct {
	analysis *Analysis
	now      map[string][]byte // contents of changed files, by name
	settled  []report.Finding
}

// mender is one call of Mend.
type mender struct {
	opt Options
	state
	sources map[string]apply.Source
	before  map[string]*apply.Text // files as they are on disk
	names   map[string]string      // of files by what links lead to
}

// read is the content of a file at the beginning of a round.
func (m *mender) read(name string) (*apply.Text, error) {
	if data, ok := m.now[name]; ok {
		return apply.NewText(name, data), nil
	}
	if text, ok := m.before[name]; ok {
		return text, nil
	}
	source, err := m.analysis.source(name)
	if err != nil {
		return nil, err
	}
	text, err := source.Read()
	if err != nil {
		return nil, err
	}
	if other, ok := m.names[text.Path]; ok && other != name {
		return nil, fmt.Errorf("it is the same file as %s", other)
	}
	m.names[text.Path], m.before[name], m.sources[name] = name, text, source
	return text, nil
}

// changes are those since the beginning.
func (m *mender) changes(now map[string][]byte) (list []*apply.Change) {
	for _, name := range slices.Sorted(maps.Keys(now)) {
		list = append(list, &apply.Change{File: name, Before: m.before[name], After: now[name]})
	}
	return list
}

func (m *mender) trial(s *state) Trial {
	t := Trial{Overlay: map[string][]byte{}, Changes: m.changes(s.now), Settled: s.settled}
	for name, data := range s.now {
		if isGo(name) {
			t.Overlay[m.sources[name].Path] = data
		}
	}
	return t
}

func isGo(name string) bool { return filepath.Ext(name) == ".go" }

// round is one round.
type round struct {
	*mender
	candidates []report.Finding
	fixes      []report.Fix
	undecided  []report.Finding
	why        []error // for each candidate: why it is left, as far as that is known
	chosen     []int   // candidates that go together
	accepted   []int
	failed     map[int]bool // those that were tried, and were wrong
	good       state        // with what is accepted
	trials     int
}

func (m *mender) newRound() *round {
	r := &round{mender: m, failed: map[int]bool{}}
	for _, f := range m.analysis.Open {
		switch {
		case len(f.Fixes) == 0:
		case f.Fixes[0].Decision != "" && !m.opt.Decisions:
			r.undecided = append(r.undecided, f)
		default:
			r.candidates = append(r.candidates, f)
			r.fixes = append(r.fixes, f.Fixes[0])
		}
	}
	merged := apply.Merge(r.fixes, m.read)
	r.why, r.chosen = merged.Left, merged.Applied()
	return r
}

// left are the findings whose fixes are not applied, in the order of places.
func (r *round) left() (list []Left) {
	for _, f := range r.undecided {
		list = append(list, Left{Finding: f, Why: fmt.Errorf("%w: %s", ErrDecision, f.Fixes[0].Decision)})
	}
	for i, f := range r.candidates {
		why := r.why[i]
		if why == nil {
			why = fmt.Errorf("there is no end to it: %d rounds have been made", maxRounds)
		}
		list = append(list, Left{f, why, r.failed[i]})
	}
	return list
}

// accept tries fixes together with those that are accepted already, and by
// halves where that fails.
func (r *round) accept(ctx context.Context, more []int) error {
	set := append(slices.Clone(r.accepted), more...)
	slices.Sort(set)
	next, err := r.try(ctx, set)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err == nil:
		r.accepted, r.good = set, *next
		return nil
	case len(more) == 1:
		r.why[more[0]], r.failed[more[0]] = err, !errors.Is(err, errTrials)
		return nil
	}
	half := len(more) / 2
	if err := r.accept(ctx, more[:half]); err != nil {
		return err
	}
	return r.accept(ctx, more[half:])
}

var errTrials = errors.New("not tried: too many other fixes have failed")

// try applies a set of fixes and looks what comes of it.
func (r *round) try(ctx context.Context, set []int) (*state, error) {
	if r.trials++; r.trials > maxTrials {
		return nil, errTrials
	}
	fixes := make([]report.Fix, len(set))
	findings := make([]report.Finding, len(set))
	for i, n := range set {
		fixes[i], findings[i] = r.fixes[n], r.candidates[n]
	}
	merged := apply.Merge(fixes, r.read)
	next := &state{now: maps.Clone(r.now), settled: slices.Clone(r.settled)}
	for _, c := range merged.Changes {
		next.now[c.File] = c.After
	}
	for _, f := range findings {
		if !slices.ContainsFunc(f.Fixes[0].Edits, func(e report.Edit) bool { return isGo(e.File) }) {
			next.settled = append(next.settled, f)
		}
	}
	var err error
	if next.analysis, err = r.opt.Analyze(ctx, r.trial(next)); err != nil {
		return nil, fmt.Errorf("the code could not be analysed after it: %w", err)
	}
	return next, Compare(r.analysis, next.analysis, merged.Changes, findings).err()
}

// err is what keeps a fix from being applied. Findings that are new do not: they
// are reported.
func (d Difference) err() error {
	switch {
	case len(d.Errors) > 0:
		return fmt.Errorf("the code does not build after it: %s", strings.Join(d.Errors, "; "))
	case len(d.Still) > 0:
		return errors.New("the finding is still there after it")
	}
	return nil
}
