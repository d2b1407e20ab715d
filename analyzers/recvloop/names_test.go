package recvloop

import (
	"slices"
	"testing"
)

func TestWords(t *testing.T) {
	for name, want := range map[string][]string{
		"":                     nil,
		"wait":                 {"wait"},
		"NewRateLimiter":       {"new", "rate", "limiter"},
		"isHTTPError":          {"is", "http", "error"},
		"golang.org/x/rate_v2": {"golang", "org", "x", "rate", "v2"},
		"ÄrgerÜber":            {"ärger", "über"},
		"IDs":                  {"i", "ds"},
	} {
		if got := words(name); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestSpeaksOfLimit(t *testing.T) {
	for name, want := range map[string]bool{
		"RateLimiter": true, "rateLimited": true, "Limiter": true, "TimeLimiter": true, "throttle": true, "ThrottledReader": true,
		"TokenBucket": true, "ratelimit": true, "leaky_bucket": true,
		"Delimiter": false, "delimiterReader": false, "Unlimited": false, "generate": false, "bucket": false, "limit": false, "tokenize": false,
	} {
		if got := speaksOfLimit(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
