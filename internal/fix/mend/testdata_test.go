package mend_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/zmqlint/zmqlint/analyzers"
	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/fix/mend"
	"github.com/zmqlint/zmqlint/internal/load"
	"github.com/zmqlint/zmqlint/internal/rule"
	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// TestTestdata proves the fixes of all findings in the testdata of the rules
// and in their examples.
func TestTestdata(t *testing.T) {
	gopath := zmqtest.GOPATH(t)
	src := filepath.Join(gopath, "src")
	var patterns []string
	for _, r := range rule.All() {
		if _, err := os.Stat(filepath.Join(src, r.Name)); err == nil {
			patterns = append(patterns, "./"+r.Name+"/...")
		}
		for kind, text := range map[string]string{"bad": r.Bad, "good": r.Good} {
			dir := filepath.Join(src, "examples", r.Name, kind)
			if err := os.MkdirAll(dir, 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	defer config.Use(config.Settings{NoFile: true})()
	run := &mend.Runner{
		Load: load.Config{
			Dir: src, Patterns: append(patterns, "./examples/..."),
			Env: append(os.Environ(), "GO111MODULE=off", "GOPATH="+gopath, "GOFLAGS=", "GOWORK=off"),
		},
		Suite: analyzers.All(),
	}
	first, err := run.Analyze(t.Context(), mend.Trial{})
	if err != nil {
		t.Fatal(err)
	}
	if len(first.Open) < 100 {
		t.Fatalf("%d findings, %q", len(first.Open), first.Errors)
	}
	proof, err := mend.Prove(t.Context(), first, run.Analyze)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range proof.Failures {
		t.Error(f)
	}
	for _, name := range slices.Sorted(maps.Keys(proof.Rules)) {
		t.Logf("%-22s %+v", name, *proof.Rules[name])
	}
	for _, l := range proof.Left {
		t.Logf("%s:%d: %s: left: %v", l.Finding.File, l.Finding.Line, l.Finding.Rule, l.Why)
	}
	t.Logf("%d rounds", proof.Rounds)
}
