package baseline

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zmqlint/zmqlint/internal/report"
)

var update = flag.Bool("update", false, "write the golden file")

func write(t *testing.T, b *Baseline) string {
	t.Helper()
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestGolden: the order does not depend on that of the findings, and what is
// written can be read.
func TestGolden(t *testing.T) {
	second := finding("a1", "")
	second.Fingerprint = strings.TrimSuffix(second.Fingerprint, ":1") + ":2"
	findings := []report.Finding{
		{Fingerprint: id("b2"), Rule: "no-curve", Verdict: report.May, Package: "example.com/app/server", File: "server/a.go",
			Function: "(*Server).Start", Message: `ROUTER socket may be bound to "tcp://*:1" without CURVE when <none> & "x"`},
		{Fingerprint: id("c3"), Rule: "missing-options", Missing: []string{"MAXMSGSIZE", "LINGER"}, Package: "example.com/app", File: "main.go", Function: "main", Message: "é"},
		second,
		finding("a1", ""),
	}
	got := write(t, of("zmqlint v1.2.3", findings...))
	golden := filepath.Join("testdata", "baseline.json")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	findings[0], findings[3] = findings[3], findings[0]
	if other := write(t, of("zmqlint v1.2.3", findings...)); other != got {
		t.Errorf("in another order:\n%s", other)
	}
	b, err := Read(golden)
	if err != nil {
		t.Fatal(err)
	}
	if again := write(t, b); again != got {
		t.Errorf("written again:\n%s", again)
	}
}

func TestEmpty(t *testing.T) {
	b, err := Parse([]byte(write(t, of("zmqlint"))))
	if err != nil || len(b.Entries) != 0 {
		t.Errorf("got %v, %v", b, err)
	}
}

func TestParseErrors(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"empty", "", "unexpected end"},
		{"conflict", "{\n\"version\": 1,\n<<<<<<< ours\n", "line 3: invalid character '<'"},
		{"list", "[]", "line 1: json: cannot unmarshal array"},
		{"other JSON", `{"findings": []}`, "it has no version"},
		{"later format", `{"version": 2, "entries": {}}`, "version 2 of the format, and this zmqlint reads version 1"},
		{"version as text", `{"version": "1"}`, "cannot unmarshal string"},
		{"unknown key", `{"version": 1, "entries": [{"reason": "x"}]}`, `unknown field "reason"`},
		{"wrong type", "{\"version\": 1, \"entries\": [\n{\"rule\": 1}]}", "line 2: json: cannot unmarshal number"},
		{"fingerprint", `{"version": 1, "entries": [{"fingerprint": "v0:1"}]}`, `entry 1: "v0:1" is no fingerprint`},
		{"more", `{"version": 1, "entries": []} {}`, "invalid character '{'"},
	} {
		if _, err := Parse([]byte(test.text)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", test.name, err, test.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(write(&testing.T{}, of("zmqlint", finding("1", report.May, "LINGER"))))
	f.Add(`{"version": 1, "entries": [null]}`)
	f.Fuzz(func(t *testing.T, text string) {
		b, err := Parse([]byte(text))
		if err != nil {
			return
		}
		once := write(t, b)
		again, err := Parse([]byte(once))
		if err != nil {
			t.Fatalf("%v in %s", err, once)
		}
		if write(t, again) != once {
			t.Errorf("not the same twice: %s", once)
		}
	})
}
