package apply

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zmqlint/zmqlint/internal/report"
)

// at is an edit that replaces the text old, which is once in src; with an empty
// replacement of text it is an insertion before it.
func at(t *testing.T, src, old, text string, insert bool) report.Edit {
	t.Helper()
	if strings.Count(src, old) != 1 {
		t.Fatalf("%q is %d times in the source", old, strings.Count(src, old))
	}
	i := strings.Index(src, old)
	place := func(i int) (line, column int) {
		return strings.Count(src[:i], "\n") + 1, i - strings.LastIndex(src[:i], "\n")
	}
	e := report.Edit{File: "a.go", NewText: text}
	e.Line, e.Column = place(i)
	if e.EndLine, e.EndColumn = e.Line, e.Column; !insert {
		e.EndLine, e.EndColumn = place(i + len(old))
	}
	return e
}

func fix(edits ...report.Edit) report.Fix { return report.Fix{Edits: edits} }

func merge(src string, fixes ...report.Fix) *Merged {
	return Merge(fixes, func(name string) (*Text, error) { return NewText(name, []byte(src)), nil })
}

const source = "package p\n\nimport (\n\t\"fmt\"\n)\n\nfunc f() {\n\tfmt.Println(1)\n\tfmt.Println(2)\n\tfmt.Println(3)\n}\n"

func TestMerge(t *testing.T) {
	insert := func(before, text string) report.Edit { return at(t, source, before, text, true) }
	replace := func(old, text string) report.Edit { return at(t, source, old, text, false) }
	imports := insert(")\n\nfunc", "\t\"time\"\n")
	one, two, three := "fmt.Println(1)", "fmt.Println(2)", "fmt.Println(3)"
	tests := []struct {
		name  string
		fixes []report.Fix
		want  []string // parts of the result, in this order
		left  []bool
	}{
		{"the same import is added once", []report.Fix{
			fix(imports, replace(one, "fmt.Println(time.Now())")),
			fix(imports, replace(two, "fmt.Println(time.Now())")),
		}, []string{"(\n\t\"fmt\"\n\t\"time\"\n)", "Now", "Now", three}, []bool{false, false}},
		{"insertions at one place in the order of their fixes", []report.Fix{
			fix(insert(two, "first()\n\t")), fix(insert(two, "second()\n\t")),
		}, []string{"\tfirst()\n\tsecond()\n\tfmt.Println(2)"}, []bool{false, false}},
		{"an insertion at the edge of a replacement", []report.Fix{
			fix(replace(two, "changed()")), fix(insert(two, "before()\n\t")), fix(insert("\n\tfmt.Println(3)", "\n\tbehind()")),
		}, []string{"\tbefore()\n\tchanged()\n\tbehind()\n\tfmt.Println(3)"}, []bool{false, false, false}},
		{"overlapping replacements: the later one is left as a whole", []report.Fix{
			fix(replace(two+"\n\t"+three, "both()")), fix(insert(one, "not()\n\t"), replace(three, "not()")), fix(replace(one, "one()")),
		}, []string{"\tone()\n\tboth()\n}"}, []bool{false, true, false}},
		{"an insertion inside what is deleted", []report.Fix{
			fix(replace(two+"\n\t"+three+"\n", "")), fix(insert(three, "not()\n\t")),
		}, []string{one + "\n}"}, []bool{false, true}},
		{"edits of one fix overlap", []report.Fix{
			fix(replace(two, "x()"), replace("Println(2)\n\tfmt", "y")), fix(replace(one, "one()")),
		}, []string{"one()", two}, []bool{true, false}},
		{"a fix that makes the file unreadable", []report.Fix{
			fix(replace(one, "one(")), fix(replace(two, "two()")),
		}, []string{one, "two()"}, []bool{true, false}},
		{"two that make it unreadable together", []report.Fix{
			fix(insert(one, "/* "), insert("\n}\n", " */")), fix(insert(two, "/* "), insert("\n\tfmt.Println(3)", " */")),
		}, []string{"\t/* " + one, "\t" + two + "\n", three + " */\n}"}, []bool{false, true}},
		{"no edits", []report.Fix{fix()}, nil, []bool{true}},
		{"edits that change nothing", []report.Fix{fix(replace(one, one)), fix(replace(one, one), replace(two, "two()"))}, []string{one, "two()"}, []bool{true, false}},
		{"outside of the file", []report.Fix{
			fix(report.Edit{File: "a.go", Line: 99, Column: 1, EndLine: 99, EndColumn: 1, NewText: "x"}),
			fix(report.Edit{File: "a.go", Line: 1, Column: 40, EndLine: 1, EndColumn: 40, NewText: "x"}),
			fix(report.Edit{File: "a.go", Line: 0, Column: 1, EndLine: 1, EndColumn: 1, NewText: "x"}),
			fix(report.Edit{File: "a.go", Line: 3, Column: 1, EndLine: 1, EndColumn: 1, NewText: "x"}),
		}, nil, []bool{true, true, true, true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := merge(source, tt.fixes...)
			got := make([]bool, len(m.Left))
			for i, err := range m.Left {
				got[i] = err != nil
			}
			if diff := cmp.Diff(tt.left, got); diff != "" {
				t.Errorf("left out (-want +got):\n%s", diff)
			}
			if len(tt.want) == 0 {
				if len(m.Changes) > 0 {
					t.Errorf("changed: %s", m.Changes[0].After)
				}
				return
			}
			rest := string(m.Changes[0].After)
			for _, part := range tt.want {
				_, after, ok := strings.Cut(rest, part)
				if !ok {
					t.Fatalf("no %q in what follows of\n%s", part, m.Changes[0].After)
				}
				rest = after
			}
		})
	}
}

