package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zmqlint/zmqlint/internal/cli"
)

// TestFixModule mends go.mod. What go.sum lacks then, which makes the code
// impossible to load, must not be in the way of the other fixes.
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
	if stdout != "" || !strings.Contains(stderr, "go mod tidy completes go.sum") || !strings.Contains(stderr, "fixed 2 findings in 2 files\n") {
		t.Errorf("output %q, %q", stdout, stderr)
	}
	for name, part := range map[string]string{"go.mod": "zmq4 v1.4.0\n", "loop.go": "ETERM"} {
		if text, err := os.ReadFile(filepath.Join(dir, name)); !strings.Contains(string(text), part) {
			t.Errorf("no %q in %s: %s (%v)", part, name, text, err)
		}
	}
}
