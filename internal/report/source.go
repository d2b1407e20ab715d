package report

// Formats that show code, or that count columns in other units than bytes,
// look into the files again. A file that is gone, or has become shorter since
// it was analysed, costs them that and nothing else.

import (
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"
)

// sources reads files, each once.
type sources struct {
	dir   string              // what relative names start from
	files map[string][]string // lines with their ends; nil when a file cannot be read
}

func newSources(dir string) *sources { return &sources{dir, map[string][]string{}} }

func (s *sources) lines(file string) []string {
	lines, ok := s.files[file]
	if !ok {
		path := file
		if !filepath.IsAbs(path) {
			path = filepath.Join(s.dir, path)
		}
		if data, err := os.ReadFile(path); err == nil {
			lines = strings.SplitAfter(string(data), "\n")
			if last := len(lines) - 1; lines[last] == "" {
				lines = lines[:last]
			}
		}
		s.files[file] = lines
	}
	return lines
}

// line returns line n, from 1, without its end.
func (s *sources) line(file string, n int) (text string, ok bool) {
	lines := s.lines(file)
	if n < 1 || n > len(lines) {
		return "", false
	}
	return strings.TrimRight(lines[n-1], "\r\n"), true
}

// offset returns how many bytes of the file come before a place in it, and 0
// for a place that it does not have.
func (s *sources) offset(file string, line, column int) int {
	lines := s.lines(file)
	if line < 1 || line > len(lines) {
		return 0
	}
	n := 0
	for _, l := range lines[:line-1] {
		n += len(l)
	}
	return n + min(max(column-1, 0), len(lines[line-1]))
}

// text returns what stands in a range, and nothing when the file does not
// have all of it.
func (s *sources) text(file string, line, column, endLine, endColumn int) string {
	lines := s.lines(file)
	if line < 1 || endLine < line || endLine > len(lines) {
		return ""
	}
	first := s.offset(file, line, column) - s.offset(file, line, 1)
	last := s.offset(file, endLine, endColumn) - s.offset(file, line, 1)
	if last < first {
		return ""
	}
	return strings.Join(lines[line-1:endLine], "")[first:last]
}

// column16 turns a column in bytes into one in UTF-16 code units. It fails
// for a place that the file does not have; the end of the file is one.
func (s *sources) column16(file string, line, column int) (int, bool) {
	text, ok := s.line(file, line)
	if !ok {
		lines := s.lines(file)
		ok = line > 1 && line == len(lines)+1 && strings.HasSuffix(lines[line-2], "\n")
	}
	if !ok || column < 1 || column > len(text)+1 {
		return 0, false
	}
	n := 1
	for _, r := range text[:column-1] {
		n += utf16.RuneLen(r)
	}
	return n, true
}
