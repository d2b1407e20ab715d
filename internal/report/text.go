package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/fatih/color"

	"github.com/zmqlint/zmqlint/internal/rule"
)

// Text writes one line for each finding, file:line:col: message (rule), as
// compilers do and editors expect, followed by source lines when asked for.
func Text(w io.Writer, r *Report, opt Options) error {
	t := textWriter{w: bufio.NewWriter(w), opt: opt, sources: newSources(opt.Dir)}
	for _, f := range r.Findings {
		t.finding(&f)
	}
	if opt.ShowSuppressed {
		for _, f := range r.Suppressed {
			t.finding(&f)
		}
	}
	return t.w.Flush()
}

type textWriter struct {
	w       *bufio.Writer // keeps the first error until Flush
	opt     Options
	sources *sources
}

func (t *textWriter) finding(f *Finding) {
	position := fmt.Sprintf("%s:%d:%d:", printable(f.File), f.Line, f.Column)
	fmt.Fprintf(t.w, "%s %s %s", t.paint(position, color.Bold), printable(f.Message), t.paint("("+f.Rule+")", severityColor[f.Severity]))
	if f.Suppression != nil {
		fmt.Fprintf(t.w, " [suppressed: %s]", printable(f.Suppression.Justification))
	}
	fmt.Fprintln(t.w)
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

// printable escapes what would end the line or command the terminal: messages
// quote strings of the program.
func printable(s string) string {
	var b strings.Builder
	for _, r := range s {
		if unicode.IsControl(r) {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// context shows the source around a finding, with a caret below its column.
func (t *textWriter) context(f *Finding) {
	if _, ok := t.sources.line(f.File, f.Line); !ok {
		return
	}
	first, last := max(1, f.Line-t.opt.Context), min(len(t.sources.lines(f.File)), f.Line+t.opt.Context)
	width := len(fmt.Sprint(last))
	for n := first; n <= last; n++ {
		line, _ := t.sources.line(f.File, n)
		fmt.Fprintf(t.w, "%*d | %s\n", width, n, line)
		if n == f.Line {
			fmt.Fprintf(t.w, "%*s | %s%s\n", width, "", indent(line, f.Column), t.paint("^", color.FgGreen))
		}
	}
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
	b.WriteString("no findings")
	if n := len(r.Findings); n > 0 {
		b.Reset()
		fmt.Fprintf(&b, "%s (%s)", plural(n, "finding"), bySeverity(s))
	}
	if n := len(r.Suppressed); n > 0 {
		fmt.Fprintf(&b, ", %d suppressed,", n)
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

// bySeverity names the severities that there are findings of.
func bySeverity(s Stats) string {
	var parts []string
	for _, count := range []struct {
		n    int
		noun string
	}{{s.Errors, "error"}, {s.Warnings, "warning"}, {s.Notes, "note"}} {
		if count.n > 0 {
			parts = append(parts, plural(count.n, count.noun))
		}
	}
	return strings.Join(parts, ", ")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
