package load

// Directories that a listing leaves out.
//
// For "./..." go list passes over a directory whose files are all excluded by
// build constraints, and over a directory with a go.mod of its own, without a
// word. Both may hold all the ZeroMQ code of a repository, so the tree is
// walked beside go list (names only), and what the listing then does not have
// is looked into.

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// A scanned directory has Go files.
type scannedDir struct {
	dir    string
	module string   // directory of the go.mod it belongs to; empty is that of the pattern's own directory
	files  []string // absolute names
}

// A scan is a walk that is under way.
type scan struct {
	done chan struct{}
	dirs []scannedDir
}

// startScan walks the directories that the patterns with "..." can match.
func startScan(cfg Config) *scan {
	s := &scan{done: make(chan struct{})}
	go func() {
		defer close(s.done)
		seen := map[string]bool{}
		for _, p := range cfg.Patterns {
			if root, match := dirPattern(cfg.Dir, p); root != "" {
				s.walk(root, match, cfg.Tests, seen)
			}
		}
	}()
	return s
}

func (s *scan) wait() []scannedDir {
	<-s.done
	return s.dirs
}

// dirPattern returns where the directories matched by a pattern of the kind
// "./a/..." begin, and a function that tells whether it matches one. The root
// is empty for all other patterns.
func dirPattern(base, pattern string) (root string, match func(dir string) bool) {
	before, _, wild := strings.Cut(pattern, "...")
	if !wild || !isPathPattern(pattern) {
		return "", nil
	}
	abs := func(p string) string {
		if !filepath.IsAbs(p) {
			p = filepath.Join(base, p)
		}
		return filepath.Clean(p)
	}
	root = abs(before)
	if !strings.HasSuffix(before, "/") {
		root = filepath.Dir(root) // "./ab..." matches ./abc
	}
	matchPath := wildcard(filepath.ToSlash(abs(pattern)))
	return root, func(dir string) bool { return matchPath(filepath.ToSlash(dir)) }
}

// wildcard returns what tells whether a pattern with "..." matches a path, as
// in go help packages: x/... also matches x.
func wildcard(pattern string) func(path string) bool {
	re := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\.\.\.`, `.*`)
	if tail, ok := strings.CutSuffix(re, `/.*`); ok {
		re = tail + `(/.*)?`
	}
	return regexp.MustCompile(`^` + re + `$`).MatchString
}

// isPathPattern reports whether go takes the pattern as a directory, not as an
// import path.
func isPathPattern(p string) bool {
	return p == "." || p == ".." || strings.HasPrefix(p, "./") || strings.HasPrefix(p, "../") || filepath.IsAbs(p)
}

func (s *scan) walk(root string, match func(string) bool, tests bool, seen map[string]bool) {
	modules := map[string]string{} // directory → its module's directory
	byDir := map[string]int{}      // directory → index in s.dirs
	_ = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return skipUnreadable(e)
		}
		dir := filepath.Dir(path)
		if e.IsDir() {
			if path != root && ignoredDir(e.Name()) {
				return fs.SkipDir
			}
			modules[path] = modules[dir]
			if path != root {
				if _, err := os.Lstat(filepath.Join(path, "go.mod")); err == nil {
					modules[path] = path
				}
			}
			return nil
		}
		if !goFile(e.Name(), tests) || seen[path] || !match(dir) {
			return nil
		}
		seen[path] = true
		i, ok := byDir[dir]
		if !ok {
			i = len(s.dirs)
			byDir[dir] = i
			s.dirs = append(s.dirs, scannedDir{dir: dir, module: modules[dir]})
		}
		s.dirs[i].files = append(s.dirs[i].files, path)
		return nil
	})
}

// skipUnreadable goes on beside what cannot be read: go list tells of it.
func skipUnreadable(e fs.DirEntry) error {
	if e != nil && e.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// ignoredDir reports whether go's "..." passes over directories of the name.
func ignoredDir(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata" || name == "vendor"
}

// goFile reports whether a file of the name can belong to a package.
func goFile(name string, tests bool) bool {
	return strings.HasSuffix(name, ".go") && !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "_") &&
		(tests || !strings.HasSuffix(name, "_test.go"))
}
