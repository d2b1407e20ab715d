//go:build race && unix

package cli_test

// Under the race detector most scripts run the command without it: they run it
// some two hundred times, ten times slower with it, and what they look at is
// what it prints. The loader and the engine have tests of their own, and the
// scripts in raced go through all of the command.

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
)

var raced = []string{"text", "tags", "broken"}

const plainProgram = "ZMQLINT_PLAIN"

func init() {
	becomePlain = func() {
		if program := os.Getenv(plainProgram); program != "" {
			panic(syscall.Exec(program, append([]string{"zmqlint"}, os.Args[1:]...), os.Environ()))
		}
	}
	plain = func(t *testing.T) func(script string) []string {
		program := filepath.Join(t.TempDir(), "zmqlint")
		if out, err := exec.Command("go", "build", "-o", program, "../../cmd/zmqlint").CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return func(script string) []string {
			if slices.Contains(raced, script) {
				return nil
			}
			return []string{plainProgram + "=" + program}
		}
	}
}
