package drivers

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

// TestExamples: the examples in the root of the project are valid for
// golangci-lint, by its own judgement and by its schema, and the one does what its
// comments say.
func TestExamples(t *testing.T) {
	gcl := golangci(t)
	r := module(t, server)
	text := example(t, ".golangci.example.yml")
	write(t, r.Dir, ".golangci.yml", text)
	r.outcome(t, gcl, "config", "verify").wants(t, 0)
	r.outcome(t, gcl, "run", "--enable-only=zmqlint", "--allow-parallel-runners").wants(t, 1, "server.go:10:9: ", "(no-curve)", "(wildcard-bind)", "(missing-options)")

	// All of its keys, those in comments as well.
	all := uncommented(text)
	write(t, r.Dir, ".golangci.yml", all)
	write(t, r.Dir, "build/zmqlint.yml", "rules: {wildcard-bind: off}\n")
	r.outcome(t, gcl, "config", "verify").wants(t, 0)
	r.outcome(t, gcl, "run", "--enable-only=zmqlint", "--allow-parallel-runners").wants(t, 1, "(no-curve)", "(missing-options)", "!(wildcard-bind)")

	write(t, r.Dir, ".golangci.yml", strings.Replace(text, "type: module", "tipe: module", 1))
	if out := r.outcome(t, gcl, "config", "verify"); out.code == 0 {
		t.Error("a key that there is not passes config verify")
	}
	for name, text := range map[string]string{
		"golangci.jsonschema.json": text, "custom-gcl.jsonschema.json": example(t, ".custom-gcl.example.yml"),
	} {
		if err := validate(t, name, text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := validate(t, name, text+"nosuch: 1\n"); err == nil {
			t.Errorf("%s: anything passes", name)
		}
	}
	if !strings.Contains(example(t, ".custom-gcl.example.yml"), "version: "+GolangciLint+" ") {
		t.Error(".custom-gcl.example.yml is for another version than is tested")
	}
}

func example(t *testing.T, name string) string {
	t.Helper()
	return read(t, "../..", name)
}

var commented = regexp.MustCompile(`(?m)^( +)# ( *(?:- )?[a-z-]+: .+|wrappers:)$`)

// uncommented makes the keys in comments count.
func uncommented(text string) string { return commented.ReplaceAllString(text, "$1$2") }

// validate holds YAML against a schema of golangci-lint.
func validate(t *testing.T, schema, text string) error {
	t.Helper()
	out, err := goOutput(ctx, t.TempDir(), "mod", "download", "-json", "github.com/golangci/golangci-lint/v2@"+GolangciLint)
	if err != nil {
		t.Fatal(err)
	}
	var module struct{ Dir string }
	if err := json.Unmarshal([]byte(out), &module); err != nil {
		t.Fatal(err)
	}
	compiled, err := jsonschema.NewCompiler().Compile(filepath.Join(module.Dir, "jsonschema", schema))
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err := yaml.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	asJSON, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		t.Fatal(err)
	}
	return compiled.Validate(instance)
}
