package lsp

// What is analysed together.
//
// Findings depend on all callers of a function, so what is loaded for a file is
// its whole module, or all modules of the workspace (go.work) that it is a
// part of: what `zmqlint ./...` says there. The folders that the editor has open
// play no part in that; they decide which files the editor shows.

import (
	"path/filepath"
	"slices"

	"github.com/zmqlint/zmqlint/internal/modules"
)

// unitOf returns the directory that is analysed for a file; ok is false for a
// file outside any module.
func unitOf(file string, getenv func(string) string) (dir string, ok bool) {
	module := modules.Upwards(filepath.Dir(file), "go.mod")
	if module == "" {
		return "", false
	}
	work := modules.Work(module, getenv("GOWORK"))
	if root := filepath.Dir(work); modules.Within(module, root) && slices.Contains(modules.Read(work), module) {
		return root, true
	}
	return module, true
}
