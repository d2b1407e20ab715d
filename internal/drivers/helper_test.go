package drivers

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/zmqlint/zmqlint/internal/standin"
)

var buildOnce = sync.OnceValues(func() (string, error) { return BuildGolangci(ctx) })

// golangci is golangci-lint with the plugin.
func golangci(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("golangci-lint takes minutes to build")
	}
	binary, err := buildOnce()
	if errors.Is(err, ErrUnavailable) {
		t.Skip(err)
	} else if err != nil {
		t.Fatal(err)
	}
	return binary
}

var zmqlintOnce = sync.OnceValues(func() (string, error) {
	binary := scratch("zmqlint")
	_, err := goOutput(ctx, "../..", "build", "-o", binary, "./cmd/zmqlint")
	return binary, err
})

// zmqlint is the command.
func zmqlint(t *testing.T) string {
	t.Helper()
	binary, err := zmqlintOnce()
	if err != nil {
		t.Fatal(err)
	}
	return binary
}

// module writes the files of an archive to a module that uses zmq4, by way of its
// stand-in: none of the tests needs libzmq.
func module(t *testing.T, archive string) Run {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile("../../go.sum")
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "go.mod", "module example.com/app\n\ngo 1.24\n\nrequire github.com/pebbe/zmq4 v1.4.0\n")
	write(t, dir, "go.sum", string(sums))
	for _, f := range txtar.Parse([]byte(archive)).Files {
		write(t, dir, f.Name, string(f.Data))
	}
	return Run{Dir: dir, Env: withStandin(t, dir), Patterns: []string{"./..."}}
}

// withStandin is an environment in which the module in dir needs no libzmq.
func withStandin(t *testing.T, dir string) []string {
	t.Helper()
	env := append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOLANGCI_LINT_CACHE="+scratch("cache"))
	if _, err := os.Stat(filepath.Join(dir, "go.work")); err != nil {
		env = append(env, "GOWORK=off")
	}
	s, err := standin.Make(t.Context(), standin.Config{Dir: dir, Env: env, Out: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return append(env, s.Env...)
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	name = filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// outcome is what a program did.
type outcome struct {
	code           int
	stdout, stderr string
}

func (r Run) outcome(t *testing.T, name string, args ...string) outcome {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir, cmd.Env = r.Dir, append(slices.Clip(r.Env), "PWD="+r.Dir)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if _, failed := errors.AsType[*exec.ExitError](err); err != nil && !failed {
		t.Fatal(err)
	}
	return outcome{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// wants holds an outcome against an exit code, lines that have to be there and,
// after a "!", text that must not.
func (o outcome) wants(t *testing.T, code int, texts ...string) {
	t.Helper()
	all := o.stdout + o.stderr
	if o.code != code {
		t.Errorf("exit code %d, want %d", o.code, code)
	}
	for _, text := range texts {
		unwanted, not := strings.CutPrefix(text, "!")
		if not && strings.Contains(all, unwanted) {
			t.Errorf("there is %q", unwanted)
		} else if !not && !strings.Contains(all, text) {
			t.Errorf("there is no %q", text)
		}
	}
	if t.Failed() {
		t.Logf("it printed\n%s", all)
	}
}
