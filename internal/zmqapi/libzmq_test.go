package zmqapi_test

import (
	"testing"

	"github.com/zmqlint/zmqlint/internal/livetest"
)

// TestLibzmq runs the tests of live_test.go, which hold the option table
// against the libzmq at hand.
func TestLibzmq(t *testing.T) { livetest.Run(t) }
