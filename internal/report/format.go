package report

import (
	"io"
	"slices"
	"strings"

	"github.com/zmqlint/zmqlint/internal/rule"
)

// Options says from where and how a report is written. Formats take what
// concerns them.
type Options struct {
	Dir      string        // the working directory, which relative file names start from
	Version  string        // of zmqlint
	ExitCode int           // what the command will return
	FailOn   rule.Severity // findings below do not fail the run

	// For text.
	Color   bool
	Context int // lines of source around each finding; negative: not even its own line
	// ShowSuppressed adds what is suppressed, with the reason.
	ShowSuppressed bool
}

// Format is a way to write a report.
type Format struct {
	Name  string
	Exts  []string // ends of file names that stand for it
	Write func(w io.Writer, r *Report, opt Options) error
}

// formats in the order in which they are listed.
var formats = []Format{
	{"text", []string{".txt", ".log"}, Text},
	{"json", []string{".json"}, JSON},
	{"sarif", []string{".sarif", ".sarif.json"}, SARIF},
	{"code-scanning", nil, CodeScanning},
	{"github", nil, GitHub},
	{"gitlab", nil, GitLab},
	{"checkstyle", []string{".xml"}, Checkstyle},
	{"junit", []string{".xml"}, JUnit},
	{"golangci", nil, Golangci},
}

// Formats returns the names of all formats.
func Formats() (names []string) {
	for _, f := range formats {
		names = append(names, f.Name)
	}
	return names
}

// FormatNamed returns the format of that name.
func FormatNamed(name string) (Format, bool) {
	i := slices.IndexFunc(formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return formats[i], true
}

// FormatsOf returns the formats that the end of a file's name can stand for:
// none, one, or several.
func FormatsOf(file string) (candidates []Format) {
	longest := 0
	for _, f := range formats {
		for _, ext := range f.Exts {
			if !strings.HasSuffix(strings.ToLower(file), ext) || len(ext) < longest {
				continue
			}
			if len(ext) > longest {
				longest, candidates = len(ext), nil
			}
			candidates = append(candidates, f)
		}
	}
	return candidates
}
