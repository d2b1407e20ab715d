package load

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/go/packages"
)

// synthetic is a module of n packages. Each imports the one before and a part
// of the standard library; every fourth uses zmq4 itself when zmq is set.
func synthetic(n int, zmq bool) string {
	var b strings.Builder
	b.WriteString(mod)
	for i := range n {
		fmt.Fprintf(&b, "-- p%d/p.go --\npackage p%d\n\nimport (\n\t\"net/http\"\n", i, i)
		if i > 0 && i%6 != 0 {
			fmt.Fprintf(&b, "\t_ \"example.com/m/p%d\"\n", i-1)
		}
		if zmq && i%4 == 0 {
			b.WriteString("\t\"github.com/pebbe/zmq4\"\n)\n\nfunc Open() (*zmq4.Socket, error) { return zmq4.NewSocket(zmq4.SUB) }\n")
		} else {
			b.WriteString(")\n")
		}
		b.WriteString("\nvar Client http.Client\n")
	}
	return b.String()
}

// BenchmarkLoad reports the load as a multiple of its metadata step, and that
// of a module without zmq4 as a multiple of go list -deps.
func BenchmarkLoad(b *testing.B) {
	bench := func(name string, zmq bool, floor func(dir string)) {
		b.Run(name, func(b *testing.B) {
			dir := tree(b, synthetic(60, zmq))
			floor(dir) // fills the caches
			var list, whole time.Duration
			for b.Loop() {
				start := time.Now()
				floor(dir)
				list += time.Since(start)
				start = time.Now()
				if _, err := Load(context.Background(), Config{Dir: dir, Env: offline(), Patterns: []string{"./..."}}); err != nil {
					b.Fatal(err)
				}
				whole += time.Since(start)
			}
			b.ReportMetric(float64(whole)/float64(list), "×list")
		})
	}
	bench("zmq4", true, func(dir string) {
		cfg := &packages.Config{Mode: mode, Dir: dir, Env: offline("CGO_ENABLED=1")}
		if _, err := packages.Load(cfg, "./..."); err != nil {
			b.Fatal(err)
		}
	})
	bench("none", false, func(dir string) {
		cmd := exec.Command("go", "list", "-deps", "./...")
		cmd.Dir, cmd.Env = dir, offline()
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	})
}
