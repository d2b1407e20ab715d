package examine

// Findings about what a module is built with. The packages of the module have
// them all alike; they become one, in go.mod, that counts for the whole module.

import (
	"cmp"
	"go/token"
	"slices"

	"golang.org/x/tools/go/packages"

	versions "github.com/zmqlint/zmqlint/analyzers/version"
	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/load"
	"github.com/zmqlint/zmqlint/internal/report"
)

// shared is such a finding in one package.
type shared struct {
	pkg *packages.Package
	finding.Finding
}

// join makes one finding of those with the same rule and key. Those without a
// rule are what the analyzer leaves for the survey of the module.
func (col *collector) join() {
	slices.SortStableFunc(col.shared, func(a, b shared) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Shared.Key, b.Shared.Key),
			cmp.Compare(a.pkg.PkgPath, b.pkg.PkgPath), cmp.Compare(a.pkg.ID, b.pkg.ID))
	})
	for list := range chunks(col.shared, func(a, b shared) bool { return a.Rule == b.Rule && a.Shared.Key == b.Shared.Key }) {
		pkg := list[0].pkg
		if list[0].Rule != "" {
			col.one(pkg, joined(list))
			continue
		}
		found, notes := versions.Survey(findingsOf(list))
		for _, f := range found {
			col.one(pkg, f)
		}
		for _, note := range notes {
			col.Remarks = append(col.Remarks, col.paths.Shorten(note))
		}
	}
}

// chunks splits a list where neighbours are not the same.
func chunks[T any](list []T, same func(a, b T) bool) func(yield func([]T) bool) {
	return func(yield func([]T) bool) {
		for i := 0; i < len(list); {
			j := i + 1
			for j < len(list) && same(list[i], list[j]) {
				j++
			}
			if !yield(list[i:j]) {
				return
			}
			i = j
		}
	}
}

func findingsOf(list []shared) (out []finding.Finding) {
	for _, s := range list {
		out = append(out, s.Finding)
	}
	return out
}

// joined is the finding of a module. It is suppressed when every package that
// could suppress it does.
func joined(list []shared) finding.Finding {
	f := versions.Join(findingsOf(list))
	f.SuppressedBy = nil
	open := false
	for _, s := range list {
		f.SuppressedBy = append(f.SuppressedBy, s.SuppressedBy...)
		open = open || s.Pos.IsValid() && len(s.SuppressedBy) == 0
	}
	if open {
		f.SuppressedBy = nil
	}
	return f
}

// one adds the finding, at its place or, when it has none, in the package.
func (col *collector) one(pkg *packages.Package, f finding.Finding) {
	place := f.Shared.Place
	if place == nil {
		if f.Pos.IsValid() {
			col.inPackage(pkg, f)
		}
		return
	}
	f.Pos, f.End = token.NoPos, token.NoPos
	start := token.Position{Filename: place.File, Line: place.Line, Column: place.Column}
	end := start
	end.Column = place.EndColumn
	out := col.describe(pkg, f, start, end)
	if fix := place.Fix; fix != nil {
		out.Fixable = true
		out.Fixes = []report.Fix{{
			Message: "require " + fix.NewText + ", then run go mod tidy",
			Edits: []report.Edit{{
				File: out.File, Line: place.Line, Column: fix.Column, EndLine: place.Line, EndColumn: fix.EndColumn, NewText: fix.NewText,
			}},
		}}
	}
	col.add(pkg, f, out)
}

// deprecated adds what is to be said of packages that import a binding that
// nobody maintains and have nothing to do with zmq4.
func (col *collector) deprecated(loaded *load.Result) {
	for _, p := range loaded.Watched {
		if slices.ContainsFunc(loaded.Packages, func(q *packages.Package) bool { return q.PkgPath == p.PkgPath }) {
			continue // the analyzer has seen it
		}
		fset, files, found := versions.Unanalyzed(p.GoFiles)
		pkg := *p
		pkg.Fset, pkg.Syntax = fset, files
		for _, f := range found {
			col.finding(&pkg, f)
		}
	}
}
