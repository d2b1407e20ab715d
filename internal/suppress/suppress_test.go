package suppress

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func init() { Now = func() time.Time { return time.Date(2026, 3, 1, 23, 59, 0, 0, time.UTC) } }

func parse(t testing.TB, src string) (*token.FileSet, *ast.File, *Set) {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "f.go", src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return fset, f, Parse(fset, []*ast.File{f})
}

// TestScope lists the lines on which no-curve is suppressed.
func TestScope(t *testing.T) {
	for _, test := range []struct {
		name, src string
		want      []int
	}{
		{"end of line", "package p\nvar a = f() //zmqlint:ignore no-curve r\nvar b = 1\n", []int{2}},
		{"end of a closing line", "package p\nvar a = f(\n1,\n) //zmqlint:ignore no-curve r\n", []int{4}},
		{"line above", "package p\nfunc f() {\n\t//zmqlint:ignore no-curve r\n\tg()\n\tg()\n}\n", []int{4}},
		{"line above, more comments between", "package p\nfunc f() {\n\t//zmqlint:ignore no-curve r\n\t// g is.\n\tg()\n}\n", []int{5}},
		{"blank line between", "package p\nfunc f() {\n\t//zmqlint:ignore no-curve r\n\n\tg()\n}\n", []int{4}},
		{"below another at the end of a line", "package p\nfunc f() {\n\tg() // g\n\t//zmqlint:ignore no-curve r\n\tg()\n}\n", []int{5}},
		{"function", "package p\n\n//zmqlint:ignore no-curve r\nfunc f() {\n\tg()\n}\n\nfunc g() {}\n", []int{4, 5, 6}},
		{"end of the documentation", "package p\n\n// f is.\n//\n//zmqlint:ignore no-curve r\nfunc f() {\n}\n", []int{6, 7}},
		{"head of a function", "package p\n\nfunc f() { //zmqlint:ignore no-curve r\n\tg()\n}\n", []int{3}},
		{"group", "package p\n\n//zmqlint:ignore no-curve r\nvar (\n\ta = 1\n\tb = 2\n)\n", []int{4, 5, 6, 7}},
		{"in a group", "package p\nvar (\n\t//zmqlint:ignore no-curve r\n\ta = f(\n\t)\n\tb = 2\n)\n", []int{4, 5}},
		{"local declaration", "package p\nfunc f() {\n\t//zmqlint:ignore no-curve r\n\tvar a = f(\n\t)\n\tg()\n}\n", []int{4, 5}},
		{"last line", "package p\nvar a = 1 //zmqlint:ignore no-curve r", []int{2}},
		{"nothing below", "package p\n//zmqlint:ignore no-curve r", nil},
		{"file", "package p\n\nvar a = 1\n\n//zmqlint:file-ignore no-curve r\n", []int{1, 2, 3, 4, 5}},
		{"lines renamed", "package p\n//line other.go:100\nvar a = 1 //zmqlint:ignore no-curve r\nvar b = 1\n", []int{3}},
		{"not in a block comment", "package p\nvar a = 1 /*zmqlint:ignore no-curve r*/\n", nil},
		{"not with a space", "package p\nvar a = 1 // zmqlint:ignore no-curve r\n", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			fset, f, set := parse(t, test.src)
			var got []int
			tf := fset.File(f.FileStart)
			for l := 1; l <= tf.LineCount(); l++ {
				if len(set.Covering("no-curve", tf.LineStart(l))) > 0 {
					got = append(got, l)
				}
			}
			// A declaration begins at its keyword, which may be indented.
			if test.name == "in a group" || test.name == "local declaration" {
				if len(set.Covering("no-curve", tf.LineStart(4)+1)) > 0 {
					got = append([]int{4}, got...)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(set.Problems) > 0 {
				t.Errorf("problems: %v", set.Problems)
			}
		})
	}
}

// TestDirective says what is understood of a comment: the rules and the
// reason, or what is wrong, with the columns that it is about.
func TestDirective(t *testing.T) {
	for _, test := range []struct{ comment, want string }{
		{"//zmqlint:ignore no-curve the tunnel encrypts", "no-curve 18-26: the tunnel encrypts"},
		{"//zmqlint:ignore\tno-curve \t the  tunnel", "no-curve 18-26: the tunnel"},
		{"//zmqlint:ignore no-curve,weak-option r", "no-curve 18-26: r; weak-option 27-38: r"},
		{"//zmqlint:ignore no-curve, weak-option r", "no-curve 18-26: r; weak-option 28-39: r"},
		{"//zmqlint:ignore no-curve ,weak-option r", "no-curve 18-26: r; weak-option 28-39: r"},
		{"//zmqlint:ignore no-curve // r", "no-curve 18-26: r"},
		{"//zmqlint:ignore no-curve until=2026-03-01 r", "no-curve 18-26: r"},
		{"//zmqlint:ignore no-curve r until=2020-01-01", "no-curve 18-26: r until=2020-01-01"},
		{"//zmqlint:ignore no-curve 下", "no-curve 18-26: 下"},

		{"//zmqlint:ignore no-curve until=2026-02-28 r", "1-45 the suppression of no-curve ended on 2026-02-28: mend what it hides, or decide anew"},
		{"//zmqlint:ignore no-curve until=tomorrow r", `27-41 "tomorrow" is no date: write until=YYYY-MM-DD`},
		{"//zmqlint:ignore no-curve until=2026-02-30 r", `27-43 "2026-02-30" is no date: write until=YYYY-MM-DD`},
		{"//zmqlint:ignore no-curve until=2026-03-02", "1-43 no-curve is suppressed without a reason, so it is not: say why after the rule"},
		{"//zmqlint:ignore no-curve", "1-26 no-curve is suppressed without a reason, so it is not: say why after the rule"},
		{"//zmqlint:ignore no-curve,weak-option -", "1-40 no-curve, weak-option is suppressed without a reason, so it is not: say why after the rule"},
		{"//zmqlint:ignore no-curve //", "1-29 no-curve is suppressed without a reason, so it is not: say why after the rule"},
		{"//zmqlint:ignore", "1-17 //zmqlint:ignore names no rule: write //zmqlint:ignore RULE[,RULE] [until=YYYY-MM-DD] reason"},
		{"//zmqlint:file-ignore ,", "1-24 //zmqlint:file-ignore names no rule: write //zmqlint:file-ignore RULE[,RULE] [until=YYYY-MM-DD] reason"},
		{"//zmqlint:ignore no-curv r", `18-25 unknown rule "no-curv": did you mean no-curve?`},
		{"//zmqlint:ignore all r", `18-21 unknown rule "all" (zmqlint rules lists them)`},
		{"//zmqlint:ignore no-curve,nocurve r", `no-curve 18-26: r; 27-34 unknown rule "nocurve": did you mean no-curve?`},
		{"//zmqlint:ignore bad-suppression r", "18-33 bad-suppression cannot be suppressed by a directive; the configuration can turn it off"},
		{"//zmqlint:ignore-file no-curve r", `1-33 unknown directive "//zmqlint:ignore-file": did you mean //zmqlint:file-ignore?`},
		{"//zmqlint:fileignore no-curve r", `1-32 unknown directive "//zmqlint:fileignore": did you mean //zmqlint:file-ignore?`},
		{"//zmqlint:ignore:no-curve r", `1-28 unknown directive "//zmqlint:ignore:no-curve": did you mean //zmqlint:ignore?`},
		{"//zmqlint:", `1-11 unknown directive "//zmqlint:": did you mean //zmqlint:ignore?`},
	} {
		t.Run(test.comment, func(t *testing.T) {
			fset, _, set := parse(t, "package p\n"+test.comment+"\nvar a = 1\n")
			var got []string
			for _, e := range set.Entries {
				got = append(got, fmt.Sprintf("%s %d-%d: %s", e.Rule, fset.Position(e.Pos).Column, fset.Position(e.End).Column, e.Reason))
			}
			for _, p := range set.Problems {
				got = append(got, fmt.Sprintf("%d-%d %s", fset.Position(p.Pos).Column, fset.Position(p.End).Column, p.Message))
			}
			if diff := cmp.Diff(test.want, strings.Join(got, "; ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestNarrowestFirst gives the reason that is nearest to the code.
func TestNarrowestFirst(t *testing.T) {
	_, f, set := parse(t, `package p
//zmqlint:file-ignore no-curve file
//zmqlint:ignore no-curve declaration
var a = 1 //zmqlint:ignore no-curve line
`)
	var got []string
	for _, e := range set.Covering("no-curve", f.Decls[0].Pos()) {
		got = append(got, e.Reason)
	}
	// The declaration ends before the end of its line.
	if diff := cmp.Diff([]string{"declaration", "line", "file"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("//zmqlint:ignore no-curve,weak-option until=2026-01-01 r")
	f.Add("//zmqlint:file-ignore ,,no-curve\x00 until= //")
	f.Add("/*line x.go:1*/ var y = `\n` //zmqlint:ignore a b")
	f.Fuzz(func(t *testing.T, text string) {
		fset := token.NewFileSet()
		file, _ := parser.ParseFile(fset, "f.go", "package p\n"+text+"\nvar x = 1\n", parser.ParseComments|parser.SkipObjectResolution)
		if file == nil {
			return
		}
		set := Parse(fset, []*ast.File{file})
		for _, e := range set.Entries {
			if e.Reason == "" || e.Pos < file.FileStart || e.End > file.FileEnd || e.Pos >= e.End {
				t.Errorf("%#v", e)
			}
			set.Covering(e.Rule, e.from)
		}
		for _, p := range set.Problems {
			if p.Message == "" || p.Pos < file.FileStart || p.End > file.FileEnd || p.Pos >= p.End {
				t.Errorf("%#v", p)
			}
		}
	})
}
