package cli

// Which entries of a baseline a run can call stale: those that it would have
// found, were they still there.

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zmqlint/zmqlint/internal/baseline"
	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/rule"
)

// byMachine is the rule whose findings depend on the machine: they are gone on
// one that has another libzmq, and are not mended.
const byMachine = "vulnerable-libzmq"

// judged tells which entries can be judged. When something could not be
// analysed none can: what is missing in one package shows in others.
func (a *accepted) judged(e *examination) func(*baseline.Entry) bool {
	if e.incomplete() {
		return func(*baseline.Entry) bool { return false }
	}
	files := map[string]map[string]bool{} // by package
	add := func(pkg string, names []string) {
		if files[pkg] == nil {
			files[pkg] = map[string]bool{}
		}
		for _, name := range names {
			files[pkg][realPath(name)] = true
		}
	}
	for pkg, names := range e.loaded.Files {
		add(pkg, names)
	}
	for _, p := range e.loaded.Packages { // other variants have other files
		add(p.PkgPath, p.GoFiles)
	}
	return func(entry *baseline.Entry) bool {
		if entry.Rule == byMachine {
			return false
		}
		file := filepath.Join(a.dir, filepath.FromSlash(entry.File))
		if strings.HasSuffix(file, "_test.go") && !e.opt.tests {
			return false
		}
		if _, known := rule.Lookup(entry.Rule); known {
			if cfg, _ := config.ForDir(filepath.Dir(file)); !cfg.On(entry.Rule) || cfg.Excludes(file) {
				return false
			}
		}
		in, ok := files[entry.Package]
		if !ok {
			return filepath.IsLocal(filepath.FromSlash(entry.File)) && noPackage(filepath.Dir(file))
		}
		// A file that is there and was not read is for other build tags.
		return in[file] || filepath.Ext(file) != ".go" || !exists(file)
	}
}

// noPackage reports whether a directory is gone, or has no Go files.
func noPackage(dir string) bool {
	entries, _ := os.ReadDir(dir)
	return !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return filepath.Ext(e.Name()) == ".go" })
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return !errors.Is(err, fs.ErrNotExist)
}

// realPath follows symbolic links, those above a file that is gone included.
func realPath(file string) string {
	if r, err := filepath.EvalSymlinks(file); err == nil {
		return r
	}
	if dir := filepath.Dir(file); dir != file {
		return filepath.Join(realPath(dir), filepath.Base(file))
	}
	return file
}

// relative is the name of a file in a baseline: the same on every system.
func relative(dir, file string) string {
	if rel, err := filepath.Rel(dir, realPath(file)); err == nil {
		file = rel
	}
	return filepath.ToSlash(file)
}
