package rule

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/packages"
)

func TestRulesAreComplete(t *testing.T) {
	name := regexp.MustCompile(`^[a-z]+(-[a-z]+)+$`)
	cwe := regexp.MustCompile(`^CWE-[1-9]\d*$`)
	analyzers := []string{"curve", "sockopt", "recvloop", "version", "exposure", "suppression"}
	seen := map[string]bool{}
	for _, r := range All() {
		if !name.MatchString(r.Name) || seen[r.Name] {
			t.Errorf("%q: malformed or repeated name", r.Name)
		}
		seen[r.Name] = true
		if !slices.Contains(analyzers, r.Analyzer) {
			t.Errorf("%s: unknown analyzer %q", r.Name, r.Analyzer)
		}
		if r.Severity > Error {
			t.Errorf("%s: severity out of range", r.Name)
		}
		for _, id := range r.CWE {
			if !cwe.MatchString(id) {
				t.Errorf("%s: malformed CWE id %q", r.Name, id)
			}
		}
		if r.Planned != (r.Since == "") {
			t.Errorf("%s: planned is %v and since is %q", r.Name, r.Planned, r.Since)
		}
		if r.Title == "" || strings.HasSuffix(r.Title, ".") || strings.Contains(r.Title, "\n") {
			t.Errorf("%s: title %q is not one line without a full stop", r.Name, r.Title)
		}
		for _, s := range sections(&r) {
			if s.text == "" || s.text != strings.TrimSpace(s.text) {
				t.Errorf("%s: %s is empty or has blanks around it", r.Name, s.title)
			}
		}
		if len(r.Doc.Sources) == 0 {
			t.Errorf("%s: no sources", r.Name)
		}
		if r.Bad == "" || r.Good == "" || r.Bad == r.Good {
			t.Errorf("%s: the bad or the good example is missing, or both are the same", r.Name)
		}
	}
}

func TestExampleFoldersBelongToRules(t *testing.T) {
	entries, err := exampleFiles.ReadDir("_examples")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if _, ok := Lookup(e.Name()); e.IsDir() && !ok {
			t.Errorf("_examples/%s: no such rule", e.Name())
		}
	}
}

// TestExamplesCompile needs libzmq, because the examples are built against the
// real zmq4.
func TestExamplesCompile(t *testing.T) {
	if testing.Short() {
		t.Skip("builds zmq4")
	}
	var dirs []string
	for _, r := range All() {
		if r.Lang == "go" {
			dirs = append(dirs, "./_examples/"+r.Name+"/bad", "./_examples/"+r.Name+"/good")
		}
	}
	mode := packages.NeedName | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedImports
	pkgs, err := packages.Load(&packages.Config{Mode: mode, Dir: "."}, dirs...)
	if err != nil {
		t.Fatal(err)
	}
	if len(pkgs) != len(dirs) {
		t.Errorf("loaded %d packages of %d", len(pkgs), len(dirs))
	}
	for _, p := range pkgs {
		if z := p.Imports["github.com/pebbe/zmq4"]; z == nil || len(z.Errors) > 0 {
			t.Skipf("zmq4 cannot be built here; install libzmq's development files: %v", z)
		}
		for _, e := range p.Errors {
			t.Error(e)
		}
	}
}

func TestDocsAreUpToDate(t *testing.T) {
	const dir = "../../docs/rules"
	pages := Pages()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if _, ok := pages[e.Name()]; !ok {
			t.Errorf("docs/rules/%s: no such rule; run make docs", e.Name())
		}
	}
	for name, want := range pages {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Errorf("%v; run make docs", err)
			continue
		}
		if diff := cmp.Diff(string(got), want); diff != "" {
			t.Errorf("docs/rules/%s is out of date; run make docs (-file +rule):\n%s", name, diff)
		}
	}
}

func TestLookup(t *testing.T) {
	for _, r := range All() {
		got, ok := Lookup(r.Name)
		if !ok || got.Name != r.Name {
			t.Errorf("Lookup(%q) = %v, %v", r.Name, got, ok)
		}
	}
	if r, ok := Lookup("no-such-rule"); ok || r != nil {
		t.Errorf("Lookup of an unknown rule = %v, %v", r, ok)
	}
	if got, want := URL("no-curve"), "https://github.com/zmqlint/zmqlint/blob/main/docs/rules/no-curve.md"; got != want {
		t.Errorf("URL = %q, want %q", got, want)
	}
}

func TestAllIsACopy(t *testing.T) {
	All()[0].Name = "changed"
	if All()[0].Name == "changed" {
		t.Error("a change of the slice that All returned changed the rules")
	}
}

func TestSeverity(t *testing.T) {
	for s, name := range map[Severity]string{Note: "note", Warning: "warning", Error: "error"} {
		if s.String() != name {
			t.Errorf("%d.String() = %q, want %q", s, s, name)
		}
		if got, err := ParseSeverity(name); err != nil || got != s {
			t.Errorf("ParseSeverity(%q) = %v, %v", name, got, err)
		}
	}
	if !(Note < Warning && Warning < Error) {
		t.Error("severities are not ordered")
	}
	for _, bad := range []string{"", "Error", "fatal"} {
		if _, err := ParseSeverity(bad); err == nil {
			t.Errorf("ParseSeverity(%q) accepted", bad)
		}
	}
	if got := Severity(9).String(); got != "severity(9)" {
		t.Errorf("String of an unknown severity = %q", got)
	}
}

func TestText(t *testing.T) {
	r, _ := Lookup("auth-gap")
	text := Text(r)
	for line := range strings.Lines(text) {
		code := strings.HasPrefix(line, "    ") && !strings.HasPrefix(line, "    -")
		if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 80 && !code && !strings.HasPrefix(line, "http") {
			t.Errorf("line of %d columns: %s", n, line)
		}
	}
	for _, want := range []string{"auth-gap: ", "WHEN IT IS SILENT\n", "  - `AuthSetVerbose(true)`;\n", "\n    package example\n", URL("auth-gap")} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	planned := *r
	planned.Planned = true
	if !strings.Contains(Text(&planned), "not reported yet") {
		t.Error("the page of a planned rule does not say that it is not reported yet")
	}
}

func TestWrap(t *testing.T) {
	for in, want := range map[string]string{
		"":                        "\n",
		"one two three four":      "  one two\n  three four\n",
		"- one two three four":    "  - one two\n    three\n    four\n",
		"averyveryverylongword x": "  averyveryverylongword\n  x\n",
	} {
		if got := wrap(in, 12); got != want {
			t.Errorf("wrap(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestReadmeListsRules keeps the table of the README complete, and honest
// about what is not reported yet.
func TestReadmeListsRules(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range All() {
		link := "[" + r.Name + "](docs/rules/" + r.Name + ".md)"
		found := false
		for line := range strings.Lines(string(data)) {
			if !strings.Contains(line, link) {
				continue
			}
			found = true
			if says := strings.Contains(strings.ToLower(line), "planned"); says != r.Planned {
				t.Errorf("%s is planned: %v; the README says: %v", r.Name, r.Planned, says)
			}
		}
		if !found {
			t.Errorf("README.md has no %s", link)
		}
	}
}
