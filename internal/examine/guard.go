package examine

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// guardAll guards a suite. Analyzers of the suite that others require are the
// guarded ones too, so that each runs once.
func guardAll(ctx context.Context, suite []*analysis.Analyzer) []*analysis.Analyzer {
	guarded := map[*analysis.Analyzer]*analysis.Analyzer{}
	for _, a := range suite {
		guarded[a] = guard(ctx, a)
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
// itself would let it end the program. Once ctx is done nothing more is run.
func guard(ctx context.Context, a *analysis.Analyzer) *analysis.Analyzer {
	guarded := *a
	guarded.Run = func(pass *analysis.Pass) (result any, err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("internal error: %v\n%s", p, debug.Stack())
			}
		}()
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return a.Run(pass)
	}
	return &guarded
}
