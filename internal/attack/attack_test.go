package attack

import (
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/zmqlint/zmqlint/internal/livetest"
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

// program builds the tagged tests, or skips where that cannot be: without the race
// detector, which takes memory and time, and these are what is measured. The tests
// of zmqsafe have it.
func program(t testing.TB) string {
	t.Helper()
	return livetest.Build(t, []string{"test", "-c", "-tags=libzmq"}, ".", "../../zmqsafe", "../../zmqsafe/certs", "../advisory")
}
