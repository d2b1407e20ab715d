package apply

import (
	"path/filepath"
	"strings"

	"github.com/aymanbagabas/go-udiff"
	"github.com/fatih/color"
)

// Unified is the change as a unified diff, in the form that patch -p1 and git
// apply take.
func (c *Change) Unified() string {
	name := filepath.ToSlash(c.File)
	return udiff.Unified("a/"+name, "b/"+name, string(c.Before.Data), string(c.After))
}

// Colour colours a unified diff for a terminal.
func Colour(diff string) string {
	var out strings.Builder
	for line := range strings.Lines(diff) {
		text, end := strings.CutSuffix(line, "\n")
		var attr color.Attribute
		switch {
		case strings.HasPrefix(text, "--- "), strings.HasPrefix(text, "+++ "):
			attr = color.Bold
		case strings.HasPrefix(text, "@@"):
			attr = color.FgCyan
		case strings.HasPrefix(text, "+"):
			attr = color.FgGreen
		case strings.HasPrefix(text, "-"):
			attr = color.FgRed
		default:
			out.WriteString(line)
			continue
		}
		c := color.New(attr)
		c.EnableColor()
		out.WriteString(c.Sprint(text))
		if end {
			out.WriteByte('\n')
		}
	}
	return out.String()
}
