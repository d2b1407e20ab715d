package corpus

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestMain lets the test binary stand in for zmqlint: FAKE_ZMQLINT is what it does.
func TestMain(m *testing.M) {
	switch os.Getenv("FAKE_ZMQLINT") {
	case "":
		os.Exit(m.Run())
	case "report":
		dir, err := os.Getwd()
		if err != nil {
			panic(err)
		}
		fmt.Printf(`{"findings":[
			{"rule":"no-curve","file":"a.go","line":3,"column":1,"verdict":"may"},
			{"rule":"missing-options","file":%q,"line":4,"column":1,"missing":["LINGER"]}],
			"notAnalyzed":[{"package":"p","reason":"%s"}]}`,
			filepath.Join(dir, "sub", "b.go"), strings.Join(os.Args[1:], " ")+" "+os.Getenv("GOFLAGS")+" "+os.Getenv("GOWORK"))
		os.Exit(3)
	case "usage":
		fmt.Fprintln(os.Stderr, "zmqlint: no such flag")
		os.Exit(2)
	case "garbage":
		fmt.Println("all is well")
	case "hang":
		time.Sleep(time.Minute)
	}
}

func TestAnalyze(t *testing.T) {
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "go"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOFLAGS", "-buildvcs=false")
	t.Setenv("FAKE_ZMQLINT", "report")
	run := Run{Dir: "go", Patterns: []string{"./..."}, Tags: "zmq", Env: []string{"GOFLAGS=-mod=mod", "GOWORK=off"}}
	got, err := Runner{Zmqlint: os.Args[0], Timeout: time.Minute}.Analyze(t.Context(), root, Repo{Runs: []Run{run, run}})
	if err != nil {
		t.Fatal(err)
	}
	want := []Finding{
		{Rule: "no-curve", File: "go/a.go", Line: 3, Column: 1, Verdict: "may"},
		{Rule: "missing-options", File: "go/sub/b.go", Line: 4, Column: 1, Missing: []string{"LINGER"}},
	}
	if diff := cmp.Diff(want, got.Findings); diff != "" {
		t.Errorf("findings of two runs (-want +got):\n%s", diff)
	}
	if want := "-format json -tags zmq ./... -buildvcs=false -mod=mod off"; got.NotAnalyzed[0].Reason != want {
		t.Errorf("zmqlint was called with %q, want %q", got.NotAnalyzed[0].Reason, want)
	}
}

func TestAnalyzeErrors(t *testing.T) {
	root := t.TempDir()
	tests := []struct {
		fake, dir string
		timeout   time.Duration
		want      string
	}{
		{"usage", ".", time.Minute, "no such flag"},
		{"garbage", ".", time.Minute, "report of zmqlint"},
		{"hang", ".", 50 * time.Millisecond, "did not end within"},
		{"report", "gone", time.Minute, "no such file"},
	}
	for _, tt := range tests {
		t.Run(tt.fake+" "+tt.dir, func(t *testing.T) {
			t.Setenv("FAKE_ZMQLINT", tt.fake)
			r := Runner{Zmqlint: os.Args[0], Timeout: tt.timeout}
			_, err := r.Analyze(t.Context(), root, Repo{Runs: []Run{{Dir: tt.dir, Patterns: []string{"./..."}}}})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is %v, want one with %q", err, tt.want)
			}
		})
	}
}
