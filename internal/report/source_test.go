package report

import (
	"os"
	"path/filepath"
	"testing"
)

func TestSources(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a.go": "é🚀x\r\n\ty\n\xff|\n", "open.go": "x", "empty.go": ""} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		file         string
		line, column int
		offset       int
		column16     int // 0: no such place
	}{
		{"a.go", 1, 1, 0, 1},
		{"a.go", 1, 3, 2, 2}, // after é
		{"a.go", 1, 7, 6, 4}, // after 🚀, which is two units
		{"a.go", 1, 8, 7, 5},
		{"a.go", 1, 9, 8, 0}, // within the line end
		{"a.go", 2, 2, 10, 2},
		{"a.go", 3, 2, 13, 2}, // after a byte that is no UTF-8
		{"a.go", 4, 1, 0, 1},  // the end of the file
		{"a.go", 4, 2, 0, 0},
		{"a.go", 5, 1, 0, 0},
		{"a.go", 1, 0, 0, 0},
		{"a.go", 0, 1, 0, 0},
		{"open.go", 1, 2, 1, 2},
		{"open.go", 2, 1, 0, 0},
		{"empty.go", 1, 1, 0, 0},
		{"gone.go", 1, 1, 0, 0},
	} {
		s := newSources(dir)
		if got := s.offset(test.file, test.line, test.column); got != test.offset {
			t.Errorf("%s:%d:%d: offset %d, want %d", test.file, test.line, test.column, got, test.offset)
		}
		got, ok := s.column16(test.file, test.line, test.column)
		if got != test.column16 || ok != (test.column16 > 0) {
			t.Errorf("%s:%d:%d: column %d (%v), want %d", test.file, test.line, test.column, got, ok, test.column16)
		}
	}
}

// TestRegionOfChangedFile: a file that was cut down after the analysis has
// neither columns nor fixes.
func TestRegionOfChangedFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.go"), []byte("short\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	s := sarifWriter{names: newNames(dir), sources: newSources(dir), rules: map[string]int{}}
	f := &Finding{File: "a.go", Line: 1, Column: 20, EndLine: 1, EndColumn: 30, Fixes: []Fix{
		{"gone", "", []Edit{{"a.go", 1, 1, 1, 2, "x"}, {"a.go", 1, 20, 1, 20, "x"}}},
		{"there", "", []Edit{{"a.go", 1, 1, 2, 1, ""}}},
	}}
	if got := s.region(f); *got != (sarifRegion{StartLine: 1}) {
		t.Errorf("region %+v, want the line alone", *got)
	}
	if got := s.fixes(f); len(got) != 1 || got[0].Description.Text != "there" {
		t.Errorf("fixes %+v, want the one whose places are there", got)
	}
}

func TestNames(t *testing.T) {
	repo := t.TempDir()
	app := filepath.Join(repo, "app")
	if err := os.MkdirAll(filepath.Join(repo, ".git"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(app, 0o777); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(repo, link); err != nil {
		t.Skip(err)
	}
	outside := filepath.Join(filepath.Dir(repo), "other.go")
	for _, dir := range []string{app, filepath.Join(link, "app")} {
		n := newNames(dir)
		for file, want := range map[string]string{
			"a.go":                           "app/a.go",
			filepath.Join("..", "b.go"):      "b.go",
			filepath.Join(repo, "x", "c.go"): "x/c.go",
			outside:                          filepath.ToSlash(outside),
		} {
			if got := n.short(file); got != want {
				t.Errorf("in %s: %s is called %s, want %s", dir, file, got, want)
			}
		}
	}
}

func TestURLs(t *testing.T) {
	for in, want := range map[string]string{
		"/a b/ü#1%.go": "file:///a%20b/%C3%BC%231%25.go",
		"C:/a/b.go":    "file:///C:/a/b.go",
	} {
		if got := fileURL(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
	for in, want := range map[string]string{"a/b.go": "a/b.go", "a:b/c?.go": "./a:b/c%3F.go", "a b.go": "a%20b.go"} {
		if got := relativeURL(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
