package report

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/fatih/color"

	"github.com/zmqlint/zmqlint/internal/rule"
)

// TextOptions says how Text writes.
type TextOptions struct {
	Color   bool
	Context int    // lines of source around each finding; negative: not even its own line
	Dir     string // directory that relative file names start from
}

// Text writes one line for each finding, file:line:col: message (rule), as
// compilers do and editors expect, followed by source lines when asked for.
func Text(w io.Writer, r *Report, opt TextOptions) error {
	t := textWriter{w: bufio.NewWriter(w), opt: opt, sources: map[string][]string{}}
	for _, f := range r.Findings {
		t.finding(&f)
	}
	return t.w.Flush()
}

type textWriter struct {
	w       *bufio.Writer // keeps the first error until Flush
	opt     TextOptions
	sources map[string][]string // lines by file name; nil when it cannot be read
}

func (t *textWriter) finding(f *Finding) {
	position := fmt.Sprintf("%s:%d:%d:", f.File, f.Line, f.Column)
	fmt.Fprintf(t.w, "%s %s %s\n",
		t.paint(position, color.Bold), f.Message, t.paint("("+f.Rule+")", severityColor[f.Severity]))
	if t.opt.Context >= 0 {
		t.context(f)
	}
}

var severityColor = map[rule.Severity]color.Attribute{
	rule.Error:   color.FgRed,
	rule.Warning: color.FgYellow,
	rule.Note:    color.FgCyan,
}

// paint decides by the options alone: the library's own guess looks at the
// standard output of the process, which need not be where the report goes.
func (t *textWriter) paint(s string, attribute color.Attribute) string {
	if !t.opt.Color {
		return s
	}
	c := color.New(attribute)
	c.EnableColor()
	return c.Sprint(s)
}

// context shows the source around a finding, with a caret below its column.
// A file that is gone, or has become shorter, has no context.
func (t *textWriter) context(f *Finding) {
	lines := t.source(f.File)
	if f.Line > len(lines) {
		return
	}
	first, last := max(1, f.Line-t.opt.Context), min(len(lines), f.Line+t.opt.Context)
	width := len(fmt.Sprint(last))
	for n := first; n <= last; n++ {
		line := lines[n-1]
		fmt.Fprintf(t.w, "%*d | %s\n", width, n, line)
		if n == f.Line {
			fmt.Fprintf(t.w, "%*s | %s%s\n", width, "", indent(line, f.Column), t.paint("^", color.FgGreen))
		}
	}
}

func (t *textWriter) source(file string) []string {
	lines, ok := t.sources[file]
	if !ok {
		path := file
		if !filepath.IsAbs(path) {
			path = filepath.Join(t.opt.Dir, path)
		}
		if data, err := os.ReadFile(path); err == nil {
			lines = strings.Split(strings.TrimSuffix(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n"), "\n")
		}
		t.sources[file] = lines
	}
	return lines
}

// indent is the white space as wide as the first column-1 bytes of the line:
// its tabs stay tabs, so that the caret stands right at any tab width.
func indent(line string, column int) string {
	before := line[:min(max(column-1, 0), len(line))]
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, before)
}

// Summary says in one line what came of the run.
func Summary(r *Report) string {
	s := r.Stats
	var b strings.Builder
	if len(r.Findings) == 0 {
		b.WriteString("no findings")
	} else {
		fmt.Fprintf(&b, "%s (%s, %s, %s)", plural(len(r.Findings), "finding"),
			plural(s.Errors, "error"), plural(s.Warnings, "warning"), plural(s.Notes, "note"))
	}
	if s.Analyzed == 0 {
		fmt.Fprintf(&b, "; none of %s uses zmq4", plural(s.Matched, "package"))
	} else {
		fmt.Fprintf(&b, " in %d of %s", s.Analyzed, plural(s.Matched, "package"))
	}
	if n := len(r.NotAnalyzed); n > 0 {
		fmt.Fprintf(&b, "; %d not analyzed", n)
	}
	return b.String()
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
