package zmqapi_test

import (
	"os"
	"os/exec"
	"testing"
)

// TestLibzmq runs the tests of live_test.go, which hold the option table
// against the libzmq at hand. They are behind a build tag because a test
// binary that links libzmq does not build where there is none.
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
