package certs

import (
	"testing"

	"github.com/zmqlint/zmqlint/internal/livetest"
)

// TestLibzmq runs live_test.go, which holds the keys against libzmq's.
func TestLibzmq(t *testing.T) { livetest.Run(t) }
