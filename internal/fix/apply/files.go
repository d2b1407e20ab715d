package apply

// Files on disk: which may be changed, and how they are replaced.

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Source is a file that was analysed.
type Source struct {
	Path string            // absolute
	Root string            // of its module: nothing outside is changed; empty for its own folder
	Sum  [sha256.Size]byte // of what was analysed; zero when that is not known
}

// Read reads a file that is to be changed. It refuses one that is not to be,
// and one that is no longer what was analysed.
func (s Source) Read() (*Text, error) {
	path, err := s.resolve()
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, reason(err)
	}
	if s.Sum != [sha256.Size]byte{} && sha256.Sum256(data) != s.Sum {
		return nil, errChanged
	}
	if generated(data) {
		return nil, errors.New("the file is generated")
	}
	t := NewText(path, data)
	t.Path = path
	return t, nil
}

func generated(data []byte) bool {
	f, _ := parser.ParseFile(token.NewFileSet(), "", data, parser.PackageClauseOnly|parser.ParseComments)
	return f != nil && ast.IsGenerated(f)
}

var errChanged = errors.New("the file has changed since it was analysed")

// cached is a folder of a module cache, wherever that is.
var cached = regexp.MustCompile(`/[^/]+@v[0-9]+\.[0-9]+\.[^/]*/`)

// resolve follows symbolic links and looks where they lead.
func (s Source) resolve() (string, error) {
	path, err := filepath.EvalSymlinks(s.Path)
	if err != nil {
		return "", reason(err)
	}
	root := s.Root
	if root == "" {
		root = filepath.Dir(s.Path)
	}
	if root, err = filepath.EvalSymlinks(root); err != nil {
		return "", reason(err)
	}
	rel, err := filepath.Rel(root, path)
	if err != nil || !filepath.IsLocal(rel) {
		return "", errors.New("the file is a link to one outside of the module")
	}
	slashed := filepath.ToSlash(path)
	switch {
	case strings.Contains("/"+filepath.ToSlash(rel), "/vendor/"), s.Root == "" && strings.Contains(slashed, "/vendor/"):
		return "", errors.New("the file is a vendored copy")
	case cached.MatchString(slashed):
		return "", errors.New("the file is in the module cache")
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", reason(err)
	}
	if !info.Mode().IsRegular() {
		return "", errors.New("it is no regular file")
	}
	if info.Mode().Perm()&0o200 == 0 {
		return "", errors.New("the file is read-only")
	}
	return path, nil
}

// reason is an error about a file without the file's name.
func reason(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

// Write replaces the files by what they are after the changes. All new contents
// are on disk before the first file is replaced; a file is the old one or the
// new one at any time.
func Write(changes []*Change) (err error) {
	var temps []string
	defer func() {
		for _, name := range temps {
			os.Remove(name) // those that have got their place are gone
		}
	}()
	for _, c := range changes {
		temp, err := c.stage()
		if temp != "" {
			temps = append(temps, temp)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", c.File, reason(err))
		}
	}
	for i, c := range changes {
		if err := os.Rename(temps[i], c.Before.Path); err != nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
	}
	return nil
}

// stage writes the new content beside the file.
func (c *Change) stage() (temp string, err error) {
	path := c.Before.Path
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	now, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	if !bytes.Equal(now, c.Before.Data) {
		return "", errChanged
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp") // no package has files with a dot
	if err != nil {
		return "", err
	}
	_, err = f.Write(c.After)
	return f.Name(), errors.Join(err, f.Chmod(info.Mode().Perm()), keepOwner(f, info), f.Close())
}
