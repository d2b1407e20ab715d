package cli_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zmqlint/zmqlint/internal/cli"
)

// TestFixModule mends go.mod and code: a go.mod that is changed in memory alone
// must not be in the way of the other fixes.
func TestFixModule(t *testing.T) {
	dir, env := module(t, "v1.2.9", client+`-- loop.go --
package app

import zmq "github.com/pebbe/zmq4"

func Loop(s *zmq.Socket) {
	for {
		msg, err := s.Recv(0)
		if err != nil {
			continue
		}
		println(msg)
	}
}
`)
	fix := func(code int, flags string) (stdout, stderr string) {
		t.Helper()
		var out, errs bytes.Buffer
		args := append([]string{"-disable=all", "-enable=outdated-module,recv-error-spin"}, strings.Fields(flags)...)
		if got := cli.Main(context.Background(), append(args, "./..."), cli.Stdio{Out: &out, Err: &errs}, env, dir); got != code {
			t.Fatalf("%s: exit code %d, want %d: %s%s", flags, got, code, &out, &errs)
		}
		return out.String(), errs.String()
	}
	stdout, _ := fix(1, "-diff")
	for _, part := range []string{"--- a/go.mod\n", "\n-require github.com/pebbe/zmq4 v1.2.9\n+require github.com/pebbe/zmq4 v1.4.0\n", "--- a/loop.go\n"} {
		if !strings.Contains(stdout, part) {
			t.Errorf("no %q in\n%s", part, stdout)
		}
	}
	stdout, stderr := fix(0, "-fix")
	if stdout != "" || !strings.Contains(stderr, "fixed 2 findings in 3 files\n") {
		t.Errorf("output %q, %q", stdout, stderr)
	}
	for name, part := range map[string]string{"go.mod": "zmq4 v1.4.0\n", "loop.go": "ETERM"} {
		if text, err := os.ReadFile(filepath.Join(dir, name)); !strings.Contains(string(text), part) {
			t.Errorf("no %q in %s: %s (%v)", part, name, text, err)
		}
	}
}

// TestFixModuleSums mends go.mod and go.sum, so that the module can be built.
func TestFixModuleSums(t *testing.T) {
	const old = `github.com/pebbe/zmq4 v1.2.9 h1:JlHcdgq6zpppNR1tH0wXJq0XK03pRUc4lBlHTD7aj/4=
github.com/pebbe/zmq4 v1.2.9/go.mod h1:nqnPueOapVhE2wItZ0uOErngczsJdLOGkebMxaO8r48=
`
	dir, env := module(t, "v1.2.9", client+"-- go.sum --\n"+old)
	var out, errs bytes.Buffer
	args := []string{"-disable=all", "-enable=outdated-module", "-fix", "./..."}
	if got := cli.Main(context.Background(), args, cli.Stdio{Out: &out, Err: &errs}, env, dir); got != 0 {
		t.Fatalf("exit code %d: %s%s", got, &out, &errs)
	}
	if out.Len() > 0 || strings.Contains(errs.String(), "tidy") || !strings.Contains(errs.String(), "fixed 1 finding in 2 files\n") {
		t.Errorf("output %q, %q", &out, &errs)
	}
	cmd := exec.Command("go", "list", "-mod=readonly", "-deps", "./...")
	cmd.Dir, cmd.Env = dir, env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	sums, err := os.ReadFile(filepath.Join(dir, "go.sum"))
	if err != nil || !strings.HasPrefix(string(sums), old) || !strings.HasSuffix(string(sums), "\n") || strings.Count(string(sums), "\n") != 4 {
		t.Errorf("go.sum: %q (%v)", sums, err)
	}
}

// TestFixModuleNoSums has no go.sum to add lines to.
func TestFixModuleNoSums(t *testing.T) {
	dir, env := module(t, "v1.2.9", client)
	env = append(env, "GOFLAGS=-mod=readonly") // else the go command writes one
	var out, errs bytes.Buffer
	args := []string{"-disable=all", "-enable=outdated-module", "-diff", "./..."}
	if got := cli.Main(context.Background(), args, cli.Stdio{Out: &out, Err: &errs}, env, dir); got != 3 {
		t.Fatalf("exit code %d: %s%s", got, &out, &errs)
	}
	if !strings.Contains(out.String(), "+++ b/go.mod") || strings.Contains(out.String(), "go.sum") ||
		!strings.Contains(errs.String(), "go mod tidy completes go.sum") {
		t.Errorf("output %q, %q", &out, &errs)
	}
}
