package report

import (
	"encoding/xml"
	"io"

	"github.com/zmqlint/zmqlint/internal/rule"
)

// Checkstyle writes the XML of Checkstyle, which Jenkins, reviewdog and many
// editors read.
func Checkstyle(w io.Writer, r *Report, opt Options) error {
	out := checkstyle{Version: "4.3"}
	names := newNames(opt.Dir)
	for _, f := range r.Findings {
		name := names.short(f.File)
		// The findings are sorted by file.
		if n := len(out.Files); n == 0 || out.Files[n-1].Name != name {
			out.Files = append(out.Files, checkstyleFile{Name: name})
		}
		file := &out.Files[len(out.Files)-1]
		file.Errors = append(file.Errors, checkstyleError{
			Line: f.Line, Column: f.Column, Severity: checkstyleSeverity[f.Severity],
			Message: f.Message, Source: checkstyleSource(f.Rule),
		})
	}
	return encodeXML(w, out)
}

type checkstyle struct {
	XMLName xml.Name         `xml:"checkstyle"`
	Version string           `xml:"version,attr"`
	Files   []checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr"`
	Column   int    `xml:"column,attr"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

var checkstyleSeverity = map[rule.Severity]string{rule.Error: "error", rule.Warning: "warning", rule.Note: "info"}

// checkstyleSource names a rule as Checkstyle names its own: Jenkins takes the
// last part for the type and the one before for the category.
func checkstyleSource(name string) string {
	if r, ok := rule.Lookup(name); ok {
		return "zmqlint." + r.Analyzer + "." + name
	}
	return "zmqlint." + name
}

// encodeXML writes a document. The encoder puts U+FFFD for what XML cannot
// hold.
func encodeXML(w io.Writer, v any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
