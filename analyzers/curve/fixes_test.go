package curve_test

import (
	"testing"

	"github.com/zmqlint/zmqlint/analyzers/curve"
	"github.com/zmqlint/zmqlint/internal/ruletest"
)

func TestFixes(t *testing.T) { ruletest.Fixes(t, curve.Analyzer) }
