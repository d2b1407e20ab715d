package cli_test

import (
	"flag"
	"os"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write the samples in docs/formats.md")

const formatsPage = "../../docs/formats.md"

// sample FORMAT compares the last standard output with the sample of a format
// in the documentation, or the other way round: sample source FILE writes the
// file that the samples are about.
func sample(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 || len(args) > 2 {
		ts.Fatalf("usage: sample name [file]")
	}
	page, err := os.ReadFile(formatsPage)
	ts.Check(err)
	block := regexp.MustCompile("(?s)(<!-- sample " + args[0] + " -->\n```[a-z]*\n)(.*?)```\n")
	m := block.FindSubmatchIndex(page)
	if m == nil {
		ts.Fatalf("%s has no sample %s", formatsPage, args[0])
	}
	want := string(page[m[4]:m[5]])
	if len(args) == 2 {
		ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(want), 0o666))
		return
	}
	got := shortened(ts, ts.ReadFile("stdout"))
	if *update {
		text := string(page[:m[4]]) + got + string(page[m[5]:])
		ts.Check(os.WriteFile(formatsPage, []byte(text), 0o666))
		return
	}
	if got != want {
		ts.Fatalf("sample %s in %s (-update writes it):\n%s\nis now:\n%s", args[0], formatsPage, want, got)
	}
}

var (
	page       = regexp.MustCompile(`("(?:help|fullDescription)": \{\s*"text": ")(?:[^"\\]|\\.)*"`)
	inMarkdown = regexp.MustCompile(`("markdown": ")(?:[^"\\]|\\.)*"`)
	version    = regexp.MustCompile(`("(?:version|semanticVersion)": )"\d+\.\d+\.\d+-[^"]*"`)
)

// shortened leaves out the text of the rule, and what differs from one
// machine and build to the next.
func shortened(ts *testscript.TestScript, out string) string {
	out = page.ReplaceAllString(out, `$1…"`)
	out = inMarkdown.ReplaceAllString(out, `$1…"`)
	out = version.ReplaceAllString(out, `$1"0.1.0"`)
	return strings.ReplaceAll(out, ts.Getenv("WORK"), "/src/app")
}
