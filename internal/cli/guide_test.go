package cli_test

// The guide in docs/guide.md, walked as a reader does: its programs are written,
// its diffs applied, its commands run. What zmqlint prints is what the guide says
// it does, and each state of the code has the right types: zmqlint says so with
// its exit code. `go test -run Guide -update` writes the output.

import (
	"bytes"
	"context"
	"fmt"
	"go/format"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/zmqlint/zmqlint/internal/cli"
)

const guidePage = "../../docs/guide.md"

// block is a mark, or a block of code with the mark in front of it.
var block = regexp.MustCompile("(?ms)^(?:<!-- (start|file [^ ]+) -->\n)?(?:```([a-z]+)\n(.*?)^```$)?")

// walk is a module on the way through the guide.
type walk struct {
	t     *testing.T
	dir   string
	env   []string
	files map[string]string // as the guide has left them
	first map[string]string // as they were before the first diff
}

func TestGuide(t *testing.T) {
	page, err := os.ReadFile(guidePage)
	if err != nil {
		t.Fatal(err)
	}
	w := newWalk(t)
	commands := 0
	out := block.ReplaceAllStringFunc(string(page), func(text string) string {
		m := block.FindStringSubmatch(text)
		mark, kind, code := m[1], m[2], m[3]
		if mark == "start" {
			w.start()
		}
		switch name, isFile := strings.CutPrefix(mark, "file "); {
		case isFile:
			w.write(name, code)
		case kind == "diff":
			w.patch(code)
		case kind == "console":
			commands++
			return strings.Replace(text, code, w.console(code), 1)
		case kind == "sh":
			w.shell(code)
		case kind != "":
			t.Errorf("a %s block that nothing checks:\n%s", kind, code)
		}
		return text
	})
	if commands < 10 {
		t.Errorf("only %d commands in the guide", commands)
	}
	switch {
	case out == string(page):
	case *update:
		if err := os.WriteFile(guidePage, []byte(out), 0o666); err != nil {
			t.Fatal(err)
		}
	default:
		t.Error("the output in the guide is not that of zmqlint: go test ./internal/cli -run Guide -update writes it")
	}
}

// newWalk makes a module that finds this one and its dependencies.
func newWalk(t *testing.T) *walk {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	const path = "github.com/zmqlint/zmqlint"
	mod := strings.Replace(read("go.mod"), "module "+path, "module example.com/stock", 1) +
		fmt.Sprintf("\nrequire %s v0.0.0\n\nreplace %[1]s => %q\n", path, filepath.ToSlash(root))
	dir, env := module(t, "", "-- go.mod --\n"+mod+"-- go.sum --\n"+read("go.sum"))
	w := &walk{t: t, dir: dir, env: env, files: map[string]string{}}
	w.write("main.go", read("examples/insecure-server/main.go"))
	return w
}

// start puts the insecure program in the place of what is there.
func (w *walk) start() {
	for name := range w.files {
		if err := os.Remove(filepath.Join(w.dir, name)); err != nil {
			w.t.Fatal(err)
		}
	}
	w.files = map[string]string{}
	for name, text := range w.first {
		w.write(name, text)
	}
}

func (w *walk) write(name, text string) {
	w.t.Helper()
	if strings.HasSuffix(name, ".go") {
		if formatted, err := format.Source([]byte(text)); err != nil || string(formatted) != text {
			w.t.Errorf("%s is not formatted (%v):\n%s", name, err, text)
		}
	}
	file := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		w.t.Fatal(err)
	}
	w.files[name] = text
}

// patch applies a diff whose hunks have no line numbers: what a hunk takes away
// and keeps has to be in the file, once.
func (w *walk) patch(diff string) {
	w.t.Helper()
	if w.first == nil {
		w.first = maps.Clone(w.files)
	}
	for _, part := range strings.Split("\n"+diff, "\n--- ")[1:] {
		name, hunks, _ := strings.Cut(part, "\n")
		for _, hunk := range strings.Split(hunks, "@@\n")[1:] {
			var before, after strings.Builder
			for line := range strings.Lines(strings.TrimSuffix(hunk, "\n") + "\n") {
				if line == "\n" {
					line = " \n" // editors take the blank away
				}
				if line[0] != '+' {
					before.WriteString(line[1:])
				}
				if line[0] != '-' {
					after.WriteString(line[1:])
				}
			}
			if n := strings.Count(w.files[name], before.String()); n != 1 {
				w.t.Fatalf("a hunk fits %d places of %s:\n%s", n, name, hunk)
			}
			w.files[name] = strings.Replace(w.files[name], before.String(), after.String(), 1)
		}
		w.write(name, w.files[name])
	}
}

// console runs the commands of a block and returns it with their output.
func (w *walk) console(code string) string {
	w.t.Helper()
	var b strings.Builder
	for line := range strings.Lines(code) {
		command, ok := strings.CutPrefix(line, "$ zmqlint ")
		if !ok {
			continue
		}
		out, errs, exit := w.run(strings.Fields(command)...)
		if exit > 1 || errs != "" {
			w.t.Fatalf("zmqlint %sexit code %d\n%s\n%s", command, exit, errs, w.files["main.go"])
		}
		b.WriteString(line + out)
	}
	return b.String()
}

// shell runs what is zmqlint's own in a block of commands; the code of keygen is 0.
func (w *walk) shell(code string) {
	for line := range strings.Lines(code) {
		if command, ok := strings.CutPrefix(line, "zmqlint keygen "); ok {
			if _, errs, exit := w.run(append([]string{"keygen"}, strings.Fields(command)...)...); exit != 0 {
				w.t.Errorf("%s: exit code %d\n%s", line, exit, errs)
			}
		}
	}
}

func (w *walk) run(args ...string) (out, errs string, exit int) {
	var stdout, stderr bytes.Buffer
	exit = cli.Main(context.Background(), args, cli.Stdio{Out: &stdout, Err: &stderr}, w.env, w.dir)
	return stdout.String(), stderr.String(), exit
}
