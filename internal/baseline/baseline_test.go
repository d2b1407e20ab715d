package baseline

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zmqlint/zmqlint/internal/report"
)

func id(n string) string { return "v1:" + strings.Repeat("0", 20-len(n)) + n + ":1" }

func finding(n string, verdict string, missing ...string) report.Finding {
	return report.Finding{Fingerprint: id(n), Rule: "rule", Verdict: verdict, Missing: missing, File: "a.go", Package: "p"}
}

func of(tool string, findings ...report.Finding) *Baseline {
	return New(tool, findings, func(file string) string { return file })
}

func TestHas(t *testing.T) {
	b := of("", finding("1", ""), finding("2", report.May), finding("3", "", "LINGER", "SNDHWM"),
		finding("4", "", "LINGER"), finding("4", "", "SNDHWM"))
	for _, test := range []struct {
		name           string
		f              report.Finding
		known, covered bool
	}{
		{"the same", finding("1", ""), true, true},
		{"now on some paths only", finding("1", report.May), true, true},
		{"may, as before", finding("2", report.May), true, true},
		{"now on all paths", finding("2", ""), true, false},
		{"the same options", finding("3", "", "SNDHWM", "LINGER"), true, true},
		{"fewer options", finding("3", "", "LINGER"), true, true},
		{"another option", finding("3", "", "LINGER", "RCVHWM"), true, false},
		{"options where there were none", finding("1", "", "LINGER"), true, false},
		{"one of two entries", finding("4", "", "SNDHWM"), true, true},
		{"more than either of two entries", finding("4", "", "LINGER", "SNDHWM"), true, false},
		{"not there", finding("5", ""), false, false},
	} {
		if known, covered := b.Has(&test.f); known != test.known || covered != test.covered {
			t.Errorf("%s: known %v, covered %v, want %v and %v", test.name, known, covered, test.known, test.covered)
		}
	}
}

// TestNewAdvisory: the same library, and one more thing that is known of it.
func TestNewAdvisory(t *testing.T) {
	f := finding("1", "")
	f.Message = "libzmq 4.3.2 is affected by CVE-2020-15166 (9.8) and GHSA-25wp-cf8g-938m"
	b := of("", f)
	for message, want := range map[string]bool{
		f.Message: true,
		"libzmq 4.3.2 of Debian is affected by CVE-2020-15166":                               true,
		"libzmq 4.3.2 is affected by CVE-2020-15166, CVE-2021-20235 and GHSA-25wp-cf8g-938m": false,
	} {
		f.Message = message
		if _, covered := b.Has(&f); covered != want {
			t.Errorf("%s: covered = %v, want %v", message, covered, want)
		}
	}
}

func TestStale(t *testing.T) {
	b := of("", finding("1", ""), finding("2", ""), finding("3", ""))
	judged := func(e *Entry) bool { return e.Fingerprint != id("3") }
	stale := b.Stale([]report.Finding{finding("1", "", "LINGER")}, judged)
	if len(stale) != 1 || stale[0].Fingerprint != id("2") {
		t.Errorf("stale: %v", stale)
	}
}

func TestUpdate(t *testing.T) {
	old := []report.Finding{
		finding("1", ""),
		finding("2", "", "LINGER", "SNDHWM"),
		finding("3", report.May),
		finding("4", ""),
		finding("5", ""),
	}
	now := []report.Finding{
		finding("1", ""),
		finding("2", "", "LINGER"), // better
		finding("3", ""),           // worse
		finding("6", ""),           // new
	} // 4 is gone, and 5 could not be looked at
	for _, test := range []struct {
		name           string
		prune          bool
		want           []report.Finding
		added, removed int
	}{
		{"update", false, []report.Finding{old[4], now[0], now[1], now[2], now[3]}, 2, 1},
		{"prune", true, []report.Finding{old[4], now[0], now[1], old[2]}, 0, 1},
	} {
		b := of("old", old...)
		added, removed := b.Update(of("new", now...), func(e *Entry) bool { return e.Fingerprint != id("5") }, test.prune)
		if diff := cmp.Diff(of("new", test.want...).Entries, b.Entries); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		if b.Tool != "new" || added != test.added || removed != test.removed {
			t.Errorf("%s: by %s, %d added, %d removed", test.name, b.Tool, added, removed)
		}
		for _, f := range test.want {
			if _, covered := b.Has(&f); !covered {
				t.Errorf("%s: %v is not covered", test.name, f)
			}
		}
	}
}
