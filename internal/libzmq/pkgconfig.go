package libzmq

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/zmqlint/zmqlint/internal/advisory"
)

// patience is how long a program of the system may take. pkg-config takes
// milliseconds; a wrapper script may hang.
const patience = 5 * time.Second

// pkgConfig asks pkg-config for libzmq, and reads its files where it is not
// installed. dirs are the include directories that it adds.
func (e Environment) pkgConfig() (found *Found, dirs []string) {
	var version, dir string
	if e.Root == "" {
		var err error
		if version, err = e.output(e.pkgConfigProgram(), "--modversion", "libzmq"); err == nil {
			dir, _ = e.output(e.pkgConfigProgram(), "--variable=pcfiledir", "libzmq")
		} else if !errors.Is(err, exec.ErrNotFound) {
			return nil, nil
		}
	}
	file := e.pkgConfigFile(dir)
	pc := readPkgConfig(file)
	if version == "" {
		version = pc.version
	}
	if !advisory.Valid(version) {
		return nil, nil
	}
	found = &Found{Version: version, By: "pkg-config", File: file}
	if file != "" {
		found.Package = e.packageOf(file)
	}
	return found, pc.includes
}

func (e Environment) pkgConfigProgram() string {
	if program := e.getenv("PKG_CONFIG"); program != "" {
		return program
	}
	return "pkg-config"
}

// output runs a program in the environment, with its PATH.
func (e Environment) output(name string, args ...string) (string, error) {
	program, err := e.lookPath(name)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = e.Env
	cmd.WaitDelay = time.Second // a child of a killed script may hold the pipe
	out, err := cmd.Output()
	return strings.TrimSpace(string(out)), err
}

// lookPath finds a program in the PATH of the environment, which need not be
// that of the process.
func (e Environment) lookPath(name string) (string, error) {
	if strings.ContainsAny(name, `/\`) {
		return name, nil
	}
	for _, dir := range filepath.SplitList(e.getenv("PATH")) {
		if !filepath.IsAbs(dir) {
			continue
		}
		if program, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return program, nil
		}
	}
	return "", exec.ErrNotFound
}

// pkgConfigFile returns libzmq.pc, in the directory that pkg-config names or
// the first in which it would look.
func (e Environment) pkgConfigFile(dir string) string {
	dirs := []string{dir}
	if dir == "" {
		dirs = filepath.SplitList(e.getenv("PKG_CONFIG_PATH"))
		if libdir := e.getenv("PKG_CONFIG_LIBDIR"); libdir != "" {
			dirs = append(dirs, filepath.SplitList(libdir)...)
		} else {
			dirs = append(dirs, e.pkgConfigDirs()...)
		}
	}
	for _, d := range dirs {
		file := filepath.Join(d, "libzmq.pc")
		if _, err := os.Stat(file); err == nil && filepath.IsAbs(d) {
			return file
		}
	}
	return ""
}

func (e Environment) pkgConfigDirs() (dirs []string) {
	for _, pattern := range []string{
		"/usr/local/lib/*/pkgconfig", "/usr/local/lib/pkgconfig", "/usr/local/share/pkgconfig", "/opt/homebrew/lib/pkgconfig",
		"/usr/lib/*/pkgconfig", "/usr/lib64/pkgconfig", "/usr/lib/pkgconfig", "/usr/share/pkgconfig",
	} {
		matches, _ := filepath.Glob(e.path(pattern)) // in a fixed order
		dirs = append(dirs, matches...)
	}
	return dirs
}

type pcFile struct {
	version  string
	includes []string
}

var pcVariable = regexp.MustCompile(`\$\{([A-Za-z0-9_.]+)\}`)

// readPkgConfig reads the version and the include directories from a .pc file.
func readPkgConfig(file string) (pc pcFile) {
	text, err := os.ReadFile(file)
	if err != nil {
		return pc
	}
	vars := map[string]string{"pcfiledir": filepath.Dir(file)}
	expand := func(s string) string {
		for range 8 { // a variable may hold others; a circle ends
			next := pcVariable.ReplaceAllStringFunc(s, func(v string) string { return vars[v[2:len(v)-1]] })
			if next == s {
				break
			}
			s = next
		}
		return s
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		i := strings.IndexAny(line, ":=")
		if i < 0 || strings.HasPrefix(line, "#") {
			continue
		}
		name, value := strings.TrimSpace(line[:i]), strings.TrimSpace(line[i+1:])
		switch {
		case line[i] == '=':
			vars[name] = value
		case name == "Version":
			pc.version = expand(value)
		case name == "Cflags" || name == "CFlags":
			pc.includes = includes(expand(value))
		}
	}
	return pc
}
