package lsp

// What is analysed together.
//
// Findings depend on all callers of a function, so what is loaded for a file is
// its whole module, or all modules of the workspace (go.work) that it is a
// part of: what `zmqlint ./...` says there. The folders that the editor has open
// play no part in that; they decide which files the editor shows.

import (
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/mod/modfile"
)

// unitOf returns the directory that is analysed for a file; ok is false for a
// file outside any module.
func unitOf(file string, getenv func(string) string) (dir string, ok bool) {
	module, ok := upwards(filepath.Dir(file), "go.mod")
	if !ok {
		return "", false
	}
	work := getenv("GOWORK")
	switch {
	case work == "off":
		return module, true
	case work == "" || work == "auto":
		dir, found := upwards(module, "go.work")
		if !found {
			return module, true
		}
		work = filepath.Join(dir, "go.work")
	}
	if root := filepath.Dir(work); within(module, root) && slices.Contains(usedBy(work), module) {
		return root, true
	}
	return module, true
}

// upwards returns the nearest directory, from dir on, that has a file of the
// name.
func upwards(dir, name string) (found string, ok bool) {
	for {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && !info.IsDir() {
			return dir, true
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", false
		}
		dir = parent
	}
}

// usedBy returns the directories of the modules of a go.work file.
func usedBy(work string) (dirs []string) {
	data, err := os.ReadFile(work)
	if err != nil {
		return nil
	}
	parsed, err := modfile.ParseWork(work, data, nil)
	if err != nil {
		return nil // go list says what is wrong
	}
	for _, use := range parsed.Use {
		dir := filepath.FromSlash(use.Path)
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(filepath.Dir(work), dir)
		}
		dirs = append(dirs, filepath.Clean(dir))
	}
	return dirs
}

// within reports whether a path is root or below it.
func within(path, root string) bool {
	rel, err := filepath.Rel(root, path)
	return err == nil && filepath.IsLocal(rel)
}
