package lsp

import (
	"strings"
	"testing"
	"unicode/utf16"
)

func TestText(t *testing.T) {
	const s = "a\r\né🚀x\rb\n\n"
	tx := newText(s)
	for _, test := range []struct {
		offset int
		at     position
	}{
		{0, position{0, 0}}, {1, position{0, 1}}, {3, position{1, 0}}, {5, position{1, 1}}, {9, position{1, 3}}, {10, position{1, 4}},
		{11, position{2, 0}}, {12, position{2, 1}}, {13, position{3, 0}}, {14, position{4, 0}},
	} {
		if got := tx.position(test.offset); got != test.at {
			t.Errorf("offset %d is at %v, want %v", test.offset, got, test.at)
		}
		if got := tx.offset(test.at); got != test.offset {
			t.Errorf("%v is offset %d, want %d", test.at, got, test.offset)
		}
	}
	for at, want := range map[position]int{
		{0, 99}: 1, {1, 2}: 5 /* inside of a rune */, {2, 99}: 12, {4, 1}: 14, {9, 0}: 14, {-1, 0}: 0, {0, -1}: 0,
	} {
		if got := tx.offset(at); got != want {
			t.Errorf("%v is offset %d, want %d", at, got, want)
		}
	}
	for place, want := range map[[2]int]int{{1, 1}: 0, {2, 3}: 5, {2, 9}: 11, {3, 1}: 13, {9, 1}: 14, {0, 0}: 0, {2, 99}: 14} {
		if got := tx.goOffset(place[0], place[1]); got != want {
			t.Errorf("%d:%d is offset %d, want %d", place[0], place[1], got, want)
		}
	}
}

// FuzzText: offsets and positions are the same in both directions, as an
// editor counts them, and no change panics.
func FuzzText(f *testing.F) {
	f.Add("a\r\né🚀x\rb\n", 0, 1, 1, 2, "x")
	f.Add("\xff\r", 0, 9, -1, 0, "")
	f.Fuzz(func(t *testing.T, s string, line, char, endLine, endChar int, new string) {
		tx := newText(s)
		for i := range s {
			at := tx.position(i)
			if s[i] == '\n' && i > 0 && s[i-1] == '\r' {
				continue // between the two
			}
			if got := tx.offset(at); got != i {
				t.Fatalf("%q: offset %d is at %v, which is offset %d", s, i, at, got)
			}
			before := s[:i]
			before = before[strings.LastIndexAny(before, "\r\n")+1:]
			if n := len(utf16.Encode([]rune(before))); n != at.Character {
				t.Fatalf("%q: offset %d is at %v, want column %d", s, i, at, n)
			}
		}
		c := contentChange{&span{position{line, char}, position{endLine, endChar}}, new}
		if got := tx.replaced(c); !strings.Contains(got.string, new) {
			t.Fatalf("%q becomes %q", s, got.string)
		}
	})
}