func TestMergeFiles(t *testing.T) {
	one := at(t, source, "fmt.Println(1)", "x()", false)
	inB, inC := one, one
	inB.File, inC.File = "b.go", "c.go"
	m := Merge([]report.Fix{fix(one, inB), fix(inC), fix(one, inC)}, func(name string) (*Text, error) {
		if name == "b.go" {
			return nil, errors.New("read-only")
		}
		return NewText(name, []byte(source)), nil
	})
	if m.Left[0] == nil || m.Left[0].Error() != "read-only" || m.Left[1] != nil || m.Left[2] != nil {
		t.Errorf("left out: %v", m.Left)
	}
	if len(m.Changes) != 2 || m.Changes[0].File != "a.go" || m.Changes[1].File != "c.go" {
		t.Errorf("changes: %+v", m.Changes)
	}
}

// TestForm changes files whose form is to stay as it is.
func TestForm(t *testing.T) {
	crlf := strings.ReplaceAll(source, "\n", "\r\n")
	tests := []struct {
		name, src, old, text, want string
	}{
		{"formatted", source, "fmt.Println(2)", "if true {\nfoo( )\n}", "\n\tif true {\n\t\tfoo()\n\t}\n"},
		{"not formatted", source + "var  x = 1\n", "fmt.Println(2)", "foo( )", "\n\tfoo( )\n"},
		{"the rest stays unformatted", source + "var  x = 1\n", "fmt.Println(2)", "foo()", "\nvar  x = 1\n"},
		{"no newline at the end", strings.TrimSuffix(source, "\n"), "fmt.Println(3)", "foo()", "\tfoo()\n}$"},
		{"at the very end", source, "Println(3)\n}\n", "foo()\n}\n\nvar y int", "}\n\nvar y int\n$"},
		{"CRLF", crlf, "fmt.Println(2)", "if true {\nfoo( )\n}", "\r\n\tif true {\r\n\t\tfoo()\r\n\t}\r\n"},
		{"mixed line ends", strings.Replace(source, "\n", "\r\n", 1), "fmt.Println(2)", "foo()\nbar()", "\tfoo()\nbar()\n"},
		{"byte order mark", "\ufeff" + source, "package p", "package  q", "^\ufeffpackage q\n"},
		{"byte order mark, CRLF", "\ufeff" + crlf, "fmt.Println(2)", "foo( )", "^\ufeffpackage p\r\n\r\nimport"},
		{"line directive", "package p\n\n//line other.y:100\nvar a = 1\n\nvar b = 2\n", "b = 2", "b = 3", "//line other.y:100\nvar a = 1\n\nvar b = 3\n$"},
		{"characters of many bytes", "package p\n\nvar s = /* é🚀 */ 1\n", "1", "2", "/* é🚀 */ 2\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := merge(tt.src, fix(at(t, tt.src, tt.old, tt.text, false)))
			if m.Left[0] != nil {
				t.Fatal(m.Left[0])
			}
			got := "^" + string(m.Changes[0].After) + "$"
			if !strings.Contains(got, tt.want) {
				t.Errorf("no %q in %q", tt.want, got)
			}
			if strings.Contains(tt.name, "CRLF") && strings.Count(got, "\n") != strings.Count(got, "\r\n") {
				t.Errorf("a line ends otherwise: %q", got)
			}
		})
	}
}

func TestGoMod(t *testing.T) {
	src := "module m\n\nrequire a.b/c v1.2.3 // pinned\n"
	edit := at(t, src, "v1.2.3", "v1.4.0", false)
	edit.File = "go.mod"
	broken := edit
	broken.NewText = "(("
	for _, tt := range []struct {
		edit report.Edit
		want string
	}{{edit, "module m\n\nrequire a.b/c v1.4.0 // pinned\n"}, {broken, ""}} {
		m := merge(src, fix(tt.edit))
		if tt.want == "" {
			if m.Left[0] == nil {
				t.Errorf("%q was applied", tt.edit.NewText)
			}
		} else if got := string(m.Changes[0].After); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestUnified(t *testing.T) {
	c := merge(source, fix(at(t, source, "fmt.Println(2)", "two()", false))).Changes[0]
	want := "--- a/a.go\n+++ b/a.go\n@@ -6,6 +6,6 @@\n \n func f() {\n \tfmt.Println(1)\n-\tfmt.Println(2)\n+\ttwo()\n \tfmt.Println(3)\n }\n"
	if diff := cmp.Diff(want, c.Unified()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	coloured := Colour(want)
	for _, part := range []string{"\x1b[1m--- a/a.go\x1b[", "\x1b[31m-\tfmt.Println(2)\x1b[", "\x1b[32m+\ttwo()\x1b[", "\x1b[36m@@", "\n func f() {\n"} {
		if !strings.Contains(coloured, part) {
			t.Errorf("no %q in %q", part, coloured)
		}
	}
}

func TestMoves(t *testing.T) {
	before := "1\n2\n3\n4\n5\n"
	c := &Change{Before: NewText("x", []byte(before)), After: []byte("new\n1\n2\nthree\nand more\n5\n6\n")}
	want := [][2]int{1: {1, 0}, 2: {1, 1}, 3: {2, 2}, 4: {3, 4}, 5: {3, 4}, 6: {5, 5}, 7: {6, 5}}
	for line := 1; line < len(want); line++ {
		first, last := c.Moves().Origin(line)
		if got := [2]int{first, last}; got != want[line] {
			t.Errorf("line %d was %v, want %v", line, got, want[line])
		}
	}
	if first, last := (*Moves)(nil).Origin(7); first != 7 || last != 7 {
		t.Errorf("without moves line 7 was %d to %d", first, last)
	}
}
