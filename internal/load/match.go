package load

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// checkMatched refuses patterns that nothing matches: a misspelt pattern must
// not pass for a clean result.
func (l *loader) checkMatched(list *listing, excluded []*excludedFile) error {
	for _, p := range l.cfg.Patterns {
		if !strings.Contains(p, "...") {
			continue // go list refuses what is not there
		}
		root, match := dirPattern(l.cfg.Dir, p)
		if root == "" {
			continue
		}
		found := slices.ContainsFunc(list.matched, func(q *packages.Package) bool { return match(q.Dir) }) ||
			slices.ContainsFunc(excluded, func(x *excludedFile) bool { return match(filepath.Dir(x.file)) })
		if !found {
			return fmt.Errorf("pattern %s matches no packages", p)
		}
	}
	if len(list.matched) == 0 && len(excluded) == 0 {
		return fmt.Errorf("%s: no packages", strings.Join(l.cfg.Patterns, " "))
	}
	return nil
}
