package mend_test

// Fuzzing of fixes: programs of the testdata are changed and put beside each
// other, and what still builds has to be mended as well as the testdata is.

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/fix/mend"
	"github.com/zmqlint/zmqlint/internal/report"
)

// FuzzFixes takes two packages of the testdata, by number, and what is done to
// their files: triples of bytes, a file, a change and its place.
func FuzzFixes(f *testing.F) {
	plainOnly(f)
	tree := newTree(f)
	f.Add(uint16(0), uint16(40), []byte{})
	f.Add(uint16(10), uint16(80), []byte{0, 0, 3, 1, 1, 5, 2, 3, 7, 3, 4, 9})
	f.Add(uint16(20), uint16(60), []byte{0, 5, 1, 1, 6, 2, 2, 8, 4, 3, 9, 9})
	f.Add(uint16(30), uint16(50), []byte{0, 10, 0, 1, 12, 5, 2, 13, 20, 0, 14, 0, 1, 15, 0})
	defer config.Use(config.Settings{NoFile: true})()
	run := tree.runner("./fuzz")
	f.Fuzz(func(t *testing.T, one, other uint16, changes []byte) {
		if len(changes) > 60 {
			t.Skip("more than 20 changes")
		}
		texts := tree.program(one, other, changes)
		tree.place(t, texts)
		first, err := run.Analyze(t.Context(), mend.Trial{})
		if err != nil || len(first.Errors) > 0 {
			return // what does not build is no program
		}
		few(first)
		proof, err := mend.Prove(t.Context(), first, run.Analyze)
		if err != nil {
			t.Fatal(err)
		}
		for _, failure := range proof.Failures {
			t.Error(failure)
		}
		if t.Failed() {
			for i, text := range texts {
				t.Logf("%d.go:\n%s", i, text)
			}
		}
	})
}

// program puts two packages together, and changes them.
func (tree *tree) program(one, other uint16, changes []byte) []string {
	texts := append(tree.pkg(one), beside(tree.pkg(other))...)
	for c := range slices.Chunk(changes, 3) {
		if len(c) == 3 {
			text := &texts[int(c[0])%len(texts)]
			*text = change(*text, c[1], int(c[2]))
		}
	}
	return texts
}

// place writes a program to the folder that is analysed.
func (tree *tree) place(t testing.TB, texts []string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(tree.src, "fuzz")); err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		tree.write(t, fmt.Sprintf("fuzz/%d.go", i), text)
	}
}

// few leaves few findings that are to be fixed: the fuzzer gives up on an input
// that takes ten seconds.
func few(a *mend.Analysis) {
	fixable := map[string]int{} // by file
	a.Open = slices.DeleteFunc(a.Open, func(f report.Finding) bool {
		if len(f.Fixes) > 0 {
			fixable[f.File]++
		}
		if len(f.Fixes) == 0 || fixable[f.File] > 3 {
			a.Others = append(a.Others, f)
			return true
		}
		return false
	})
}

// beside makes a package fit to be put into another one: what it declares gets
// other names.
func beside(texts []string) (out []string) {
	declared := map[string]bool{}
	for _, text := range texts {
		file, err := parser.ParseFile(token.NewFileSet(), "", text, parser.SkipObjectResolution)
		if err != nil {
			panic(err)
		}
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				declared[d.Name.Name] = declared[d.Name.Name] || d.Recv == nil && d.Name.Name != "init"
			case *ast.GenDecl:
				for _, s := range d.Specs {
					switch s := s.(type) {
					case *ast.ValueSpec:
						for _, id := range s.Names {
							declared[id.Name] = id.Name != "_"
						}
					case *ast.TypeSpec:
						declared[s.Name.Name] = true
					}
				}
			}
		}
	}
	for _, text := range texts {
		out = append(out, renamed(text, declared))
	}
	return out
}

func renamed(text string, names map[string]bool) string {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.SkipObjectResolution)
	if err != nil {
		panic(err)
	}
	selected := map[*ast.Ident]bool{}
	var at []int
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			selected[n.Sel] = true
		case *ast.FuncDecl:
			selected[n.Name] = n.Recv != nil
		case *ast.Ident:
			if names[n.Name] && !selected[n] && n != file.Name {
				at = append(at, fset.Position(n.Pos()).Offset)
			}
		}
		return true
	})
	slices.Sort(at)
	for _, i := range slices.Backward(at) {
		text = text[:i] + "other_" + text[i:]
	}
	return text
}

