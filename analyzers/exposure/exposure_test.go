package exposure_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zmqlint/zmqlint/analyzers/exposure"
	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/rule"
	"github.com/zmqlint/zmqlint/internal/ruletest"
	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// An endpoint is what it is on every path, so no rule has a group may.
func TestExposure(t *testing.T) {
	ruletest.Groups(t, exposure.Analyzer, map[string][]string{
		"wildcard-bind":   {"reported", "silent", "unsupported"},
		"public-endpoint": {"reported", "silent", "unsupported"},
		"shared-ipc":      {"reported", "silent", "unsupported"},
	})
}

// TestSeverity: who reaches a socket with CURVE has to have a key.
func TestSeverity(t *testing.T) {
	want := map[string]rule.Severity{"Secure": rule.Warning, "IPv6": rule.Error, "(*Server).Start": rule.Error}
	got := map[string]rule.Severity{}
	for _, res := range zmqtest.Run(t, exposure.Analyzer, "wildcard-bind/reported") {
		for _, f := range res.Result.(finding.List) {
			if _, ok := want[f.Function]; ok {
				got[f.Function] = f.Severity
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestExamples(t *testing.T) { ruletest.Examples(t, exposure.Analyzer, ruletest.Of("exposure")) }

// TestConfigured applies the .zmqlint.yml of testdata: networks.
func TestConfigured(t *testing.T) { zmqtest.Run(t, exposure.Analyzer, "configured/exposure") }
