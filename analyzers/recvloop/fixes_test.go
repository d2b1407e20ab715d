package recvloop_test

import (
	"testing"

	"github.com/zmqlint/zmqlint/analyzers/recvloop"
	"github.com/zmqlint/zmqlint/internal/ruletest"
)

func TestFixes(t *testing.T) { ruletest.Fixes(t, recvloop.Analyzer) }
