package config

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Digest stands for all that is configured for the packages of the module at
// dir: the file that holds there, those below it, and the files that they name.
// The go command keeps what a vet tool said about a package for as long as the
// package and the tool stay the same; the digest makes the configuration a part
// of the tool.
func Digest(dir string) [sha256.Size]byte {
	h := sha256.New()
	add := func(name string) {
		if text, err := os.ReadFile(name); err == nil {
			fmt.Fprintf(h, "%q %d\n", name, len(text))
			h.Write(text)
		}
	}
	names := func(dir string) {
		c, _ := ForDir(dir)
		add(c.File)
		add(string(c.Advisories))
	}
	root := moduleRoot(dir)
	names(root)
	filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // what cannot be read holds for nothing
		case d.IsDir() && name != root && holdsNoPackages(d.Name()):
			return fs.SkipDir
		case !d.IsDir() && slices.Contains(Names, d.Name()):
			add(name) // whether or not it can be used
			names(filepath.Dir(name))
		}
		return nil
	})
	return [sha256.Size]byte(h.Sum(nil))
}

// moduleRoot is the nearest directory upwards that has a go.work or a go.mod,
// dir itself where there is none.
func moduleRoot(dir string) string {
	for d := dir; ; d = filepath.Dir(d) {
		for _, name := range []string{"go.work", "go.mod"} {
			if _, err := os.Stat(filepath.Join(d, name)); err == nil {
				return d
			}
		}
		if filepath.Dir(d) == d {
			return dir
		}
	}
}

func holdsNoPackages(dir string) bool {
	return strings.HasPrefix(dir, ".") || strings.HasPrefix(dir, "_") || dir == "node_modules"
}
