package advisory

import (
	"testing"

	"golang.org/x/mod/semver"
)

// The order is that of semantic versioning, except for numbers within a word
// (rc10), which libzmq has none of.
func TestCompareIsSemantic(t *testing.T) {
	versions := []string{"", "x", "4.", "4.3.4-", "4.3.4.1", "0.0.0-0", "0.0.1", "4", "4.0", "4.0.0", "4.1.0-rc1", "4.1.0-rc2", "4.1.0", "4.3.4",
		"4.3.10", "4.3.5+git", "1.2.3-0.20200101000000-abcdef123456", "1.2.3-alpha.1", "1.2.3-alpha", "1.2.3", "10.0.0"}
	for _, r := range Embedded().ZMQ4.Releases {
		versions = append(versions, r.Version[1:])
	}
	for _, a := range versions {
		if Valid(a) != semver.IsValid("v"+a) {
			t.Errorf("%q: valid is %v", a, Valid(a))
		}
		for _, b := range versions {
			if got, want := Compare(a, "v"+b), semver.Compare("v"+a, "v"+b); got != want && (got < 0) != (want < 0) || (got == 0) != (want == 0) {
				t.Errorf("%q and %q: %d, not %d", a, b, got, want)
			}
		}
	}
	if Compare("0", "0.0.0-0") >= 0 && Valid("0") {
		t.Error("0 is not before everything")
	}
}
