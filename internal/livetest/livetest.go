// Package livetest builds and runs, from within tests, what links libzmq: test
// files behind the build tag libzmq, and programs. A package whose own tests
// linked it could not be tested at all on a machine without libzmq.
package livetest

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"testing"
)

// Need skips the test where libzmq, or a C compiler, is missing.
func Need(t testing.TB) {
	t.Helper()
	for _, need := range [][]string{{"pkg-config", "--exists", "libzmq"}, {"gcc", "--version"}} {
		if err := exec.Command(need[0], need[1:]...).Run(); err != nil {
			t.Skipf("%v: %v", need, err)
		}
	}
}

// Run runs the tests of the package in the working directory whose names begin
// with TestLive. dirs are the other directories that they are made of.
func Run(t *testing.T, dirs ...string) {
	t.Helper()
	Need(t)
	madeOf(t, append(dirs, "."))
	args := []string{"test", "-tags=libzmq", "-run=^TestLive", "."}
	if testing.Verbose() {
		args = append(args, "-v")
	}
	t.Logf("%s", command(t, args))
}

// Race is what go has to be told for a program with the race detector, where the
// test itself has it.
func Race() []string {
	if info, ok := debug.ReadBuildInfo(); ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		return []string{"-race"}
	}
	return nil
}

// Build builds a program and returns its name. args are go's, without -o:
// "build", "./jobs".
func Build(t testing.TB, args []string, dirs ...string) string {
	t.Helper()
	Need(t)
	madeOf(t, dirs)
	bin := filepath.Join(t.TempDir(), "program")
	command(t, slices.Concat([]string{args[0], "-o", bin}, args[1:]))
	return bin
}

// madeOf looks at the files in directories, so that go test knows when a result
// in its cache is out of date: it does not see what the go commands read.
func madeOf(t testing.TB, dirs []string) {
	t.Helper()
	for _, dir := range dirs {
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
}

func command(t testing.TB, args []string) []byte {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return out
}
