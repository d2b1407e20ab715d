package curve_test

import (
	"testing"

	"github.com/zmqlint/zmqlint/analyzers/curve"
	"github.com/zmqlint/zmqlint/internal/ruletest"
)

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
