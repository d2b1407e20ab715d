// Package bench measures the command as a user runs it: as a process, with its
// time by the clock and its peak memory.
//
//	go test -run '^$' -bench . -benchtime 1x ./internal/bench
//
// BENCH_DIR names a module to measure on instead of a made one. All numbers of
// a table come from one run on one machine, so that their ratios mean something
// where the times do not.
package bench

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// BenchmarkUser measures a module that uses zmq4, with an empty build cache as
// a fresh CI machine has it. The budget is one and a half times the time of the
// loader's own metadata step and three seconds, and 200 MB.
func BenchmarkUser(b *testing.B) {
	zmqlint := build(b, "../../cmd/zmqlint", "CGO_ENABLED=0")
	multichecker := build(b, "./multichecker", "CGO_ENABLED=0")
	dir := os.Getenv("BENCH_DIR")
	if dir == "" {
		dir = module(b, 60, true)
	}
	for b.Loop() {
		t := newTable(b)
		own := t.run("zmqlint, cold", dir, coldCache(b), zmqlint, "-v", "./...")
		cold := coldCache(b)
		other := t.run("multichecker, cold", dir, cold, multichecker, "./...")
		t.run("multichecker, warm", dir, cold, multichecker, "./...")
		t.print()
		if own.code > 1 {
			b.Fatalf("zmqlint: exit code %d\n%s", own.code, own.stderr)
		}
		metadata := stage(b, own.stderr, "go list")
		b.Logf("metadata step %.2fs", metadata.Seconds())
		b.ReportMetric(own.wall.Seconds()/metadata.Seconds(), "wall/metadata")
		b.ReportMetric(own.wall.Seconds()/(1.5*metadata.Seconds()+3), "wall/budget")
		b.ReportMetric(own.megabytes/200, "memory/budget")
		if other.code == 0 || other.code == 3 { // multichecker's codes for a run that worked
			b.ReportMetric(other.wall.Seconds()/own.wall.Seconds(), "multichecker-wall/wall")
			b.ReportMetric(other.megabytes/own.megabytes, "multichecker-memory/memory")
		} else {
			b.Logf("multichecker could not analyse the module: exit code %d", other.code)
		}
	}
}

// BenchmarkNonUser measures a module that does not use zmq4 against the least
// that has to be done to know that. The budget is 1.2 times that. The module has
// the size of a service: of a small one, most of the time is the start of two
// processes of the go command, some 30 ms that no module makes longer.
func BenchmarkNonUser(b *testing.B) {
	zmqlint := build(b, "../../cmd/zmqlint", "CGO_ENABLED=0")
	dir := module(b, 400, false)
	const rounds = 7 // of each, in turn: the best of several is what does not depend on the neighbours
	for b.Loop() {
		t := newTable(b)
		var own, list measured
		for range rounds {
			own = best(own, t.measure("zmqlint", dir, os.Environ(), zmqlint, "./..."))
			list = best(list, t.measure("go list -deps", dir, os.Environ(), "go", "list", "-deps", "./..."))
		}
		t.runs = []measured{own, list}
		t.print()
		if own.code != 0 {
			b.Fatalf("zmqlint: exit code %d\n%s", own.code, own.stderr)
		}
		b.ReportMetric(own.wall.Seconds()/list.wall.Seconds(), "wall/list")
		b.ReportMetric(own.wall.Seconds()/(1.2*list.wall.Seconds()), "wall/budget")
	}
}

func best(soFar, now measured) measured {
	if soFar.name == "" || now.wall < soFar.wall {
		return now
	}
	return soFar
}

// measured is one run of a process.
type measured struct {
	name      string
	wall      time.Duration
	megabytes float64 // peak of the largest process; 0 when the system does not tell
	code      int
	stderr    string
}

// table is the list of runs of one benchmark.
type table struct {
	b    *testing.B
	runs []measured
}

func newTable(b *testing.B) *table { return &table{b: b} }

// run measures a program and adds it to the table.
func (t *table) run(name, dir string, env []string, program string, args ...string) measured {
	t.b.Helper()
	m := t.measure(name, dir, env, program, args...)
	t.runs = append(t.runs, m)
	return m
}

