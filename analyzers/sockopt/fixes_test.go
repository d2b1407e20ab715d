package sockopt_test

import (
	"testing"

	"github.com/zmqlint/zmqlint/analyzers/sockopt"
	"github.com/zmqlint/zmqlint/internal/ruletest"
)

func TestFixes(t *testing.T) { ruletest.Fixes(t, sockopt.Analyzer) }
