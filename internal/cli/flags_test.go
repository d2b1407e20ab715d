package cli

import (
	"strings"
	"testing"

	"github.com/zmqlint/zmqlint/internal/rule"
)

func TestSelectRules(t *testing.T) {
	for _, test := range []struct {
		enable, disable string
		on, off         string
		err             string
	}{
		{enable: "undocumented-option", on: "undocumented-option"},
		{enable: "all", on: "undocumented-option no-curve"},
		{enable: "all", disable: "no-curve", on: "undocumented-option", off: "no-curve"},
		{enable: " no-curve , late-curve,", disable: "all", on: "no-curve late-curve", off: "open-curve"},
		{disable: "unbounded-queue", off: "unbounded-queue"},
		{enable: "all", disable: "all", err: "contradicts"},
		{enable: "no-curve", disable: "no-curve", err: "both"},
		{enable: "curve", err: `unknown rule "curve"`},
		{disable: "NO-CURVE", err: "unknown rule"},
	} {
		t.Run(test.enable+"/"+test.disable, func(t *testing.T) {
			var enable, disable ruleList
			enable.Set(test.enable)
			disable.Set(test.disable)
			on, err := rule.Select(enable, disable)
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Fatalf("error %v, want %q", err, test.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range strings.Fields(test.on) {
				if !on[name] {
					t.Errorf("%s is off", name)
				}
			}
			for _, name := range strings.Fields(test.off) {
				if on[name] {
					t.Errorf("%s is on", name)
				}
			}
		})
	}
}

func TestNearest(t *testing.T) {
	for in, want := range map[string]string{
		"no-curv":        "no-curve",
		"nocurve":        "no-curve",
		"missing-option": "missing-options",
		"wildcardbind":   "wildcard-bind",
		"":               "",
		"x":              "",
		"what-is-this":   "",
	} {
		if got := rule.Nearest(in); got != want {
			t.Errorf("nearest(%q) = %q, want %q", in, got, want)
		}
	}
	for _, r := range rule.All() {
		if got := rule.Nearest(r.Name); got != r.Name {
			t.Errorf("nearest(%q) = %q", r.Name, got)
		}
	}
}

func TestCalledByGoVet(t *testing.T) {
	for args, want := range map[string]bool{
		"-V=full":                 true,
		"-flags":                  true,
		"-json -curve x/vet.cfg":  true,
		"":                        false,
		"-v ./...":                false,
		"./cfg":                   false,
		"-version":                false,
		"vet.cfg ./...":           false,
		"-tags flags ./cfg/flags": false,
	} {
		if got := calledByGoVet(strings.Fields(args)); got != want {
			t.Errorf("%q: %v, want %v", args, got, want)
		}
	}
}

// TestPlannedRules cannot be turned on, by name or with all.
func TestPlannedRules(t *testing.T) {
	all, err := rule.Select(ruleList{"all"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rule.All() {
		if all[r.Name] == r.Planned {
			t.Errorf("-enable all: %s is on: %v; it is planned: %v", r.Name, all[r.Name], r.Planned)
		}
		if _, err := rule.Select(ruleList{r.Name}, nil); (err != nil) != r.Planned {
			t.Errorf("-enable %s: error %v; it is planned: %v", r.Name, err, r.Planned)
		}
	}
}
