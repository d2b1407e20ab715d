package curve_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/zmqlint/zmqlint/analyzers/curve"
	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/rule"
	"github.com/zmqlint/zmqlint/internal/ruletest"
	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// TestCurve runs the groups that a rule has. Rules that speak of one call (late-,
// unchecked-, hardcoded-, swapped-, mechanism-reset, auth-gap) are certain where
// that call runs, and the conflict of roles is asked for on every path: they have
// no "may". Where "unsupported" is left out, the limits are those of no-curve.
func TestCurve(t *testing.T) {
	ruletest.Groups(t, curve.Analyzer, map[string][]string{
		"no-curve":            {"reported", "may", "silent", "unsupported"},
		"incomplete-curve":    {"reported", "may", "silent", "unsupported"},
		"late-curve":          {"reported", "silent", "unsupported"},
		"unchecked-curve":     {"reported", "silent"},
		"hardcoded-key":       {"reported", "silent", "unsupported"},
		"swapped-keys":        {"reported", "silent", "unsupported"},
		"curve-role-conflict": {"reported", "silent"},
		"plain-auth":          {"reported", "may", "silent"},
		"mechanism-reset":     {"reported", "silent"},
		"open-curve":          {"reported", "may", "silent", "unsupported"},
		"auth-gap":            {"reported", "silent", "unsupported"},
	})
}

func TestExamples(t *testing.T) { ruletest.Examples(t, curve.Analyzer, ruletest.Of("curve")) }

// TestSeverity tells a bind, which waits for anyone, from a connect.
func TestSeverity(t *testing.T) {
	for _, res := range zmqtest.Run(t, curve.Analyzer, "no-curve/reported", "no-curve/may") {
		for _, f := range res.Result.(finding.List) {
			want := rule.Error
			if strings.Contains(f.Message, "connected to") {
				want = rule.Warning
			}
			if f.Severity != want {
				t.Errorf("%s is of severity %s, want %s", f.Message, f.Severity, want)
			}
		}
	}
}

// TestConfigured applies the .zmqlint.yml of testdata: severities, rules that
// are off, files that are excluded, and loopback as network.
func TestConfigured(t *testing.T) {
	for _, res := range zmqtest.Run(t, curve.Analyzer, "configured/curve/...") {
		for _, f := range res.Result.(finding.List) {
			if f.Severity != rule.Note {
				t.Errorf("%s is of severity %s, want note", f.Message, f.Severity)
			}
		}
	}
}

// TestSuppressed counts what directives suppress, which stays in the result.
func TestSuppressed(t *testing.T) {
	for _, res := range zmqtest.Run(t, curve.Analyzer, "suppressed") {
		reasons := map[string]int{}
		for _, f := range res.Result.(finding.List) {
			for _, e := range f.SuppressedBy {
				reasons[e.Reason]++
			}
		}
		if want := map[string]int{"the switch encrypts": 4}; !maps.Equal(reasons, want) {
			t.Errorf("reasons %v, want %v", reasons, want)
		}
	}
}
