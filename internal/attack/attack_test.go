package attack

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestAttacks runs the tests that need libzmq. They are behind a build tag,
// because what links libzmq does not build where there is none.
func TestAttacks(t *testing.T) {
	cmd := exec.Command(program(t), "-test.run=^TestLive", "-test.v="+strconv.FormatBool(testing.Verbose()), "-test.short="+strconv.FormatBool(testing.Short()))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	} else {
		t.Logf("\n%s", out)
	}
}

// BenchmarkOverhead passes on what zmqsafe keeps of the speed of zmq4.
func BenchmarkOverhead(b *testing.B) {
	bin := program(b)
	for b.Loop() {
		out, err := exec.Command(bin, "-test.run=^$", "-test.bench=^BenchmarkLive", "-test.benchtime=1x").CombinedOutput()
		if err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		b.Logf("\n%s", out)
		for line := range strings.Lines(string(out)) {
			report(b, line)
		}
	}
}

// report takes the metrics of a line of a benchmark over.
func report(b *testing.B, line string) {
	f := strings.Fields(line)
	if len(f) == 0 || !strings.HasPrefix(f[0], "Benchmark") {
		return
	}
	for i := 2; i+1 < len(f); i += 2 {
		v, err := strconv.ParseFloat(f[i], 64)
		if err == nil && f[i+1] != "ns/op" {
			b.ReportMetric(v, f[i+1])
		}
	}
}

// program builds the tagged tests, or skips where that cannot be.
func program(t testing.TB) string {
	t.Helper()
	for _, need := range [][]string{{"pkg-config", "--exists", "libzmq"}, {"gcc", "--version"}} {
		if err := exec.Command(need[0], need[1:]...).Run(); err != nil {
			t.Skipf("%v: %v", need, err)
		}
	}
	// What the program is made of is looked at, so that go test knows when its
	// result is out of date.
	for _, dir := range []string{".", "../../zmqsafe", "../../zmqsafe/certs", "../advisory"} {
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
	bin := filepath.Join(t.TempDir(), "prove")
	args := []string{"test", "-c", "-tags=libzmq", "-o", bin}
	if raceEnabled {
		args = append(args, "-race")
	}
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return bin
}
