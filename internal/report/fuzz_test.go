package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zmqlint/zmqlint/internal/rule"
)

// FuzzFormats writes reports with any strings and numbers in them: XML stays
// well-formed, JSON valid, and what is made of lines has one for each finding.
func FuzzFormats(f *testing.F) {
	f.Add("no-curve", "a.go", "message", "code\n", 1, 1, 1, 2)
	f.Add("missing-options", "größe, 100% #1/a:b.go", "]]> <b> & \"'\r\n\x00\x1b\xff::error::", "\xff🚀\r\nx", 1, 4, 2, 1)
	f.Add("", "", "", "", 0, 0, -1, -1)
	f.Add("x]]>", "/outside", "\u2028\ufffe\U0010ffff", "a\x00b", 1<<40, 1<<40, 1<<41, -1<<41)
	f.Fuzz(func(t *testing.T, name, file, message, code string, line, column, endLine, endColumn int) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "a.go"), []byte(code), 0o666); err != nil {
			t.Fatal(err)
		}
		r := &Report{NotAnalyzed: []NotAnalyzed{{Package: name, Reason: message, Incomplete: true}, {File: file, Reason: message}}}
		for i, file := range []string{"a.go", file} {
			found := Finding{
				Rule: name, Severity: rule.Severity(i), File: file, Line: line, Column: column, EndLine: endLine, EndColumn: endColumn,
				Message: message, Function: name, Package: name, Endpoint: message, SocketType: name,
				Fixes: []Fix{{message, message, []Edit{{file, line, column, endLine, endColumn, message}}}},
			}
			r.Findings = append(r.Findings, found)
			found.Suppression = &Suppression{InSource, message}
			r.Suppressed = append(r.Suppressed, found)
		}
		for _, format := range formats {
			var out bytes.Buffer
			if err := format.Write(&out, r, Options{Dir: dir, Context: -1}); err != nil {
				t.Fatalf("%s: %v", format.Name, err)
			}
			if err := wellFormed(format.Name, out.Bytes(), len(r.Findings)); err != nil {
				t.Errorf("%s: %v in\n%s", format.Name, err, &out)
			}
		}
	})
}

func wellFormed(format string, out []byte, findings int) error {
	switch format {
	case "checkstyle", "junit":
		dec := xml.NewDecoder(bytes.NewReader(out))
		for {
			if _, err := dec.Token(); errors.Is(err, io.EOF) {
				return nil
			} else if err != nil {
				return err
			}
		}
	case "text", "github":
		lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
		if format == "github" {
			findings++ // what was not analysed
			for _, l := range lines {
				if !strings.HasPrefix(l, "::") || strings.Count(strings.SplitN(l, "::", 3)[1], "=") < 1 {
					return errors.New("a line is no annotation")
				}
			}
		}
		if len(lines) != findings {
			return errors.New("not one line for each finding")
		}
	default:
		if !json.Valid(out) {
			return errors.New("not valid")
		}
	}
	return nil
}
