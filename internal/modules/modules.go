// Package modules finds the files that say what a module is and which ones
// belong together, without the go command.
package modules

import (
	"os"
	"path/filepath"

	"golang.org/x/mod/modfile"
)

// Upwards returns the nearest directory from dir on that has a file of the name;
// "" when there is none.
func Upwards(dir, name string) string {
	for dir != "" {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && !info.IsDir() {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			break
		}
		dir = parent
	}
	return ""
}

// Work returns the go.work file that holds in dir, where gowork is what GOWORK is
// set to; "" when none does.
func Work(dir, gowork string) string {
	switch gowork {
	case "off":
		return ""
	case "", "auto":
		if dir = Upwards(dir, "go.work"); dir == "" {
			return ""
		}
		return filepath.Join(dir, "go.work")
	}
	return gowork
}

// Used returns the directories of the modules that a go.work file names, there
// or not. gowork is where the file is.
func Used(gowork string, work *modfile.WorkFile) (dirs []string) {
	for _, use := range work.Use {
		dir := filepath.FromSlash(use.Path)
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(filepath.Dir(gowork), dir)
		}
		dirs = append(dirs, filepath.Clean(dir))
	}
	return dirs
}

// Read returns the directories that the go.work file of that name uses; none
// when it cannot be read: go list says what is wrong.
func Read(gowork string) []string {
	data, err := os.ReadFile(gowork)
	if err != nil {
		return nil
	}
	work, err := modfile.ParseWork(gowork, data, nil)
	if err != nil {
		return nil
	}
	return Used(gowork, work)
}

// Within reports whether a path is root or below it.
func Within(path, root string) bool {
	rel, err := filepath.Rel(root, path)
	return err == nil && filepath.IsLocal(rel)
}
