package cli

import (
	"strings"
	"testing"
)

func TestSelectOutputs(t *testing.T) {
	for _, test := range []struct {
		format, files string
		want          string // FORMAT:FILE …
		err           string
	}{
		{want: "text:-"},
		{format: "sarif", want: "sarif:-"},
		{files: "a.json b/c.SARIF d.sarif.json e.txt", want: "json:a.json sarif:b/c.SARIF sarif:d.sarif.json text:e.txt"},
		{files: "junit:a.xml code-scanning:b.sarif", want: "junit:a.xml code-scanning:b.sarif"},
		{files: `C:\out\a.json`, want: `json:C:\out\a.json`},
		{files: `junit:C:\out\a.xml`, want: `junit:C:\out\a.xml`},
		{files: "- a.json", want: "text:- json:a.json"},
		{format: "github", files: "- a.json", want: "github:- json:a.json"},
		{format: "junit", files: "a.xml b", want: "junit:a.xml junit:b"},
		{format: "json", files: "a.json", want: "json:a.json"},
		{format: "pdf", err: "unknown format"},
		{format: "pdf", files: "a.json", err: "unknown format"},
		{files: "pdf:a", err: "unknown format"},
		{files: "a.xml", err: "checkstyle, junit"},
		{files: "a", err: "write -o text:a (text, json,"},
		{files: "json:", err: "names no file"},
		{files: "a.json text:a.json", err: "given twice"},
		{files: "- json:-", err: "given twice"},
		{format: "text", files: "a.json", err: "format of no output"},
	} {
		t.Run(test.format+" "+test.files, func(t *testing.T) {
			outputs, err := selectOutputs(test.format, strings.Fields(test.files))
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Fatalf("error %v, want %q", err, test.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, o := range outputs {
				got = append(got, o.format.Name+":"+o.path)
			}
			if got := strings.Join(got, " "); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
