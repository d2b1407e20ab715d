package suppression_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/zmqlint/zmqlint/analyzers/curve"
	"github.com/zmqlint/zmqlint/analyzers/exposure"
	"github.com/zmqlint/zmqlint/analyzers/sockopt"
	"github.com/zmqlint/zmqlint/analyzers/suppression"
	"github.com/zmqlint/zmqlint/internal/ruletest"
	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

var analyzer = suppression.New(curve.Analyzer, sockopt.Analyzer, exposure.Analyzer)

// TestDirectives: a directive is needed or not, so there is no group may.
func TestDirectives(t *testing.T) {
	ruletest.Groups(t, analyzer, map[string][]string{"bad-suppression": {"reported", "silent"}})
}

func TestExamples(t *testing.T) { ruletest.Examples(t, analyzer, ruletest.Of("suppression")) }

// TestConfigured: a file that cannot be read is said at the package clause, and
// directives for rules that are off are left alone.
func TestConfigured(t *testing.T) {
	zmqtest.Run(t, analyzer, "configured/mistaken", "configured/off")
}

// TestGaps: what the engine gave up is said where it is.
func TestGaps(t *testing.T) {
	src := "package large\n\nimport zmq \"github.com/pebbe/zmq4\"\n\n" +
		"func Large(s *zmq.Socket, n int) { // want `zmqlint could not analyse this, .*: function large.Large: it has \\d+ blocks, more than \\d+`\n" +
		strings.Repeat("\tif n > 0 {\n\t\tn++\n\t}\n", 4000) + "}\n"
	dir := zmqtest.GOPATH(t)
	file := filepath.Join(dir, "src", "large", "large.go")
	if err := os.Mkdir(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(src), 0o666); err != nil {
		t.Fatal(err)
	}
	analysistest.Run(t, dir, analyzer, "large")
}

// TestUnusedFlag turns the search for directives that suppress nothing off.
func TestUnusedFlag(t *testing.T) {
	quiet := suppression.New(curve.Analyzer)
	if err := quiet.Flags.Set("unused", "false"); err != nil {
		t.Fatal(err)
	}
	zmqtest.Run(t, quiet, "configured/unused")
}
