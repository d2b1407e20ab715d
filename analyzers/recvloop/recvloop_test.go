package recvloop_test

import (
	"testing"

	"github.com/zmqlint/zmqlint/analyzers/recvloop"
	"github.com/zmqlint/zmqlint/internal/ruletest"
	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

func TestRecvloop(t *testing.T) {
	ruletest.Groups(t, recvloop.Analyzer, map[string][]string{
		"unthrottled-recv": {"reported", "may", "silent"},
		// The other rules are certain or silent.
		"unbounded-goroutines": {"reported", "silent", "unsupported"},
		"unbounded-queue":      {"reported", "silent", "unsupported"},
		"busy-recv":            {"reported", "silent", "unsupported"},
		"recv-error-spin":      {"reported", "silent", "unsupported"},
	})
}

func TestExamples(t *testing.T) { ruletest.Examples(t, recvloop.Analyzer, ruletest.Of("recvloop")) }

// TestConfigured applies the .zmqlint.yml of testdata: functions that limit.
func TestConfigured(t *testing.T) { zmqtest.Run(t, recvloop.Analyzer, "configured/recvloop") }
