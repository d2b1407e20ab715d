// Package examples_test runs the example programs that use zmqsafe.
package examples_test

import (
	"context"
	"os/exec"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/zmqlint/zmqlint/internal/livetest"
)

// TestPrograms builds and runs the programs, against the real libzmq.
func TestPrograms(t *testing.T) {
	for name, lines := range map[string][]string{
		"jobs": {
			`newcomer: the server does not know the key, nobody takes the job`,
			`newcomer: the key is in the directory, the job is sent`,
			`flood: 600 handled, the slowest ([3-9]|\d\d).*s after it was sent`, // 600 at 200 a second
			`newcomer: 1 handled, .*`,
			`pump: 20 handled, .*`,
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
	return livetest.Build(t, slices.Concat([]string{"build"}, livetest.Race(), []string{"./" + name}), name, "../zmqsafe", "../zmqsafe/certs")
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
