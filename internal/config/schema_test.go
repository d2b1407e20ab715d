package config

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

const schemaFile = "../../docs/zmqlint-config.schema.json"

var compileSchema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	return jsonschema.NewCompiler().Compile(schemaFile)
})

// validate holds YAML against the schema, as an editor does.
func validate(t *testing.T, text string) error {
	t.Helper()
	schema, err := compileSchema()
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if strings.TrimSpace(text) != "" {
		if err := yaml.Load([]byte(text), &v); err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
	}
	return schema.Validate(v)
}

// object is what the tests ask of a schema.
type object struct {
	Properties           map[string]object
	AdditionalProperties any
	PropertyNames        struct{ Enum []string }
	Items                struct{ Enum []string }
	Enum                 []any
	Default              any
	Description          string
}

// TestSchemaFitsStructs: the schema has the keys of the structs, no others, and
// their defaults.
func TestSchemaFitsStructs(t *testing.T) {
	data, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var root object
	if err := json.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	fits(t, "", reflect.ValueOf(Default()).Elem(), root)

	sorted := func(list []string) []string { return slices.Sorted(slices.Values(list)) }
	if diff := cmp.Diff(sorted(ruleNames()), sorted(root.Properties["rules"].PropertyNames.Enum)); diff != "" {
		t.Errorf("rules (-there are +schema):\n%s", diff)
	}
	var require []string
	for _, r := range requirements {
		require = append(require, string(r))
	}
	if diff := cmp.Diff(require, root.Properties["require"].Items.Enum); diff != "" {
		t.Errorf("require (-there are +schema):\n%s", diff)
	}
	options := root.Properties["wrappers"].AdditionalProperties.(map[string]any)["items"].(map[string]any)["enum"].([]any)
	known := append(slices.Sorted(maps.Keys(optionNames)), curveName)
	if diff := cmp.Diff(known, text(options), cmpopts.SortSlices(strings.Compare)); diff != "" {
		t.Errorf("options (-there are +schema):\n%s", diff)
	}
	for _, l := range root.Properties["rules"].AdditionalProperties.(map[string]any)["enum"].([]any) {
		if name, ok := l.(string); ok && levels[name] == Inherit {
			t.Errorf("rules: no level %q", name)
		}
	}
}

func text(list []any) (out []string) {
	for _, v := range list {
		out = append(out, v.(string))
	}
	return out
}

func fits(t *testing.T, path string, v reflect.Value, desc object) {
	t.Helper()
	described := map[string]bool{}
	for name := range desc.Properties {
		described[join(path, name)] = true
	}
	there := map[string]bool{}
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("yaml")
		if name == "" {
			continue
		}
		at, d := join(path, name), desc.Properties[name]
		there[at] = true
		if d.Description == "" && v.Field(i).Kind() != reflect.Struct {
			t.Errorf("%s has no description", at)
		}
		if v.Field(i).Kind() == reflect.Struct {
			fits(t, at, v.Field(i), d)
			continue
		}
		if want := defaultOf(v.Field(i)); !cmp.Equal(want, d.Default, cmpopts.EquateEmpty()) {
			t.Errorf("%s: the default is %v, the schema says %v", at, want, d.Default)
		}
	}
	if desc.AdditionalProperties != false {
		t.Errorf("%s: the schema lets other keys pass", path)
	}
	if diff := cmp.Diff(there, described); diff != "" {
		t.Errorf("keys (-struct +schema):\n%s", diff)
	}
}

// defaultOf is a default in the form of JSON.
func defaultOf(v reflect.Value) any {
	switch {
	case v.Kind() == reflect.Map:
		return map[string]any{}
	case v.Kind() == reflect.Slice:
		list := []any{}
		for i := range v.Len() {
			list = append(list, v.Index(i).String())
		}
		return list
	case v.IsZero() && v.Kind() != reflect.Uint8:
		return nil
	}
	return v.Interface().(interface{ String() string }).String()
}

// TestSchemaAgrees: what the parser takes is valid, and what it refuses is not
// as far as a schema can tell.
func TestSchemaAgrees(t *testing.T) {
	dir := t.TempDir()
	for _, good := range []string{"", Template, full, "rules:\nceilings: {hwm: }\nloopback:\n", printed(t, Default()),
		"rules: {no-curve: false}\n", "min-versions: {zmq4: v1.2.3-pre.1}\n", "max-age: 36h\n"} {
		if _, problems := Parse(filepath.Join(dir, "f.yml"), []byte(strings.ReplaceAll(good, "advisories: extra.json", ""))); len(problems) > 0 {
			t.Errorf("%v\n%s", problems, good)
		}
		if err := validate(t, good); err != nil {
			t.Errorf("%v\n%s", err, good)
		}
	}
	for _, bad := range []string{
		"rule: {}", "rules: {no-curv: off}", "rules: {no-curve: fatal}", "rules: [no-curve]", "rules: {no-curve: }",
		"require: hwm", "require: [RCVHWM]", "ceilings: {hvm: 3}", "ceilings: {hwm: many}", "ceilings: {hwm: 0}",
		"min-versions: {zmq4: 1.4.0}", "min-versions: {libzmq: v4.3.5}", "networks: [example.com]", "networks: 10.0.0.0/8",
		"loopback: on", "wrappers: {Harden: [LINGER]}", "wrappers: {example.com/x.F: [LINGR]}", "wrappers: {example.com/x.F: LINGER}",
		"throttles: [Wait]", "throttles: {a: b}", "forks: x", "exclude: [/etc]", "exclude: [../x]", "advisories: []", "max-age: 180", "max-age: 6 months",
	} {
		if _, problems := Parse("f.yml", []byte(bad)); len(problems) == 0 {
			t.Errorf("the parser takes %s", bad)
		}
		if err := validate(t, bad); err == nil {
			t.Errorf("the schema takes %s", bad)
		}
	}
}

var yamlBlock = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// TestDocs: every example in the documentation can be used as it stands, and
// the page has every key.
func TestDocs(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := tree(t, "security/zmq.json", "{}")
	examples := map[string]int{}
	for _, page := range append(pages, "../../README.md") {
		data, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range yamlBlock.FindAllStringSubmatch(string(data), -1) {
			if filepath.Base(page) != "configuration.md" && !strings.HasPrefix(m[1], "# .zmqlint.yml") {
				continue // of some other program
			}
			examples[filepath.Base(page)]++
			if _, problems := Parse(filepath.Join(dir, ".zmqlint.yml"), []byte(m[1])); len(problems) > 0 {
				t.Errorf("%s: %v\n%s", page, problems, m[1])
			}
			if err := validate(t, m[1]); err != nil {
				t.Errorf("%s: %v\n%s", page, err, m[1])
			}
		}
		if filepath.Base(page) != "configuration.md" {
			continue
		}
		for f := range reflect.TypeFor[Config]().Fields() {
			if key := f.Tag.Get("yaml"); key != "" && !strings.Contains(string(data), "\n## "+key+"\n") {
				t.Errorf("%s has no section on %s", page, key)
			}
		}
	}
	if examples["configuration.md"] < reflect.TypeFor[Config]().NumField()-2 {
		t.Errorf("examples: %v", examples)
	}
}
