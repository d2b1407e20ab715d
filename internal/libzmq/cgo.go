package libzmq

import (
	"go/build/constraint"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// cgoFlags are what the #cgo lines of the binding say about where zmq.h is.
type cgoFlags struct {
	pkgConfig bool     // they ask pkg-config for libzmq
	cpp, c    []string // include directories
}

// readFlags reads the #cgo lines of the Go files of a directory, as far as
// they hold for a system. A binding that is not known asks pkg-config, as zmq4
// does everywhere but on Windows.
func readFlags(dir, goos string) (flags cgoFlags) {
	files, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	if dir == "" || len(files) == 0 {
		return cgoFlags{pkgConfig: goos != "windows"}
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil || strings.HasSuffix(file, "_test.go") {
			continue
		}
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "//"))
			if directive, ok := strings.CutPrefix(line, "#cgo "); ok {
				flags.add(directive, dir, goos)
			}
		}
	}
	return flags
}

// add reads "linux,amd64 !windows CFLAGS: -I…".
func (f *cgoFlags) add(directive, dir, goos string) {
	head, value, ok := strings.Cut(directive, ":")
	words := strings.Fields(head)
	if !ok || len(words) == 0 || !holds(words[:len(words)-1], goos) {
		return
	}
	value = strings.ReplaceAll(value, "${SRCDIR}", dir)
	switch words[len(words)-1] {
	case "pkg-config":
		f.pkgConfig = f.pkgConfig || slices.Contains(strings.Fields(value), "libzmq")
	case "CPPFLAGS":
		f.cpp = append(f.cpp, includes(value)...)
	case "CFLAGS":
		f.c = append(f.c, includes(value)...)
	}
}

// holds evaluates the constraint of a #cgo line: any of the words, each of
// which is a list of which all must hold.
func holds(words []string, goos string) bool {
	if len(words) == 0 {
		return true
	}
	expr, err := constraint.Parse("// +build " + strings.Join(words, " "))
	return err == nil && expr.Eval(func(tag string) bool {
		return tag == goos || tag == runtime.GOARCH || tag == "cgo" || tag == "unix" && goos != "windows"
	})
}

// includes returns the directories of the -I and -isystem options among flags.
func includes(flags string) (dirs []string) {
	words := strings.Fields(flags)
	for i := 0; i < len(words); i++ {
		word := strings.Trim(words[i], `"'`)
		for _, option := range []string{"-isystem", "-I"} {
			dir, ok := strings.CutPrefix(word, option)
			if ok && dir == "" && i+1 < len(words) {
				i++
				dir = strings.Trim(words[i], `"'`)
			}
			if ok && dir != "" {
				dirs = append(dirs, dir)
				break
			}
		}
	}
	return dirs
}
