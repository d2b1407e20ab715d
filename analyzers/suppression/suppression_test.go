package suppression_test

import (
	"testing"

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

// TestUnusedFlag turns the search for directives that suppress nothing off.
func TestUnusedFlag(t *testing.T) {
	quiet := suppression.New(curve.Analyzer)
	if err := quiet.Flags.Set("unused", "false"); err != nil {
		t.Fatal(err)
	}
	zmqtest.Run(t, quiet, "configured/unused")
}
