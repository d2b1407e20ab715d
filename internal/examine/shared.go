package examine

// Findings about what a module is built with. The packages of the module have
// them all alike; they become one, in go.mod, that counts for the whole module.

import (
	"bytes"
	"cmp"
	"errors"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

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
		edits := []report.Edit{{
			File: out.File, Line: place.Line, Column: fix.Column, EndLine: place.Line, EndColumn: fix.EndColumn, NewText: fix.NewText,
		}}
		message := "require " + fix.NewText
		if sums, err := col.sums(place); err == nil {
			edits = append(edits, sums...)
		} else {
			message += ", then run go mod tidy"
		}
		out.Fixes = []report.Fix{{Message: message, Edits: edits}}
	}
	col.add(pkg, f, out)
}

// sums adds lines to the go.sum beside a go.mod, where go mod tidy would have
// them; so the module builds after its go.mod has been changed. The error says
// that the file is not there or not what it should be.
func (col *collector) sums(place *finding.Place) (edits []report.Edit, err error) {
	name := filepath.Join(filepath.Dir(place.File), "go.sum")
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	if len(place.Sums) == 0 || !bytes.HasSuffix(data, []byte("\n")) {
		return nil, errors.New("no place for a line")
	}
	lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	for _, sum := range place.Sums {
		if slices.Contains(lines, sum) {
			continue
		}
		// Behind the last line that sorts before it, of the same module if there is one.
		at := 0
		for i, l := range lines {
			if l < sum {
				at = i + 1
			}
		}
		e := report.Edit{File: col.paths.Short(name), Line: 1, Column: 1, EndLine: 1, EndColumn: 1, NewText: sum + "\n"}
		if at > 0 {
			e.Line, e.Column, e.NewText = at, len(lines[at-1])+1, "\n"+sum
			e.EndLine, e.EndColumn = e.Line, e.Column
		}
		edits = append(edits, e)
	}
	return edits, nil
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
