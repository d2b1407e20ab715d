package apply

// The text of a file, as it is on disk: with or without a byte order mark, with
// either kind of line end, formatted or not. Edits come with lines and columns of
// that very text and with plain line ends, and leave all this as it was.

import (
	"bytes"
	"fmt"
	"go/format"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"

	"github.com/aymanbagabas/go-udiff"
	"golang.org/x/mod/modfile"

	"github.com/zmqlint/zmqlint/internal/report"
)

// Text is the content of a file.
type Text struct {
	Path  string // of the file on disk, symbolic links followed; empty when there is none
	Data  []byte
	crlf  bool // all lines end with "\r\n"
	clean bool // gofmt would leave it alone
	kind  string
	lines []int // offsets of their starts
}

const byteOrderMark = "\ufeff"

// NewText is the text of a file with that name: a Go file, a go.mod, or another.
func NewText(name string, data []byte) *Text {
	t := &Text{Data: data, lines: []int{0}}
	for i, b := range data {
		if b == '\n' {
			t.lines = append(t.lines, i+1)
		}
	}
	n := bytes.Count(data, []byte("\n"))
	t.crlf = n > 0 && bytes.Count(data, []byte("\r\n")) == n
	t.kind = filepath.Ext(name)
	if t.kind == ".go" {
		formatted, err := t.gofmt(data)
		t.clean = err == nil && bytes.Equal(formatted, data)
	}
	return t
}

// edit turns an edit of a report into one of the text.
func (t *Text) edit(e report.Edit) (udiff.Edit, error) {
	start, err := t.offset(e.Line, e.Column)
	if err != nil {
		return udiff.Edit{}, err
	}
	end, err := t.offset(e.EndLine, e.EndColumn)
	if err != nil {
		return udiff.Edit{}, err
	}
	if end < start {
		return udiff.Edit{}, fmt.Errorf("an edit ends (%d:%d) before it begins (%d:%d)", e.EndLine, e.EndColumn, e.Line, e.Column)
	}
	text := e.NewText
	if t.crlf {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
	}
	return udiff.Edit{Start: start, End: end, New: text}, nil
}

func (t *Text) offset(line, column int) (int, error) {
	if line >= 1 && line <= len(t.lines) && column >= 1 {
		end := len(t.Data) + 1
		if line < len(t.lines) {
			end = t.lines[line]
		}
		if at := t.lines[line-1] + column - 1; at < end {
			return at, nil
		}
	}
	return 0, fmt.Errorf("there is no place %d:%d", line, column)
}

// format is gofmt for what was in that form before. Edits are gofmt-clean by
// themselves, and together they can differ from it: in the order of imports, in
// the alignment of comments.
func (t *Text) format(after []byte) []byte {
	if t.clean {
		if formatted, err := t.gofmt(after); err == nil {
			return formatted
		}
	}
	return after
}

// gofmt formats, and keeps the byte order mark and the line ends, which gofmt
// itself would take away.
func (t *Text) gofmt(data []byte) ([]byte, error) {
	data, marked := bytes.CutPrefix(data, []byte(byteOrderMark))
	if t.crlf {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	}
	out, err := format.Source(data)
	if err != nil {
		return nil, err
	}
	if t.crlf {
		out = bytes.ReplaceAll(out, []byte("\n"), []byte("\r\n"))
	}
	if marked {
		out = append([]byte(byteOrderMark), out...)
	}
	return out, nil
}

func (t *Text) parses(data []byte) bool {
	var err error
	switch t.kind {
	case ".go":
		_, err = parser.ParseFile(token.NewFileSet(), "", data, parser.SkipObjectResolution)
	case ".mod":
		_, err = modfile.ParseLax("go.mod", data, nil)
	}
	return err == nil
}
