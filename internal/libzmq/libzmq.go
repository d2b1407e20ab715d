// Package libzmq finds out which libzmq a build would use, without building
// and without linking libzmq itself.
//
//	libzmq.go      the libzmq of this machine: in the order in which the C compiler would find zmq.h
//	pkgconfig.go   what pkg-config says, or its files where it is not installed
//	cgo.go         the #cgo lines of the binding
//	system.go      the package of the distribution that a file is from
//	hints.go       files of a module that say which libzmq they install
//	dockerfile.go, shell.go, manifests.go   how these files say it
//
// Where nothing is found nothing is said: most machines that run a linter have
// no libzmq.
package libzmq

import (
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/zmqlint/zmqlint/internal/advisory"
)

// Found is a libzmq.
type Found struct {
	Version string            // "4.3.4"
	By      string            // what tells so: "pkg-config", "zmq.h"
	File    string            // the file that says so; may be empty
	Package *advisory.Package // the package that File is from; nil when it is from none
}

// Environment is where a build takes place.
type Environment struct {
	Env  []string // as os.Environ
	Root string   // where the system's own files begin; empty is /, and other roots run no programs
}

// Installed returns the libzmq that a build of the binding would use, nil when
// there is none. binding is the directory of the binding's sources, which may
// be empty when it is not known. Asking again costs nothing.
func (e Environment) Installed(binding string) *Found {
	key := strings.Join(append(e.relevant(), e.Root, binding), "\x00")
	find, _ := installed.LoadOrStore(key, sync.OnceValue(func() *Found { return e.find(binding) }))
	return find.(func() *Found)()
}

var installed sync.Map // string → func() *Found

// relevant are the variables that the answer depends on.
func (e Environment) relevant() (vars []string) {
	for _, name := range []string{"PATH", "GOOS", "PKG_CONFIG", "PKG_CONFIG_PATH", "PKG_CONFIG_LIBDIR", "PKG_CONFIG_SYSROOT_DIR",
		"CGO_CFLAGS", "CGO_CPPFLAGS", "CPATH", "C_INCLUDE_PATH"} {
		vars = append(vars, name+"="+e.getenv(name))
	}
	return vars
}

// getenv is the value of a variable. The last one counts, as in os/exec.
func (e Environment) getenv(name string) string {
	for _, kv := range slices.Backward(e.Env) {
		if value, ok := strings.CutPrefix(kv, name+"="); ok {
			return value
		}
	}
	return ""
}

// find looks where the C compiler would look for zmq.h: go puts the flags
// for the preprocessor and those of pkg-config before CFLAGS, and pkg-config
// leaves the standard directories out.
func (e Environment) find(binding string) *Found {
	goos := e.getenv("GOOS")
	if goos != "" && goos != runtime.GOOS && e.native() {
		return nil // the libraries of this machine are not those of the build
	}
	if goos == "" {
		goos = runtime.GOOS
	}
	flags := readFlags(binding, goos)
	var pkg *Found
	var pkgDirs []string
	if flags.pkgConfig {
		pkg, pkgDirs = e.pkgConfig()
	}
	before := append(includes(e.getenv("CGO_CPPFLAGS")), flags.cpp...)
	after := append(includes(e.getenv("CGO_CFLAGS")), flags.c...)
	after = append(after, filepath.SplitList(e.getenv("CPATH"))...)
	after = append(after, filepath.SplitList(e.getenv("C_INCLUDE_PATH"))...)
	if h := e.header(before); h != nil {
		return h
	}
	if pkg != nil && slices.ContainsFunc(pkgDirs, func(d string) bool { return !standard(d) }) {
		return pkg
	}
	if h := e.header(after); h != nil {
		return h
	}
	if pkg != nil {
		return pkg
	}
	return e.header(e.standardDirs())
}

// native reports whether nothing names a library for another system.
func (e Environment) native() bool {
	for _, name := range []string{"PKG_CONFIG", "PKG_CONFIG_PATH", "PKG_CONFIG_LIBDIR", "CGO_CFLAGS", "CGO_CPPFLAGS"} {
		if e.getenv(name) != "" {
			return false
		}
	}
	return true
}

func (e Environment) standardDirs() []string {
	dirs := []string{e.path("/usr/local/include"), e.path("/usr/include")}
	if runtime.GOOS == "darwin" {
		dirs = append([]string{e.path("/opt/homebrew/include")}, append(dirs, e.path("/opt/local/include"))...)
	}
	return dirs
}

// standard reports whether pkg-config leaves a directory out of the flags.
func standard(dir string) bool { return filepath.ToSlash(filepath.Clean(dir)) == "/usr/include" }

// path is the place of a file of the system.
func (e Environment) path(name string) string {
	if e.Root == "" {
		return name
	}
	return filepath.Join(e.Root, filepath.FromSlash(name))
}

// header returns the libzmq of the first zmq.h in the directories.
func (e Environment) header(dirs []string) *Found {
	for _, dir := range dirs {
		if !filepath.IsAbs(dir) {
			continue
		}
		file := filepath.Join(dir, "zmq.h")
		text, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		if version := headerVersion(text); version != "" {
			return &Found{Version: version, By: "zmq.h", File: file, Package: e.packageOf(file)}
		}
	}
	return nil
}

var versionMacro = regexp.MustCompile(`(?m)^[ \t]*#[ \t]*define[ \t]+ZMQ_VERSION_(MAJOR|MINOR|PATCH)[ \t]+(\d+)`)

// headerVersion reads the ZMQ_VERSION_ macros.
func headerVersion(text []byte) string {
	numbers := map[string]string{}
	for _, m := range versionMacro.FindAllSubmatch(text, -1) {
		numbers[string(m[1])] = string(m[2])
	}
	if len(numbers) < 3 {
		return ""
	}
	return numbers["MAJOR"] + "." + numbers["MINOR"] + "." + numbers["PATCH"]
}
