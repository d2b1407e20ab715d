package lsp

// Places in a text.
//
// The protocol counts UTF-16 code units in lines that end with \n, \r\n or \r;
// Go counts bytes in lines that end with \n. An offset in bytes is what the two
// have in common.

import (
	"sort"
	"unicode/utf16"
	"unicode/utf8"
)

// text is a text with its lines.
type text struct {
	string
	lines   []int // offset of each line of the protocol
	goLines []int // offset of each line of Go
}

func newText(s string) *text {
	t := &text{string: s, lines: []int{0}, goLines: []int{0}}
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\n':
			t.lines, t.goLines = append(t.lines, i+1), append(t.goLines, i+1)
		case s[i] == '\r' && (i+1 == len(s) || s[i+1] != '\n'):
			t.lines = append(t.lines, i+1)
		}
	}
	return t
}

// offset returns the offset of a position. As the protocol wants it, a
// position behind the end of a line is its end, and so is one behind the end
// of the text.
func (t *text) offset(p position) int {
	if p.Line < 0 {
		return 0
	}
	if p.Line >= len(t.lines) {
		return len(t.string)
	}
	at, end := t.lines[p.Line], t.lineEnd(p.Line)
	for units := 0; at < end; {
		r, size := utf8.DecodeRuneInString(t.string[at:end])
		units += max(1, utf16.RuneLen(r)) // a byte that is no UTF-8 counts for one
		if units > p.Character {
			break
		}
		at += size
	}
	return at
}

// lineEnd is the offset of the end of a line, without what ends it.
func (t *text) lineEnd(line int) int {
	if line+1 >= len(t.lines) {
		return len(t.string)
	}
	end := t.lines[line+1] - 1
	if end > t.lines[line] && t.string[end] == '\n' && t.string[end-1] == '\r' {
		end--
	}
	return end
}

// position returns the position of an offset.
func (t *text) position(offset int) position {
	offset = min(max(offset, 0), len(t.string))
	line := sort.SearchInts(t.lines, offset+1) - 1
	units := 0
	for _, r := range t.string[t.lines[line]:offset] {
		units += max(1, utf16.RuneLen(r))
	}
	return position{line, units}
}

// goOffset returns the offset of a line and a column of Go, which count from 1.
func (t *text) goOffset(line, column int) int {
	if line < 1 {
		return 0
	}
	if line > len(t.goLines) {
		return len(t.string)
	}
	return min(t.goLines[line-1]+max(column, 1)-1, len(t.string))
}

// span returns the range between two places of Go.
func (t *text) span(line, column, endLine, endColumn int) span {
	start := t.goOffset(line, column)
	return span{t.position(start), t.position(max(start, t.goOffset(endLine, endColumn)))}
}

// replaced returns the text after a change.
func (t *text) replaced(c contentChange) *text {
	if c.Range == nil {
		return newText(c.Text)
	}
	start := t.offset(c.Range.Start)
	end := max(start, t.offset(c.Range.End))
	return newText(t.string[:start] + c.Text + t.string[end:])
}
