package report

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/zmqlint/zmqlint/internal/rule"
)

const schemaFile = "../../docs/zmqlint.schema.json"

// full has a value in every field.
func full() *Report {
	r := &Report{
		Findings: []Finding{{
			Rule: "missing-options", Severity: rule.Warning, CWE: []string{"CWE-770"}, Verdict: May,
			File: filepath.Join("server", "server.go"), Line: 2, Column: 2, EndLine: 2, EndColumn: 34,
			Message: "PULL socket bound to tcp://*:5555 <without> limits", Missing: []string{"MAXMSGSIZE", "LINGER"},
			SocketType: "PULL", Endpoint: "tcp://*:5555", Function: "(*Server).Start",
			Package: "example.com/app/server", Fixable: true, URL: rule.URL("missing-options"), Fingerprint: "f1",
			Fixes: []Fix{{Message: "set them", Edits: []Edit{{
				File: filepath.Join("server", "server.go"), Line: 2, Column: 2, EndLine: 2, EndColumn: 2, NewText: "s.SetLinger(0)\n",
			}}}},
		}},
		Suppressed: []Finding{{
			Rule: "no-curve", Severity: rule.Error, File: filepath.Join("server", "old.go"), Line: 1, Column: 1, EndLine: 1, EndColumn: 2,
			Message: "m", Package: "example.com/app/server", URL: rule.URL("no-curve"),
			Suppression: &Suppression{Kind: External, Justification: "baseline"},
		}},
		NotAnalyzed: []NotAnalyzed{
			{Package: "example.com/app/old", Reason: "syntax error"},
			{File: filepath.Join("x", "y.go"), Reason: "needs -tags=zmq"},
		},
		Stats: Stats{Matched: 3, Analyzed: 2, Unknown: 1},
	}
	r.Count()
	return r
}

func TestJSON(t *testing.T) {
	var out bytes.Buffer
	if err := JSON(&out, full(), Options{}); err != nil {
		t.Fatal(err)
	}
	validate(t, out.String())
	if !strings.Contains(out.String(), `"server/server.go"`) || !strings.Contains(out.String(), "<without>") {
		t.Errorf("slashes or brackets are not as they should be in\n%s", &out)
	}
	var back Report
	if err := json.Unmarshal(out.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	want := full()
	want.Findings[0].File, want.NotAnalyzed[1].File = "server/server.go", "x/y.go"
	want.Findings[0].Fixes[0].Edits[0].File, want.Suppressed[0].File = "server/server.go", "server/old.go"
	if diff := cmp.Diff(want, &back); diff != "" {
		t.Errorf("round trip (-want +got):\n%s", diff)
	}
}

func TestJSONEmpty(t *testing.T) {
	var out bytes.Buffer
	if err := JSON(&out, &Report{}, Options{}); err != nil {
		t.Fatal(err)
	}
	validate(t, out.String())
}

func validate(t *testing.T, report string) {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(report))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(v); err != nil {
		t.Errorf("%v\n%s", err, report)
	}
}

// TestSchemaIsComplete keeps fields from being written that the schema does
// not describe, and the reverse.
func TestSchemaIsComplete(t *testing.T) {
	data, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	type object struct{ Properties map[string]any }
	var schema struct {
		object
		Defs map[string]object `json:"$defs"`
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		in   any
		desc object
	}{
		{Report{}, schema.object},
		{Finding{}, schema.Defs["finding"]},
		{Suppression{}, schema.Defs["suppression"]},
		{Fix{}, schema.Defs["fix"]},
		{Edit{}, schema.Defs["edit"]},
		{NotAnalyzed{}, schema.Defs["notAnalyzed"]},
		{Stats{}, schema.Defs["stats"]},
	} {
		described := map[string]bool{}
		for name := range test.desc.Properties {
			described[name] = true
		}
		written := map[string]bool{}
		for f := range reflect.TypeOf(test.in).Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name != "-" {
				written[name] = true
			}
		}
		if diff := cmp.Diff(written, described); diff != "" {
			t.Errorf("%T (-written +described):\n%s", test.in, diff)
		}
	}
}

func TestText(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join("server", "server.go")
	if err := os.Mkdir(filepath.Join(dir, "server"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, file), []byte("one\r\n\ttwo := 1\r\nthree\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	line := file + ":2:6: PULL socket bound to tcp://*:5555 <without> limits (missing-options)\n"
	for _, test := range []struct {
		name string
		line int
		opt  Options
		want string
	}{
		{"no context", 2, Options{Context: -1}, line},
		{"own line", 2, Options{Context: 0}, line + "2 | \ttwo := 1\n  | \t    ^\n"},
		{"more than there is", 2, Options{Context: 9}, line + "1 | one\n2 | \ttwo := 1\n  | \t    ^\n3 | three\n"},
		{"file became shorter", 9, Options{Context: 1}, strings.Replace(line, ":2:", ":9:", 1)},
		{"colour", 2, Options{Context: -1, Color: true}, "\x1b[1m" + file + ":2:6:\x1b[22m PULL socket bound to tcp://*:5555 <without> limits \x1b[33m(missing-options)\x1b[0m\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := full()
			r.Findings[0].Line, r.Findings[0].Column = test.line, 6
			test.opt.Dir = dir
			var out bytes.Buffer
			if err := Text(&out, r, test.opt); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, out.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTextWithoutSource(t *testing.T) {
	var out bytes.Buffer
	if err := Text(&out, full(), Options{Context: 1, Dir: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "\n"); n != 1 {
		t.Errorf("%d lines, want the finding alone:\n%s", n, &out)
	}
}

func TestSummary(t *testing.T) {
	for _, test := range []struct {
		in   *Report
		want string
	}{
		{full(), "1 finding (1 warning), 1 suppressed, in 2 of 3 packages; 2 not analyzed"},
		{&Report{Findings: make([]Finding, 3), Stats: Stats{Matched: 1, Analyzed: 1, Errors: 2, Notes: 1}}, "3 findings (2 errors, 1 note) in 1 of 1 package"},
		{&Report{Suppressed: make([]Finding, 5), Stats: Stats{Matched: 1, Analyzed: 1}}, "no findings, 5 suppressed, in 1 of 1 package"},
		{&Report{Stats: Stats{Matched: 1, Analyzed: 1}}, "no findings in 1 of 1 package"},
		{&Report{Stats: Stats{Matched: 7}}, "no findings; none of 7 packages uses zmq4"},
	} {
		if got := Summary(test.in); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}
