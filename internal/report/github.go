package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/zmqlint/zmqlint/internal/rule"
)

// GitHub writes workflow commands of GitHub Actions, one line for each
// finding: a step that prints them annotates the changed files.
func GitHub(w io.Writer, r *Report, opt Options) error {
	out := bufio.NewWriter(w)
	names := newNames(opt.Dir)
	for _, n := range r.NotAnalyzed {
		if n.Incomplete {
			p := []property{{"title", "zmqlint: not analyzed"}}
			if n.File != "" {
				p = append(p, property{"file", names.short(n.File)})
			}
			annotate(out, "error", p, cmp.Or(n.Package, n.File)+": "+n.Reason)
		}
	}
	for _, f := range r.Findings {
		annotate(out, annotation[f.Severity], place(names, &f), f.Message)
	}
	return out.Flush()
}

var annotation = map[rule.Severity]string{rule.Error: "error", rule.Warning: "warning", rule.Note: "notice"}

type property struct{ name, value string }

// place is what an annotation says beside its message. GitHub refuses columns
// when the lines differ.
func place(names names, f *Finding) []property {
	p := []property{
		{"file", names.short(f.File)}, {"line", fmt.Sprint(f.Line)}, {"endLine", fmt.Sprint(max(f.Line, f.EndLine))},
	}
	if f.EndLine <= f.Line {
		p = append(p, property{"col", fmt.Sprint(f.Column)}, property{"endColumn", fmt.Sprint(max(f.Column, f.EndColumn))})
	}
	return append(p, property{"title", "zmqlint: " + f.Rule})
}

func annotate(w io.Writer, command string, properties []property, message string) {
	parts := make([]string, len(properties))
	for i, p := range properties {
		parts[i] = p.name + "=" + escapeProperty.Replace(p.value)
	}
	line := fmt.Sprintf("::%s %s::%s\n", command, strings.Join(parts, ","), escapeMessage.Replace(message))
	io.WriteString(w, strings.ToValidUTF8(line, "\uFFFD"))
}

// As the @actions/core package escapes them.
var (
	escapeMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	escapeProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
