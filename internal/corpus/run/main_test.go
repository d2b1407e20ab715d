package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zmqlint/zmqlint/internal/rule"
)

// TestMain lets the test binary stand in for zmqlint.
func TestMain(m *testing.M) {
	if report, ok := os.LookupEnv("FAKE_ZMQLINT"); ok {
		os.Stdout.WriteString(report)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// planned is a rule that no analyzer reports yet, if there is one.
func planned() string {
	for _, r := range rule.All() {
		if r.Planned {
			return r.Name
		}
	}
	return "no-curve"
}

// project makes a corpus with one label and a checkout for it.
func project(t *testing.T) (corpus, checkouts string) {
	corpus, checkouts = t.TempDir(), t.TempDir()
	for name, content := range map[string]string{
		"PINS":      "repo\tcommit\tuse\trules\no+n\tabc\ttune\topens\nx+y\tabc\theldout\topens\n",
		"RULES.tsv": "rules\trule\nopens\tno-curve\nopens\t" + planned() + "\n",
		"SETUP.tsv": "repo\tdir\tpatterns\ttags\tenv\tprepare\no+n\t.\t./...\t-\t-\t-\nx+y\t.\t./...\t-\t-\t-\n",
		"o+n.tsv":   "repo\tfile\tline\trule\tverdict\tdetail\twhy\no+n\ta.go\t7\tno-curve\tyes\t\tin clear\n",
		"x+y.tsv":   "repo\tfile\tline\trule\tverdict\tdetail\twhy\n",
	} {
		if err := os.WriteFile(filepath.Join(corpus, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(checkouts, "o+n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return corpus, checkouts
}

const hit = `{"findings":[{"rule":"no-curve","file":"a.go","line":8,"column":2}]}`

func TestRun(t *testing.T) {
	tests := []struct {
		name, report string
		args         []string
		code         int
		stdout       string
		stderr       string
	}{
		{"hit", hit, []string{"-min-recall", "1", "-min-precision", "1"}, 0, "all       1         1         1    0       0      1.000      1.000", ""},
		{"miss", `{"findings":[]}`, nil, 0, "o+n a.go:7 no-curve: missed, expected yes (in clear)", ""},
		{"below", `{"findings":[]}`, []string{"-min-recall", "0.95"}, 1, "", "recall 0.000 is below 0.950"},
		{"other checkouts", hit, []string{"-use", "all"}, 0, "", "no checkout in"},
		{"nothing there", hit, []string{"-use", "heldout"}, 2, "", "nothing to measure"},
		{"fixes, nothing there", hit, []string{"-fix", "-use", "heldout"}, 2, "", "nothing to prove"},
		{"fixes, no module", hit, []string{"-fix"}, 1, "1 failures", "o+n: . ./...: "},
		{"broken report", "?", nil, 1, "missed, expected yes", "report of zmqlint"},
		{"unknown repository", hit, []string{"-repo", "no+body"}, 2, "", `no "no+body" in PINS`},
		{"unknown rule", hit, []string{"-rules", "no-such"}, 2, "", `no rule "no-such"`},
		{"unknown use", hit, []string{"-use", "some"}, 2, "", "want tune, heldout or all"},
		{"arguments", hit, []string{"./..."}, 2, "", "arguments that are not flags"},
		{"corpus", hit, []string{"-corpus", "nowhere"}, 2, "", "nowhere: open"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			corpus, checkouts := project(t)
			t.Setenv("FAKE_ZMQLINT", tt.report)
			args := append([]string{"-corpus", corpus, "-dir", checkouts, "-zmqlint", os.Args[0]}, tt.args...)
			var stdout, stderr bytes.Buffer
			if code := run(t.Context(), args, &stdout, &stderr); code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			if !strings.Contains(stdout.String(), tt.stdout) {
				t.Errorf("no %q in the output:\n%s", tt.stdout, stdout.String())
			}
			if !strings.Contains(stderr.String(), tt.stderr) {
				t.Errorf("no %q in the errors:\n%s", tt.stderr, stderr.String())
			}
		})
	}
}

// TestPlanned has a label for a rule that no analyzer reports: it is named and
// counts nowhere.
func TestPlanned(t *testing.T) {
	if planned() == "no-curve" {
		t.Skip("every rule is implemented")
	}
	corpus, checkouts := project(t)
	labels := "repo\tfile\tline\trule\tverdict\tdetail\twhy\no+n\ta.go\t9\t" + planned() + "\tyes\t\t\n"
	if err := os.WriteFile(filepath.Join(corpus, "o+n.tsv"), []byte(labels), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("FAKE_ZMQLINT", `{"findings":[]}`)
	var stdout, stderr bytes.Buffer
	args := []string{"-corpus", corpus, "-dir", checkouts, "-zmqlint", os.Args[0], "-min-recall", "1"}
	if code := run(t.Context(), args, &stdout, &stderr); code != 0 {
		t.Errorf("exit code %d, errors %q", code, stderr.String())
	}
	if want := "not implemented, not counted: " + planned(); !strings.Contains(stdout.String(), want) {
		t.Errorf("no %q in the output:\n%s", want, stdout.String())
	}
}

func TestDirMissing(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), nil, &stdout, &stderr); code != 2 || !strings.Contains(stderr.String(), "-dir is missing") {
		t.Errorf("exit code %d, errors %q", code, stderr.String())
	}
}
