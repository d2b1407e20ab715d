package apply

import (
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// Moves tell where the lines of a changed file were before the change.
type Moves struct{ list []move }

// move is some lines that others have taken the place of.
type move struct {
	old, new   int // first lines, from 1
	gone, come int // how many
}

// Moves are those of the change.
func (c *Change) Moves() *Moves {
	before, after := string(c.Before.Data), string(c.After)
	m := new(Moves)
	at, line, shift := 0, 1, 0
	for _, e := range udiff.Lines(before, after) {
		line += strings.Count(before[at:e.Start], "\n")
		gone, come := countLines(before[e.Start:e.End]), countLines(e.New)
		m.list = append(m.list, move{line, line + shift, gone, come})
		at, line, shift = e.End, line+gone, shift+come-gone
	}
	return m
}

func countLines(s string) int {
	n := strings.Count(s, "\n")
	if s != "" && !strings.HasSuffix(s, "\n") {
		n++
	}
	return n
}

// Origin returns the lines that were where a line of the changed file is now:
// the line itself, or those that it is among the replacements of. There are
// none (last < first) when it was inserted. Without moves nothing has moved.
func (m *Moves) Origin(line int) (first, last int) {
	shift := 0
	if m != nil {
		for _, v := range m.list {
			if line < v.new {
				break
			}
			if line < v.new+v.come {
				return v.old, v.old + v.gone - 1
			}
			shift += v.come - v.gone
		}
	}
	return line - shift, line - shift
}
