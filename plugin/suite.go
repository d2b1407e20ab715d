package plugin

import (
	"cmp"
	"fmt"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// compose makes one analyzer of a suite and of what it requires. Its result is
// the diagnostics of the suite in the order of their places; it reports none.
func compose(name string, suite []*analysis.Analyzer) *analysis.Analyzer {
	order := inOrder(suite)
	a := &analysis.Analyzer{
		Name:             name,
		Doc:              "run the suite of zmqlint",
		RunDespiteErrors: true,
		ResultType:       diagnosticsType,
		Run:              func(pass *analysis.Pass) (any, error) { return run(pass, order), nil },
	}
	for _, member := range order {
		a.FactTypes = append(a.FactTypes, member.FactTypes...)
	}
	return a
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
	return withoutConflicts(pass.Fset, found)
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