// measure runs a program. An exit code other than 0 is a result, not a failure:
// linters use it to say that they found something.
func (t *table) measure(name, dir string, env []string, program string, args ...string) measured {
	t.b.Helper()
	cmd := exec.Command(program, args...)
	var stderr bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stderr = dir, env, &stderr
	start := time.Now()
	err := cmd.Run()
	m := measured{name: name, wall: time.Since(start), stderr: stderr.String()}
	if _, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		t.b.Fatalf("%s: %v", name, err)
	}
	m.code, m.megabytes = cmd.ProcessState.ExitCode(), peakMemory(cmd.ProcessState)
	return m
}

func (t *table) print() {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\twall\tpeak memory\texit code\t")
	for _, m := range t.runs {
		fmt.Fprintf(w, "%s\t%.2fs\t%.0f MB\t%d\t\n", m.name, m.wall.Seconds(), m.megabytes, m.code)
	}
	w.Flush()
	t.b.Logf("\n%s", out.String())
}

// stage reads the time of a step out of what zmqlint -v says.
func stage(b *testing.B, stderr, name string) time.Duration {
	b.Helper()
	m := regexp.MustCompile(`(?m)^zmqlint: +([\d.]+s) ` + regexp.QuoteMeta(name) + `$`).FindStringSubmatch(stderr)
	if m == nil {
		b.Fatalf("no stage %q in:\n%s", name, stderr)
	}
	d, err := time.ParseDuration(m[1])
	if err != nil {
		b.Fatal(err)
	}
	return d
}

// build builds a command of this module and returns its path.
func build(b *testing.B, pkg string, env ...string) string {
	b.Helper()
	program := filepath.Join(b.TempDir(), filepath.Base(pkg))
	cmd := exec.Command("go", "build", "-o", program, pkg)
	cmd.Env = append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("building %s: %v\n%s", pkg, err, out)
	}
	return program
}

// coldCache returns an environment with an empty build cache.
func coldCache(b *testing.B) []string {
	return append(os.Environ(), "GOCACHE="+b.TempDir())
}

// module makes a module of so many packages, each of which imports the one before
// and some of the standard library. When it uses zmq4, every fourth package
// opens a socket.
func module(b *testing.B, packages int, usesZMQ4 bool) string {
	b.Helper()
	dir := b.TempDir()
	write := func(name, text string) {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			b.Fatal(err)
		}
	}
	mod := "module example.com/app\n\ngo 1.24\n"
	if usesZMQ4 {
		out, err := exec.Command("go", "list", "-m", "-f", "{{.Version}} {{.Dir}}", "github.com/pebbe/zmq4").Output()
		if err != nil {
			b.Fatal(err)
		}
		version, where, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
		mod += fmt.Sprintf("\nrequire github.com/pebbe/zmq4 %s\n\nreplace github.com/pebbe/zmq4 => %q\n", version, where)
	}
	write("go.mod", mod)
	for i := range packages {
		write(fmt.Sprintf("p%03d/p.go", i), source(i, usesZMQ4 && i%4 == 0))
	}
	return dir
}

func source(i int, opensSocket bool) string {
	name := fmt.Sprintf("p%03d", i)
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n\nimport (\n\t\"fmt\"\n\t\"net/http\"\n", name)
	if i > 0 {
		fmt.Fprintf(&b, "\n\tprevious \"example.com/app/p%03d\"\n", i-1)
	}
	if opensSocket {
		b.WriteString("\n\tzmq \"github.com/pebbe/zmq4\"\n")
	}
	b.WriteString(")\n\nfunc Handle(w http.ResponseWriter, r *http.Request) {\n\tfmt.Fprintln(w, r.URL)\n")
	if i > 0 {
		b.WriteString("\tprevious.Handle(w, r)\n")
	}
	b.WriteString("}\n")
	if opensSocket {
		fmt.Fprintf(&b, `
func Serve() error {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Bind("tcp://*:%d"); err != nil {
		return err
	}
	_, err = s.RecvMessage(0)
	return err
}
`, 5000+i)
	}
	return b.String()
}
