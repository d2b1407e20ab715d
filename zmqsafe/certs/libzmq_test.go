package certs

import (
	"os"
	"os/exec"
	"testing"
)

// TestLibzmq runs live_test.go, which holds the keys against libzmq's. It is
// behind a build tag because this package needs no libzmq, and a test that
// links it does not build where there is none.
func TestLibzmq(t *testing.T) {
	for _, need := range [][]string{{"pkg-config", "--exists", "libzmq"}, {"gcc", "--version"}} {
		if err := exec.Command(need[0], need[1:]...).Run(); err != nil {
			t.Skipf("%v: %v", need, err)
		}
	}
	args := []string{"test", "-tags=libzmq", "-run=^TestLive", "."}
	if testing.Verbose() {
		args = append(args, "-v")
	}
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	} else {
		t.Logf("%s", out)
	}
}
