package config

// Which file holds for a package: the nearest one upwards from its directory,
// up to the root of the repository or of the file system. Each directory is
// looked at once, so that a project without a file pays for a few calls of
// stat in all. A driver can set one file in place of the search, and flags over
// whatever file holds.

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// Names are the names of the file.
var Names = []string{".zmqlint.yml", ".zmqlint.yaml"}

// Settings are what a driver sets over the files.
type Settings struct {
	// File holds for every package in place of what would be found; NoFile
	// turns the search off.
	File   string
	NoFile bool
	// Flags changes a configuration once it is read; nil leaves it alone.
	Flags func(*Config)
}

// Use makes the settings those of the process, until restore is called. What
// was read before is forgotten.
func Use(s Settings) (restore func()) {
	before := current.Swap(newFinder(s))
	zmqapi.SetForks()
	return func() {
		current.Store(before)
		zmqapi.SetForks(slices.Collect(maps.Keys(before.forks))...)
	}
}

// For returns the configuration that holds for the package of a pass. It is
// never nil.
func For(pass *analysis.Pass) *Config {
	c, _ := ForDir(dirOf(pass))
	return c
}

// ProblemsOf returns the mistakes in the file that holds for the package of a
// pass.
func ProblemsOf(pass *analysis.Pass) Problems {
	_, problems := ForDir(dirOf(pass))
	return problems
}

// ForDir returns the configuration that holds for a directory: the defaults,
// where its file has mistakes.
func ForDir(dir string) (*Config, Problems) {
	f := current.Load()
	if dir == "" {
		dir = "."
	}
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	l := f.fixed()
	if l == nil {
		l = f.find(dir)
	}
	return l.config, l.problems
}

// dirOf is the directory of a package. The files that cgo makes lie elsewhere,
// and say where they come from in a line directive above their package clause.
func dirOf(pass *analysis.Pass) string {
	for _, f := range pass.Files {
		if name := pass.Fset.Position(f.Package).Filename; !strings.HasPrefix(filepath.Base(name), "_cgo_") {
			return filepath.Dir(name)
		}
	}
	return ""
}

var current atomic.Pointer[finder]

func init() { current.Store(newFinder(Settings{})) }

// finder knows the files that were read under some settings.
type finder struct {
	settings Settings
	mu       sync.Mutex
	dirs     map[string]*loaded // by directory
	files    map[string]*loaded // by file; "" is none
	forks    map[string]bool
}

type loaded struct {
	config   *Config
	problems Problems
}

func newFinder(s Settings) *finder {
	return &finder{settings: s, dirs: map[string]*loaded{}, files: map[string]*loaded{}, forks: map[string]bool{}}
}

// fixed is what the settings say in place of a search.
func (f *finder) fixed() *loaded {
	switch {
	case f.settings.NoFile:
		return f.load("")
	case f.settings.File != "":
		return f.load(f.settings.File)
	}
	return nil
}

func (f *finder) find(dir string) *loaded {
	if l, ok := f.dirs[dir]; ok {
		return l
	}
	var l *loaded
	switch file, ambiguous := fileIn(dir); {
	case ambiguous:
		l = f.add(dir, nil, Problems{{File: file, Message: fmt.Sprintf("there is a %s as well: keep one", Names[1])}})
	case file != "":
		l = f.load(file)
	case filepath.Dir(dir) == dir || isRepository(dir):
		l = f.load("")
	default:
		l = f.find(filepath.Dir(dir))
	}
	f.dirs[dir] = l
	return l
}

// fileIn returns the configuration file of a directory, if any; ambiguous when
// there are two.
func fileIn(dir string) (file string, ambiguous bool) {
	for _, name := range Names {
		name = filepath.Join(dir, name)
		if info, err := os.Stat(name); err != nil || info.IsDir() {
			continue
		}
		if file != "" {
			return file, true
		}
		file = name
	}
	return file, false
}

// isRepository reports whether a directory is the root of a repository; in a
// work tree .git is a file.
func isRepository(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, ".git"))
	return err == nil
}

func (f *finder) load(file string) *loaded {
	if l, ok := f.files[file]; ok {
		return l
	}
	if file == "" {
		return f.add(file, Default(), nil)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		if pe, ok := errors.AsType[*fs.PathError](err); ok {
			err = pe.Err // the name is said already
		}
		return f.add(file, nil, Problems{{File: file, Message: err.Error()}})
	}
	c, problems := Parse(file, text)
	return f.add(file, c, problems)
}

// add remembers what a file says, with the flags over it.
func (f *finder) add(file string, c *Config, problems Problems) *loaded {
	if c == nil {
		c = Default()
	}
	if f.settings.Flags != nil {
		f.settings.Flags(c)
	}
	for _, path := range c.Forks {
		f.forks[string(path)] = true
	}
	if len(c.Forks) > 0 {
		zmqapi.SetForks(slices.Collect(maps.Keys(f.forks))...)
	}
	l := &loaded{c, problems}
	f.files[file] = l
	return l
}
