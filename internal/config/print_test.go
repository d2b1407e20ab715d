package config

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/zmqlint/zmqlint/internal/rule"
)

func printed(t *testing.T, c *Config) string {
	t.Helper()
	var b strings.Builder
	if err := c.Print(&b, filepath.Base); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestPrintRoundTrip reads back what is printed.
func TestPrintRoundTrip(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, ".zmqlint.yml")
	if err := os.WriteFile(filepath.Join(dir, "extra.json"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", full} {
		want, problems := Parse(file, []byte(text))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		out := printed(t, want)
		got, problems := Parse(file, []byte(out))
		if len(problems) > 0 {
			t.Fatalf("%v\n%s", problems, out)
		}
		for _, r := range rule.All() {
			if want.On(r.Name) != got.On(r.Name) && !r.Planned || want.Severity(r.Name, r.Severity) != got.Severity(r.Name, r.Severity) {
				t.Errorf("%s is not the same in\n%s", r.Name, out)
			}
		}
		want.Rules, got.Rules, want.origins, got.origins = nil, nil, nil, nil
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(Config{}), cmpopts.EquateEmpty(), cmp.Comparer(func(a, b Network) bool { return a == b })); diff != "" {
			t.Errorf("(-want +got):\n%s\nfrom\n%s", diff, out)
		}
	}
}

// TestPrintOrigins says where values come from: the default, a line, a flag.
func TestPrintOrigins(t *testing.T) {
	c, problems := Parse("f.yml", []byte("rules:\n  no-curve: note\n  late-curve: off\nnetworks:\n- 203.0.113.0/24\nceilings:\n  hwm: 5\nwrappers:\n  example.com/x.F: [CURVE]\n"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	c.SetRule("late-curve", true, "-enable")
	c.SetRule("late-option", true, "-enable") // is on already
	c.SetRule("weak-option", false, "-disable")
	lines := map[string]string{}
	for line := range strings.Lines(printed(t, c)) {
		key, rest, _ := strings.Cut(strings.TrimSpace(line), ": ")
		lines[key] = strings.Join(strings.Fields(rest), " ")
	}
	for key, want := range map[string]string{
		"no-curve":        "note # f.yml:2",
		"late-curve":      "on # -enable (error)",
		"late-option":     "on # default (warning)",
		"weak-option":     "off # -disable",
		"wildcard-bind":   "on # default (error; warning when CURVE is set)",
		"networks":        "[203.0.113.0/24] # f.yml:5",
		"hwm":             "5 # f.yml:7",
		"maxmsgsize":      "# default",
		"example.com/x.F": "[CURVE] # f.yml:9",
		"loopback":        "local # default",
		"max-age":         "180d # default",
	} {
		if lines[key] != want {
			t.Errorf("%s: %q, want %q", key, lines[key], want)
		}
	}
}

// TestTemplate: the file that `zmqlint config -init` writes says nothing but
// the defaults, has every key, and its examples are in order.
func TestTemplate(t *testing.T) {
	got, problems := Parse("f.yml", []byte(Template))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	withOrigins := regexp.MustCompile(` *#.*`)
	if diff := cmp.Diff(withOrigins.ReplaceAllString(printed(t, Default()), ""), withOrigins.ReplaceAllString(printed(t, got), "")); diff != "" {
		t.Errorf("(-default +template):\n%s", diff)
	}

	examples := regexp.MustCompile(`(?m)^#( {2}|-)`).ReplaceAllString(Template, "$1")
	examples = regexp.MustCompile(`(?m)^(\w+): \[\]$`).ReplaceAllString(examples, "$1:")
	c, problems := Parse("f.yml", []byte(examples))
	if len(problems) > 0 {
		t.Fatalf("%v\n%s", problems, examples)
	}
	if len(c.Rules) == 0 || c.Ceilings.HWM == 0 || c.MinVersions.Libzmq == "" || len(c.Networks) == 0 ||
		len(c.Wrappers) == 0 || len(c.Throttles) == 0 || len(c.Forks) == 0 || len(c.Exclude) == 0 {
		t.Errorf("keys without an example in\n%s", examples)
	}
}
