package report

import (
	"bytes"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gosarif "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// official compiles the schema of SARIF 2.1.0, errata 01, as OASIS publishes
// it. The source of go-sarif holds it word for word, so it needs no network
// and no copy here.
func official(t *testing.T) *jsonschema.Schema {
	t.Helper()
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif").Output()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	literal := file.Decls[0].(*ast.GenDecl).Specs[0].(*ast.ValueSpec).Values[0].(*ast.BasicLit)
	text := constant.StringVal(constant.MakeFromLiteral(literal.Value, token.STRING, 0))
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource(sarifSchema, doc); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile(sarifSchema) // by the id that our output names
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestSARIFSchema(t *testing.T) {
	schema := official(t)
	check := func(text string) error {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			return err
		}
		return schema.Validate(v)
	}
	for name, r := range map[string]*Report{"everything": everything(), "nothing": {}, "full": full()} {
		var out bytes.Buffer
		if err := SARIF(&out, r, options(t)); err != nil {
			t.Fatal(err)
		}
		if err := check(out.String()); err != nil {
			t.Errorf("%s: %v\n%s", name, err, &out)
		}
		for good, bad := range map[string]string{
			`"version": "2.1.0"`: `"version": "2.2.0"`,
			`"driver": {`:        `"driver": {"no": "such",`,
			`"uri": "file:///`:   `"uri": "%zz/`,
			`"utf16CodeUnits"`:   `"bytes"`,
		} {
			if broken := strings.Replace(out.String(), good, bad, 1); check(broken) == nil {
				t.Errorf("%s: %s is valid", name, bad)
			}
		}
	}
}

// TestSARIFReader lets another implementation read the report back.
func TestSARIFReader(t *testing.T) {
	var out bytes.Buffer
	r := everything()
	if err := SARIF(&out, r, options(t)); err != nil {
		t.Fatal(err)
	}
	log, err := gosarif.FromBytes(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if got, want := len(run.Results), len(r.Findings)+len(r.Suppressed); got != want {
		t.Errorf("%d results, want %d", got, want)
	}
	for i, result := range run.Results {
		if suppressed := len(result.Suppressions) > 0; suppressed != (i >= len(r.Findings)) {
			t.Errorf("result %d: suppressed is %v", i, suppressed)
		}
		if id := run.Tool.Driver.Rules[result.RuleIndex].ID; *id != *result.RuleID {
			t.Errorf("result %d: rule %s has the index of %s", i, *result.RuleID, *id)
		}
	}
	for _, rule := range run.Tool.Driver.Rules {
		for _, rel := range rule.Relationships {
			if id := run.Taxonomies[0].Taxa[rel.Target.Index].ID; *id != *rel.Target.ID {
				t.Errorf("%s: CWE %s has the index of %s", *rule.ID, *rel.Target.ID, *id)
			}
		}
	}
	region := run.Results[1].Locations[0].PhysicalLocation.Region
	if *region.StartColumn != 20 { // 23 in bytes
		t.Errorf("column %d, want UTF-16 code units", *region.StartColumn)
	}
}

func TestCodeScanning(t *testing.T) {
	var out bytes.Buffer
	if err := CodeScanning(&out, everything(), options(t)); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "suppress") {
		t.Errorf("something suppressed, which GitHub shows as open, in\n%s", &out)
	}
}

// accepted are the notes of Microsoft's validator that are no defects here.
var accepted = map[string]string{
	"SARIF2002": "messages are made for each finding, not from a template",
	"SARIF2003": "which revision it was is for the uploader to say: remotes can hold credentials",
	"SARIF2006": "addresses are looked up on the network",
	"SARIF2009": "rules have names, not numbers",
	"SARIF2012": "only rules that there are results of are described",
}

var verdict = regexp.MustCompile(`: (error|warning|note) (\w+)?`)

// TestMultitool runs Microsoft's validator, with the rules of GitHub's code
// scanning: it checks what a schema cannot say. It always exits with 0.
// .ci/install-multitool puts it where the test looks for it, or says why not.
func TestMultitool(t *testing.T) {
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Skip(err)
	}
	dir := filepath.Join(cache, "zmqlint", "sarif-multitool")
	tool := filepath.Join(dir, "node_modules", "@microsoft", "sarif-multitool-linux", "Sarif.Multitool")
	if _, err := os.Stat(tool); err != nil {
		why, _ := os.ReadFile(dir + ".why")
		t.Skipf("no SARIF multitool (.ci/install-multitool gets it from npm): %v\n%s", err, why)
	}
	all := everything()
	all.Findings = slices.DeleteFunc(all.Findings, func(f Finding) bool { return f.File == "gone.go" }) // has no code to show
	for name, r := range map[string]*Report{"everything": all, "nothing": {}} {
		var log bytes.Buffer
		if err := SARIF(&log, r, options(t)); err != nil {
			t.Fatal(err)
		}
		for _, line := range multitool(t, tool, log.Bytes()) {
			if m := verdict.FindStringSubmatch(line); m != nil && accepted[m[2]] == "" {
				t.Errorf("%s: %s", name, line)
			}
		}
		// The check itself: an index that nothing is at.
		broken := bytes.Replace(log.Bytes(), []byte(`"ruleIndex": 0`), []byte(`"ruleIndex": 99`), 1)
		if out := multitool(t, tool, broken); len(r.Findings) > 0 && !strings.Contains(strings.Join(out, "\n"), ": error ") {
			t.Errorf("%s: a wrong index is no error in %s", name, out)
		}
	}
}

func multitool(t *testing.T, tool string, log []byte) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "log.sarif")
	if err := os.WriteFile(file, log, 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), tool, "validate", file, "--level", "Error;Warning;Note", "--rule-kind", "Sarif;Ghas")
	cmd.Env = append(os.Environ(), "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1")
	out, err := cmd.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("Analysis completed successfully")) {
		t.Fatalf("%v\n%s", err, out)
	}
	return strings.Split(string(out), "\n")
}