// change changes a program: a statement of it, or its form.
func change(text string, kind byte, at int) string {
	for _, c := range forms {
		if kind%20 == c.kind {
			return c.change(text)
		}
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return text
	}
	var lists [][]ast.Stmt
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			lists = append(lists, n.List)
		case *ast.CaseClause:
			lists = append(lists, n.Body)
		case *ast.CommClause:
			lists = append(lists, n.Body)
		}
		return true
	})
	lists = slices.DeleteFunc(lists, func(l []ast.Stmt) bool { return len(l) == 0 })
	if len(lists) == 0 {
		return text
	}
	list := lists[at%len(lists)]
	i := at / len(lists) % len(list)
	offset := func(p token.Pos) int { return fset.Position(p).Offset }
	start, end := offset(list[i].Pos()), offset(list[i].End())
	stmt := text[start:end]
	put := func(s string) string {
		if strings.Contains(s, "func()") && strings.Contains(s, "return") {
			return text // which would return from the wrong function
		}
		out, err := format.Source([]byte(text[:start] + s + text[end:]))
		if err != nil {
			return text
		}
		return string(out)
	}
	if n := int(kind % 20); n < len(wraps) {
		return put(wraps[n](stmt))
	}
	if i+1 < len(list) { // the other way round
		next := offset(list[i+1].End())
		rest := text[offset(list[i+1].Pos()):next]
		end = next
		return put(rest + "\n" + stmt)
	}
	return text
}

// wraps change a statement, by kind.
var wraps = []func(stmt string) string{
	func(string) string { return "" },
	func(stmt string) string { return stmt + "\n" + stmt },
	func(stmt string) string { return "{\n" + stmt + "\n}" },
	func(stmt string) string { return "if len(\"x\") > 0 {\n" + stmt + "\n}" },
	func(stmt string) string { return "for range 2 {\n" + stmt + "\n}" },
	func(stmt string) string { return "switch {\ncase true:\n" + stmt + "\ndefault:\n}" },
	func(stmt string) string { return "func() {\n" + stmt + "\n}()" },
	func(stmt string) string { return "go func() {\n" + stmt + "\n}()" },
	func(stmt string) string { return "/* before */ " + stmt + " // behind" },
	func(stmt string) string { return "// Above.\n\n// And again.\n" + stmt + "\n// Below.\n" },
	func(stmt string) string {
		return "time, errors, log, fmt, zmq4 := 1, 2, 3, 4, 5\n_, _, _, _, _ = time, errors, log, fmt, zmq4\n" + stmt
	},
	func(stmt string) string { return "defer func() {\n" + stmt + "\n}()" },
	func(stmt string) string { return "label:\nfor {\n" + stmt + "\nbreak label\n}" },
}

var errName = regexp.MustCompile(`\berr\b`)

var forms = []struct {
	kind   byte
	change func(string) string
}{
	{14, func(s string) string {
		return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\n", "\r\n")
	}},
	{15, func(s string) string { return "\ufeff" + strings.TrimPrefix(s, "\ufeff") }},
	{16, func(s string) string { return strings.ReplaceAll(s, "\t", "  ") }},
	{17, func(s string) string { return errName.ReplaceAllString(s, "failure") }},
	{18, func(s string) string { return strings.Replace(s, "\nfunc ", "\n//line other.y:7\nfunc ", 1) }},
	{19, func(s string) string { return strings.TrimSuffix(s, "\n") }},
}

// pkg are the files of a package of the testdata, by any number.
func (tree *tree) pkg(n uint16) (texts []string) {
	names, err := filepath.Glob(filepath.Join(tree.dirs[int(n)%len(tree.dirs)], "*.go"))
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			panic(err)
		}
		texts = append(texts, packageClause.ReplaceAllString(string(data), "package fuzz"))
	}
	return texts
}

var packageClause = regexp.MustCompile(`(?m)^package \w+`)

func (tree *tree) write(t testing.TB, name, text string) {
	t.Helper()
	name = filepath.Join(tree.src, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
