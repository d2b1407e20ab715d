package nogo

import (
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// TestSuite: the one analyzer reports what the suite does, across packages, and
// takes settings by a flag.
func TestSuite(t *testing.T) {
	t.Cleanup(config.Use(config.Settings{}))
	if err := analysis.Validate([]*analysis.Analyzer{Analyzer}); err != nil {
		t.Fatal(err)
	}
	if err := Analyzer.Flags.Set("settings", "rules:\n  no-curve: off\nrequire: [linger]\n"); err != nil {
		t.Fatal(err)
	}
	found := map[string]int{} // by rule
	for _, result := range analysistest.Run(withoutWants{t}, zmqtest.GOPATH(t), Analyzer, "no-curve/reported/...") {
		for _, d := range result.Diagnostics {
			if !strings.HasSuffix(d.Message, " ("+d.Category+")") {
				t.Errorf("%q does not end with its rule", d.Message)
			}
			if strings.Contains(d.Message, "MAXMSGSIZE") {
				t.Errorf("the settings do not hold: %s", d.Message)
			}
			found[d.Category]++
		}
	}
	if found["no-curve"] > 0 || found["missing-options"] == 0 || found["wildcard-bind"] == 0 {
		t.Errorf("the settings make %v", found)
	}
	for text, want := range map[string]string{
		"rules: {no-curv: off}": "unknown rule \"no-curv\": did you mean no-curve?",
		"rule":                  "cannot",
	} {
		if err := Analyzer.Flags.Set("settings", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// withoutWants leaves the want comments out of account: they are about one rule.
type withoutWants struct{ testing.TB }

func (w withoutWants) Errorf(format string, args ...any) {
	w.Helper()
	if !strings.HasPrefix(format, "%") {
		w.TB.Errorf(format, args...)
	}
}
