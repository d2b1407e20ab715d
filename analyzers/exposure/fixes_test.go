package exposure_test

import (
	"testing"

	"github.com/zmqlint/zmqlint/analyzers/exposure"
	"github.com/zmqlint/zmqlint/internal/ruletest"
)

func TestFixes(t *testing.T) { ruletest.Fixes(t, exposure.Analyzer) }
