package examine

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/fingerprint"
	"github.com/zmqlint/zmqlint/internal/report"
	"github.com/zmqlint/zmqlint/internal/rule"
	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/suppress"
)

// collector gathers the results of the actions, which come in any order, and
// more than once for what belongs to several variants of a package.
type collector struct {
	opt       Options
	paths     Paths
	generated map[*packages.Package]map[string]bool // by file
	Outcome
	shared []shared
	used   map[place]bool // entries of directives that suppress something
}

func newCollector(opt Options) *collector {
	return &collector{
		opt: opt, paths: NewPaths(opt.Dir), generated: map[*packages.Package]map[string]bool{}, used: map[place]bool{},
	}
}

// place is where something is in a file, whatever package it was parsed for.
type place struct {
	file         string
	line, column int
}

func (col *collector) action(act *checker.Action) {
	if act.Err != nil {
		if slices.ContainsFunc(act.Deps, func(d *checker.Action) bool { return d.Err != nil && d.Package == act.Package }) {
			return // says no more than the failure of the other
		}
		col.fail(act.Package, fmt.Sprintf("%s: %v", act.Analyzer, act.Err))
		return
	}
	if list, ok := act.Result.(finding.List); ok {
		for _, f := range list {
			col.finding(act.Package, f)
		}
	}
	if r, ok := act.Result.(*sockets.Result); ok && r != nil && col.opt.Sockets != nil {
		col.opt.Sockets(act.Package, r)
	}
	unknowns, lost := engineNotes(act.Result)
	for _, u := range unknowns {
		position := act.Package.Fset.PositionFor(u.Pos, false)
		position.Filename = col.paths.Short(position.Filename)
		col.Unknowns = append(col.Unknowns, fmt.Sprintf("%s: %s: %s", position, u.What, u.Why))
	}
	for _, reason := range lost {
		col.fail(act.Package, reason)
	}
}

func (col *collector) fail(pkg *packages.Package, reason string) {
	col.Failed = append(col.Failed, report.NotAnalyzed{Package: pkg.PkgPath, Reason: reason, Incomplete: true})
}

// finding takes a finding; those that the packages of a module share wait for
// each other.
func (col *collector) finding(pkg *packages.Package, f finding.Finding) {
	if f.Shared != nil {
		col.shared = append(col.shared, shared{pkg, f})
		return
	}
	col.inPackage(pkg, f)
}

// inPackage adds a finding, unless its file is not reported.
// Positions are those in the file itself, whatever a //line directive says:
// they are what an editor opens and a fix changes.
func (col *collector) inPackage(pkg *packages.Package, f finding.Finding) {
	start, end := pkg.Fset.PositionFor(f.Pos, false), pkg.Fset.PositionFor(f.End, false)
	if col.skips(pkg, start.Filename) {
		return
	}
	if !end.IsValid() {
		end = start
	}
	col.add(pkg, f, col.describe(pkg, f, start, end))
}

func (col *collector) describe(pkg *packages.Package, f finding.Finding, start, end token.Position) report.Finding {
	out := report.Finding{
		Rule: f.Rule, Severity: f.Severity,
		File: col.paths.Short(start.Filename), Line: start.Line, Column: start.Column,
		EndLine: end.Line, EndColumn: end.Column,
		Message: f.Message, Missing: f.Missing,
		By: f.By, SocketType: f.SocketType, Endpoint: f.Endpoint, Function: f.Function,
		Package: pkg.PkgPath, Fixable: f.Fix != nil, URL: rule.URL(f.Rule),
		Fixes: col.paths.fixes(pkg.Fset, f.Fix), Fingerprint: fingerprint.Of(pkg, &f),
	}
	if f.May {
		out.Verdict = report.May
	}
	if r, ok := rule.Lookup(f.Rule); ok {
		out.CWE = r.CWE
	}
	return out
}

// add adds a finding to those that are reported, or suppressed.
func (col *collector) add(pkg *packages.Package, f finding.Finding, out report.Finding) {
	if len(f.SuppressedBy) == 0 {
		col.Findings = append(col.Findings, out)
		return
	}
	out.Suppression = &report.Suppression{Kind: report.InSource, Justification: f.SuppressedBy[0].Reason}
	col.Suppressed = append(col.Suppressed, out)
	for _, e := range f.SuppressedBy {
		at := pkg.Fset.PositionFor(e.Pos, false)
		col.used[place{col.paths.Short(at.Filename), at.Line, at.Column}] = true
	}
}

// skips tells whether a file is a test file that nobody asked for, or generated.
func (col *collector) skips(pkg *packages.Package, file string) bool {
	if !col.opt.Tests && strings.HasSuffix(file, "_test.go") {
		return true
	}
	generated, ok := col.generated[pkg]
	if !ok {
		generated = map[string]bool{}
		for _, f := range pkg.Syntax {
			if ast.IsGenerated(f) {
				generated[pkg.Fset.PositionFor(f.FileStart, false).Filename] = true
			}
		}
		col.generated[pkg] = generated
	}
	return generated[file]
}

// result sorts, and makes one of what several variants of a package say. A
// finding that is certain in one variant is certain, and a directive that is
// needed in one variant is needed.
func (col *collector) result() *Outcome {
	col.join()
	slices.SortFunc(col.Failed, func(a, b report.NotAnalyzed) int {
		return cmp.Or(cmp.Compare(a.Package, b.Package), cmp.Compare(a.Reason, b.Reason))
	})
	slices.Sort(col.Unknowns)
	out := &Outcome{
		Findings: distinctFindings(slices.DeleteFunc(col.Findings, func(f report.Finding) bool {
			return f.Rule == suppress.Bad && col.used[place{f.File, f.Line, f.Column}]
		})),
		Suppressed: distinctFindings(col.Suppressed),
		Failed:     slices.Compact(col.Failed),
		Unknowns:   slices.Compact(col.Unknowns),
		Remarks:    col.Remarks,
	}
	numberFingerprints(out.Findings, out.Suppressed)
	return out
}

func distinctFindings(list []report.Finding) []report.Finding {
	slices.SortFunc(list, func(a, b report.Finding) int {
		return cmp.Or(ComparePlace(a, b), cmp.Compare(a.Verdict, b.Verdict), cmp.Compare(a.Message, b.Message))
	})
	return slices.CompactFunc(list, func(a, b report.Finding) bool { return ComparePlace(a, b) == 0 })
}

// ComparePlace orders findings by their place.
func ComparePlace(a, b report.Finding) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.By, b.By))
}

// numberFingerprints tells equal findings apart. What a directive suppresses
// counts too, so that the directive changes no fingerprint but its own.
func numberFingerprints(findings, suppressed []report.Finding) {
	var all []*report.Finding
	for _, list := range [][]report.Finding{findings, suppressed} {
		for i := range list {
			all = append(all, &list[i])
		}
	}
	slices.SortStableFunc(all, func(a, b *report.Finding) int { return ComparePlace(*a, *b) })
	numbers := fingerprint.Numbers{}
	for _, f := range all {
		f.Fingerprint = numbers.Next(f.Fingerprint)
	}
}
