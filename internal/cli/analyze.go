package cli

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/fingerprint"
	"github.com/zmqlint/zmqlint/internal/load"
	"github.com/zmqlint/zmqlint/internal/report"
	"github.com/zmqlint/zmqlint/internal/rule"
	"github.com/zmqlint/zmqlint/internal/suppress"
)

// outcome is what the suite says about a load.
type outcome struct {
	findings   []report.Finding
	suppressed []report.Finding // by directives
	failed     []report.NotAnalyzed
	unknowns   []string // "file:line:col: what: why"
	remarks    []string // what is of interest to a log only
}

// analyze runs the suite over a load. An analyzer that fails on a package
// costs that package and no other.
func (c *command) analyze(suite []*analysis.Analyzer, loaded *load.Result, opt *options) (*outcome, error) {
	defer preloadEngine(loaded.Load, loaded.Packages)()
	graph, err := checker.Analyze(append(guardAll(suite), engineAnalyzers()...), loaded.Packages, nil)
	if err != nil {
		return nil, err // the suite itself is not valid
	}
	col := newCollector(opt, c.dir)
	for _, act := range graph.Roots {
		col.action(act)
	}
	col.deprecated(loaded)
	return col.result(), nil
}

// guardAll guards a suite. Analyzers of the suite that others require are the
// guarded ones too, so that each runs once.
func guardAll(suite []*analysis.Analyzer) []*analysis.Analyzer {
	guarded := map[*analysis.Analyzer]*analysis.Analyzer{}
	for _, a := range suite {
		guarded[a] = guard(a)
	}
	out := make([]*analysis.Analyzer, 0, len(suite))
	for _, a := range suite {
		g := guarded[a]
		g.Requires = slices.Clone(a.Requires)
		for i, r := range g.Requires {
			if other, ok := guarded[r]; ok {
				g.Requires[i] = other
			}
		}
		out = append(out, g)
	}
	return out
}

// guard makes a panic in an analyzer the failure of one package. The checker
// itself would let it end the program.
func guard(a *analysis.Analyzer) *analysis.Analyzer {
	guarded := *a
	guarded.Run = func(pass *analysis.Pass) (result any, err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("internal error: %v\n%s", p, debug.Stack())
			}
		}()
		return a.Run(pass)
	}
	return &guarded
}

// collector gathers the results of the actions, which come in any order, and
// more than once for what belongs to several variants of a package.
type collector struct {
	opt       *options
	paths     paths
	generated map[*packages.Package]map[string]bool // by file
	outcome
	shared []shared
	used   map[place]bool // entries of directives that suppress something
}

func newCollector(opt *options, dir string) *collector {
	return &collector{
		opt: opt, paths: newPaths(dir), generated: map[*packages.Package]map[string]bool{}, used: map[place]bool{},
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
	unknowns, lost := engineNotes(act.Result)
	for _, u := range unknowns {
		position := act.Package.Fset.PositionFor(u.Pos, false)
		position.Filename = col.paths.short(position.Filename)
		col.unknowns = append(col.unknowns, fmt.Sprintf("%s: %s: %s", position, u.What, u.Why))
	}
	for _, reason := range lost {
		col.fail(act.Package, reason)
	}
}

func (col *collector) fail(pkg *packages.Package, reason string) {
	col.failed = append(col.failed, report.NotAnalyzed{Package: pkg.PkgPath, Reason: reason, Incomplete: true})
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
		File: col.paths.short(start.Filename), Line: start.Line, Column: start.Column,
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
		col.findings = append(col.findings, out)
		return
	}
	out.Suppression = &report.Suppression{Kind: report.InSource, Justification: f.SuppressedBy[0].Reason}
	col.suppressed = append(col.suppressed, out)
	for _, e := range f.SuppressedBy {
		at := pkg.Fset.PositionFor(e.Pos, false)
		col.used[place{col.paths.short(at.Filename), at.Line, at.Column}] = true
	}
}

// skips tells whether a file is a test file that nobody asked for, or generated.
func (col *collector) skips(pkg *packages.Package, file string) bool {
	if !col.opt.tests && strings.HasSuffix(file, "_test.go") {
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
func (col *collector) result() *outcome {
	col.join()
	slices.SortFunc(col.failed, func(a, b report.NotAnalyzed) int {
		return cmp.Or(cmp.Compare(a.Package, b.Package), cmp.Compare(a.Reason, b.Reason))
	})
	slices.Sort(col.unknowns)
	out := &outcome{
		findings: distinctFindings(slices.DeleteFunc(col.findings, func(f report.Finding) bool {
			return f.Rule == suppress.Bad && col.used[place{f.File, f.Line, f.Column}]
		})),
		suppressed: distinctFindings(col.suppressed),
		failed:     slices.Compact(col.failed),
		unknowns:   slices.Compact(col.unknowns),
		remarks:    col.remarks,
	}
	numberFingerprints(out.findings, out.suppressed)
	return out
}

func distinctFindings(list []report.Finding) []report.Finding {
	slices.SortFunc(list, func(a, b report.Finding) int {
		return cmp.Or(comparePlace(a, b), cmp.Compare(a.Verdict, b.Verdict), cmp.Compare(a.Message, b.Message))
	})
	return slices.CompactFunc(list, func(a, b report.Finding) bool { return comparePlace(a, b) == 0 })
}

func comparePlace(a, b report.Finding) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.By, b.By))
}

// paths shortens file names to what they are called in the working directory.
type paths []string

// newPaths knows the directory by the name it was given and by its real one:
// the go command uses either.
func newPaths(dir string) paths {
	p := paths{dir}
	if real, err := filepath.EvalSymlinks(dir); err == nil && real != dir {
		p = append(p, real)
	}
	return p
}

// short returns the relative name of a file inside the directory, and the name
// as it is of one outside.
func (p paths) short(file string) string {
	for _, dir := range p {
		if rel, err := filepath.Rel(dir, file); err == nil && filepath.IsLocal(rel) {
			return rel
		}
	}
	return file
}

// shorten shortens the names of files inside a text.
func (p paths) shorten(text string) string {
	for _, dir := range p {
		text = strings.ReplaceAll(text, dir+string(filepath.Separator), "")
	}
	return text
}
