//go:build race

package mend_test

import "testing"

func init() {
	plainOnly = func(t testing.TB) {
		t.Skip("takes minutes under the race detector, and has one goroutine; make test runs it without")
	}
}
