package libzmq

// What the files of a module say about the libzmq that it is built with
// elsewhere: in a container, by a CI job, with a package manager for C. These
// are hints. A hint has a version only where the file says it, or where the
// image is one whose package is known; all others are for the log.

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zmqlint/zmqlint/internal/advisory"
)

// Hint is a line that installs libzmq.
type Hint struct {
	File    string // absolute
	Line    int
	Says    string            // "installs libzmq3-dev on ubuntu:20.04"
	Version string            // upstream; empty when it cannot be told
	Package *advisory.Package // nil for one that is from no distribution
}

// Limits of the walk: a repository may hold anything.
const (
	maxDepth = 5
	maxSize  = 1 << 20
)

// Hints reads the files below the root of a module, in the order of their
// names.
func Hints(root string, table *advisory.Table) (hints []Hint) {
	_ = filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			if e != nil && e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		rel, _ := filepath.Rel(root, name)
		rel = filepath.ToSlash(rel)
		if e.IsDir() {
			if rel != "." && skipDir(rel, name) {
				return fs.SkipDir
			}
			return nil
		}
		read := readerOf(rel)
		if read == nil || !e.Type().IsRegular() {
			return nil
		}
		if info, err := e.Info(); err != nil || info.Size() > maxSize {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return nil
		}
		for _, h := range read(string(text), table) {
			h.File = name
			hints = append(hints, h)
		}
		return nil
	})
	return hints
}

// skipDir reports whether a directory belongs to something else: another
// module, what was vendored, test data.
func skipDir(rel, dir string) bool {
	base := path.Base(rel)
	if strings.Count(rel, "/") >= maxDepth || slices.Contains([]string{"vendor", "node_modules", "testdata", "third_party"}, base) {
		return true
	}
	if strings.HasPrefix(base, ".") {
		return !slices.Contains([]string{".github", ".circleci", ".gitlab", ".ci", ".drone", ".devcontainer", ".docker"}, base)
	}
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}

type reader func(text string, table *advisory.Table) []Hint

// readerOf returns what reads a file of the name, nil for other files.
func readerOf(rel string) reader {
	dir, base := path.Split(strings.ToLower(rel))
	switch {
	case base == "dockerfile" || base == "containerfile" || strings.HasPrefix(base, "dockerfile.") || strings.HasPrefix(base, "dockerfile-") ||
		strings.HasPrefix(base, "containerfile.") || strings.HasSuffix(base, ".dockerfile"):
		return readDockerfile
	case base == "vcpkg.json":
		return readVcpkg
	case base == "conanfile.txt" || base == "conanfile.py":
		return readConan
	case strings.HasPrefix(base, ".gitlab-ci") || slices.Contains([]string{".travis.yml", ".drone.yml", "appveyor.yml", ".appveyor.yml", "azure-pipelines.yml", "jenkinsfile", "bitbucket-pipelines.yml", ".cirrus.yml"}, base):
		return readCI
	case (path.Ext(base) == ".yml" || path.Ext(base) == ".yaml") && (dir == ".github/workflows/" || dir == ".circleci/"):
		return readCI
	}
	return nil
}
