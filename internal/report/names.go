package report

// Systems that check out a repository know its files by names from its root,
// whatever directory of it a job ran in. The formats for them therefore name
// files from there; those for people and editors, from the working directory.

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// names knows the root of the repository.
type names struct {
	dir  string
	root []string // its name as given and its real one
}

func newNames(dir string) names {
	n := names{dir: dir, root: []string{repository(dir)}}
	if real, err := filepath.EvalSymlinks(n.root[0]); err == nil && real != n.root[0] {
		n.root = append(n.root, real)
	}
	return n
}

// repository returns the nearest directory upwards that has a .git, which is a
// file in work trees and submodules, or dir itself.
func repository(dir string) string {
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Lstat(filepath.Join(d, ".git")); err == nil {
			return d
		}
		if d == filepath.Dir(d) {
			return dir
		}
	}
}

// name returns the name of a file from the root of the repository, with
// slashes, or its absolute one when it is outside.
func (n names) name(file string) (name string, inside bool) {
	if !filepath.IsAbs(file) {
		file = filepath.Join(n.dir, file)
	}
	for _, root := range n.root {
		if rel, err := filepath.Rel(root, file); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel), true
		}
	}
	return filepath.ToSlash(file), false
}

// short is name for formats that have one kind of name only.
func (n names) short(file string) string {
	name, _ := n.name(file)
	return name
}

// fileURL returns the URL of an absolute path with slashes.
func fileURL(path string) string {
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/…
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// relativeURL returns the URL of a relative path with slashes.
func relativeURL(path string) string { return (&url.URL{Path: path}).String() }
