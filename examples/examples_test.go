// Package examples_test runs the example programs that use zmqsafe.
package examples_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"testing"
	"time"
)

// TestPrograms builds and runs the programs, against the real libzmq.
func TestPrograms(t *testing.T) {
	for _, need := range [][]string{{"pkg-config", "--exists", "libzmq"}, {"gcc", "--version"}} {
		if err := exec.Command(need[0], need[1:]...).Run(); err != nil {
			t.Skipf("%v: %v", need, err)
		}
	}
	for name, lines := range map[string][]string{
		"jobs": {
			`newcomer: the server does not know the key, nobody takes the job`,
			`newcomer: the key is in the directory, the job is sent`,
			`flood: 600 jobs handled, the slowest ([3-9]|\d\d).*s after it was sent`, // 600 at 200 a second
			`newcomer: 1 jobs handled, .*`,
			`pump: 20 jobs handled, .*`,
			`server: waited [1-9]\d* times for its limit of 200 jobs a second`,
		},
		"prices": {
			`publisher: \d+ updates in .*s`,
			`fast: [1-9]\d* updates handled, \d+ missed`,
			`slow: [1-9]\d* updates handled, [1-9]\d* missed`,
		},
		"rpc": {
			`desk-1: 15 answers, after [1-9]\d* rejections`,
			`desk-1: 20\+22 = 42, after desk-3 was revoked`,
			`desk-3: no answer`,
		},
		"relay": {
			`desk: request 1, by worker-[12]`,
			`desk: request 4, by worker-[12]`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := run(t, build(t, name))
			for _, line := range lines {
				if !regexp.MustCompile(`(?m)^` + line + `$`).MatchString(out) {
					t.Errorf("no line %q in the output:\n%s", line, out)
				}
			}
		})
	}
}

// build makes a program, with the race detector when the test has it.
func build(t *testing.T, name string) string {
	t.Helper()
	// What the program is made of is looked at, so that go test knows when its
	// result is out of date.
	for _, dir := range []string{name, "../zmqsafe", "../zmqsafe/certs"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files in %s (%v)", dir, err)
		}
		for _, f := range files {
			if _, err := os.Stat(f); err != nil {
				t.Fatal(err)
			}
		}
	}
	bin := filepath.Join(t.TempDir(), name)
	args := []string{"build", "-o", bin}
	if info, ok := debug.ReadBuildInfo(); ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		args = append(args, "-race")
	}
	cmd := exec.Command("go", append(args, "./"+name)...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return bin
}

// run wants the exit code 0 and returns what was printed.
func run(t *testing.T, bin string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, bin).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}
