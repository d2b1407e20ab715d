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
		var found bool
		if root, match := dirPattern(l.cfg.Dir, p); root != "" {
			found = slices.ContainsFunc(list.matched, func(q *packages.Package) bool { return match(q.Dir) }) ||
				slices.ContainsFunc(excluded, func(x *excludedFile) bool { return match(filepath.Dir(x.file)) })
		} else {
			match := wildcard(p)
			found = slices.ContainsFunc(list.matched, func(q *packages.Package) bool { return match(q.PkgPath) })
		}
		if !found {
			return fmt.Errorf("pattern %s matches no packages", p)
		}
	}
	if len(list.matched) == 0 && len(excluded) == 0 {
		return fmt.Errorf("%s: no packages", strings.Join(l.cfg.Patterns, " "))
	}
	return nil
}

// onlyFiles reports whether the patterns are files, which need no module.
func onlyFiles(patterns []string) bool {
	return !slices.ContainsFunc(patterns, func(p string) bool { return !strings.HasSuffix(p, ".go") })
}

// noModule says what to do where there is no go.mod.
func (l *loader) noModule(dirs []scannedDir) error {
	var below []string
	for _, d := range dirs {
		if d.module != "" && !slices.Contains(below, d.module) && slices.ContainsFunc(d.files, l.importsZMQ4) {
			below = append(below, d.module)
		}
	}
	if len(below) > 0 {
		more := ""
		if n := len(below) - 5; n > 0 {
			below, more = below[:5], fmt.Sprintf(" and %d more", n)
		}
		return fmt.Errorf("%s is in no module; run zmqlint in the modules below it that import zmq4: %s%s", l.cfg.Dir, strings.Join(below, ", "), more)
	}
	return fmt.Errorf("%s is in no module (there is no go.mod in it or above): run go mod init NAME and go mod tidy there, or in a copy", l.cfg.Dir)
}
