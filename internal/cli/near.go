package cli

import (
	"github.com/zmqlint/zmqlint/internal/near"
	"github.com/zmqlint/zmqlint/internal/rule"
)

// nearest returns the rule whose name is closest to a mistyped one, or nothing
// when none is close.
func nearest(name string) string {
	return near.Of(name, func(yield func(string) bool) {
		for _, r := range rule.All() {
			if !yield(r.Name) {
				return
			}
		}
	})
}
