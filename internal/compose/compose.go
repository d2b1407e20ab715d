// Package compose makes one analyzer of a suite, for drivers that want one: those
// that show the name of the analyzer, or that end when one fails.
package compose

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"
)

const pages = "https://github.com/zmqlint/zmqlint/tree/main/docs/rules"

// Suite makes one analyzer of analyzers and of what they require. Its result, a
// []analysis.Diagnostic, is what they report, in the order of the places; it
// reports nothing itself. Facts are its own.
func Suite(name string, members []*analysis.Analyzer) *analysis.Analyzer {
	order := inOrder(members)
	a := &analysis.Analyzer{
		Name:             name,
		Doc:              "run the suite of zmqlint",
		URL:              pages,
		RunDespiteErrors: true,
		ResultType:       reflect.TypeFor[[]analysis.Diagnostic](),
		Run:              func(pass *analysis.Pass) (any, error) { return run(pass, order), nil },
	}
	for _, member := range order {
		a.FactTypes = append(a.FactTypes, member.FactTypes...)
	}
	return a
}

// Speaker reports what a Suite found. edit, unless it is nil, may change it.
func Speaker(name, doc string, suite *analysis.Analyzer, edit func(*analysis.Pass, []analysis.Diagnostic)) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:             name,
		Doc:              doc,
		URL:              pages,
		Requires:         []*analysis.Analyzer{suite},
		RunDespiteErrors: true,
		Run: func(pass *analysis.Pass) (any, error) {
			found := slices.Clone(pass.ResultOf[suite].([]analysis.Diagnostic))
			if edit != nil {
				edit(pass, found)
			}
			for _, d := range found {
				pass.Report(d)
			}
			return nil, nil
		},
	}
}

// inOrder lists analyzers and what they require, each behind what it requires.
func inOrder(suite []*analysis.Analyzer) (order []*analysis.Analyzer) {
	seen := map[*analysis.Analyzer]bool{}
	var visit func(*analysis.Analyzer)
	visit = func(a *analysis.Analyzer) {
		if seen[a] {
			return
		}
		seen[a] = true
		for _, r := range a.Requires {
			visit(r)
		}
		order = append(order, a)
	}
	for _, a := range suite {
		visit(a)
	}
	return order
}

// run runs the members on one package. One that fails costs those that require
// it, and says so once.
func run(pass *analysis.Pass, order []*analysis.Analyzer) (found []analysis.Diagnostic) {
	results := map[*analysis.Analyzer]any{}
	for _, member := range order {
		part := *pass
		part.Analyzer = member
		part.ResultOf = map[*analysis.Analyzer]any{}
		complete := true
		for _, r := range member.Requires {
			result, ok := results[r]
			part.ResultOf[r], complete = result, complete && ok
		}
		if !complete {
			continue
		}
		var own []analysis.Diagnostic
		part.Report = func(d analysis.Diagnostic) { own = append(own, d) }
		result, err := contained(member, &part)
		if err != nil {
			found = append(found, failure(pass, member, err)...)
			continue
		}
		results[member] = result
		found = append(found, own...)
	}
	slices.SortStableFunc(found, func(a, b analysis.Diagnostic) int { return cmp.Compare(a.Pos, b.Pos) })
	return found
}

// contained runs an analyzer; a panic is an error.
func contained(a *analysis.Analyzer, pass *analysis.Pass) (result any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return a.Run(pass)
}

// failure tells of an analyzer that failed on a package, at its first file.
func failure(pass *analysis.Pass, a *analysis.Analyzer, err error) []analysis.Diagnostic {
	if len(pass.Files) == 0 {
		return nil
	}
	return []analysis.Diagnostic{{
		Pos: pass.Files[0].Package,
		Message: fmt.Sprintf("zmqlint failed in this package, and its findings here are not complete: %s: %v "+
			"(the command zmqlint says where)", a.Name, err),
	}}
}
