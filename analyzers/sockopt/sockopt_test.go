package sockopt_test

import (
	"testing"

	"github.com/zmqlint/zmqlint/analyzers/sockopt"
	"github.com/zmqlint/zmqlint/internal/rule"
	"github.com/zmqlint/zmqlint/internal/ruletest"
	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

func TestSockopt(t *testing.T) {
	ruletest.Groups(t, sockopt.Analyzer, map[string][]string{
		"missing-options": {"reported", "may", "silent", "unsupported"},
		// The other rules judge calls, and a call has no paths: no group may.
		"weak-option":       {"reported", "silent", "unsupported"},
		"late-option":       {"reported", "silent", "unsupported"},
		"unchecked-option":  {"reported", "silent"},
		"invalid-option":    {"reported", "silent"},
		"duration-unit":     {"reported", "silent", "unsupported"},
		"noop-option":       {"reported", "silent", "unsupported"},
		"privileged-option": {"reported", "silent"},
	})
}

// TestUndocumented turns on the rule that is off by default.
func TestUndocumented(t *testing.T) {
	turnOn(t, "undocumented")
	ruletest.Groups(t, sockopt.Analyzer, map[string][]string{"undocumented-option": {"reported", "silent"}})
	ruletest.Examples(t, sockopt.Analyzer, examples(func(r rule.Rule) bool { return !r.Default }))
}

func TestExamples(t *testing.T) {
	ruletest.Examples(t, sockopt.Analyzer, examples(func(r rule.Rule) bool { return r.Default }))
}

func examples(keep func(rule.Rule) bool) (out []rule.Rule) {
	for _, r := range ruletest.Of("sockopt") {
		if keep(r) {
			out = append(out, r)
		}
	}
	return out
}

// turnOn sets a flag of the analyzer for one test.
func turnOn(t *testing.T, name string) {
	t.Helper()
	f := sockopt.Analyzer.Flags.Lookup(name)
	if f == nil {
		t.Fatalf("no flag -%s", name)
	}
	before := f.Value.String()
	if err := f.Value.Set("true"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Value.Set(before) })
}

// TestConfigured applies the .zmqlint.yaml of testdata: requirements, ceilings,
// and a rule that is off by default.
func TestConfigured(t *testing.T) { zmqtest.Run(t, sockopt.Analyzer, "configured/sockopt") }
