// Package drivers runs the suite through each of the programs that people run it
// with, and says what each of them found, in one form. Its tests hold the drivers
// against each other, and golangci-lint with the plugin, which they build,
// against its documentation.
package drivers

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Finding is what all drivers say of a finding.
type Finding struct {
	File         string // relative to the directory of the run, with slashes
	Line, Column int
	Rule         string
	Message      string // without the rule
}

func (f Finding) String() string {
	return fmt.Sprintf("%s:%d:%d: %s (%s)", f.File, f.Line, f.Column, f.Message, f.Rule)
}

func compare(a, b Finding) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
		cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
}

// Run is where and how the drivers run.
type Run struct {
	Dir      string   // absolute
	Env      []string // of the go command
	Tags     string
	Patterns []string
}

// command runs a program and returns its standard output. An exit code in good
// means that the output is complete.
func (r Run) command(ctx context.Context, good []int, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = r.Dir, append(slices.Clip(r.Env), "PWD="+r.Dir)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && slices.Contains(good, exit.ExitCode()) {
		err = nil
	}
	if err != nil {
		text := bytes.TrimSpace(stderr.Bytes())
		if len(text) == 0 {
			text = bytes.TrimSpace(stdout.Bytes())
		}
		return nil, fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, text[max(0, len(text)-2000):])
	}
	return stdout.Bytes(), nil
}

// withTags puts the flag for build tags before arguments.
func (r Run) withTags(flag string, args ...string) []string {
	if r.Tags == "" {
		return args
	}
	return append([]string{flag + r.Tags}, args...)
}

var ruleAtEnd = regexp.MustCompile(`^(?s)(.*) \(([a-z]+(?:-[a-z]+)+)\)$`)

// finding makes a finding of a message that ends with its rule.
func (r Run) finding(file string, line, column int, text string) Finding {
	f := Finding{File: r.relative(file), Line: line, Column: column, Message: text}
	if m := ruleAtEnd.FindStringSubmatch(text); m != nil {
		f.Message, f.Rule = m[1], m[2]
	}
	return f
}

func (r Run) relative(file string) string {
	if !filepath.IsAbs(file) {
		file = filepath.Join(r.Dir, file)
	}
	if rel, err := filepath.Rel(r.Dir, file); err == nil {
		file = rel
	}
	return filepath.ToSlash(file)
}

// place takes a position apart, "file:line:column".
func place(posn string) (file string, line, column int, err error) {
	rest, col, ok1 := cutLast(posn)
	file, ln, ok2 := cutLast(rest)
	line, err1 := strconv.Atoi(ln)
	column, err2 := strconv.Atoi(col)
	if err := errors.Join(err1, err2); err != nil || !ok1 || !ok2 {
		return "", 0, 0, fmt.Errorf("position %q: %v", posn, err)
	}
	return file, line, column, nil
}

func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

// sorted sorts findings. One that several packages have, because they share its
// file, is one.
func sorted(list []Finding) []Finding {
	slices.SortFunc(list, compare)
	return slices.Compact(list)
}

// Difference lists what one has and the other has not.
func Difference(a, b []Finding) (onlyA, onlyB []Finding) {
	a, b = sorted(slices.Clone(a)), sorted(slices.Clone(b))
	missing := func(f Finding, list []Finding) bool {
		_, found := slices.BinarySearchFunc(list, f, compare)
		return !found
	}
	for _, f := range a {
		if missing(f, b) {
			onlyA = append(onlyA, f)
		}
	}
	for _, f := range b {
		if missing(f, a) {
			onlyB = append(onlyB, f)
		}
	}
	return onlyA, onlyB
}
