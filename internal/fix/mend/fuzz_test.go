package mend_test

// Fuzzing of fixes: programs of the testdata are changed and put beside each
// other, and what still builds has to be mended as well as the testdata is.

import (
	"bytes"
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

// FuzzFixes takes two files of the testdata, by number, and what is done to
// them: pairs of bytes, a change and its place.
func FuzzFixes(f *testing.F) {
	tree := newTree(f)
	f.Add(uint16(0), uint16(40), []byte{})
	f.Add(uint16(10), uint16(80), []byte{0, 3, 1, 5, 3, 7, 4, 9})
	f.Add(uint16(20), uint16(60), []byte{5, 1, 6, 2, 7, 30, 8, 4, 9, 9})
	f.Add(uint16(30), uint16(50), []byte{10, 0, 11, 5, 12, 5, 13, 20, 2, 2})
	defer config.Use(config.Settings{NoFile: true})()
	run := tree.runner("./fuzz")
	f.Fuzz(func(t *testing.T, one, other uint16, changes []byte) {
		if len(changes) > 40 {
			t.Skip("more than 20 changes")
		}
		texts := []string{tree.file(one), beside(tree.file(other))}
		for i := 0; i+1 < len(changes); i += 2 {
			text := &texts[i/2%2]
			*text = change(*text, changes[i], int(changes[i+1]))
		}
		for i, text := range texts {
			tree.write(t, fmt.Sprintf("fuzz/%d.go", i), text)
		}
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
			t.Logf("0.go:\n%s\n1.go:\n%s", texts[0], texts[1])
		}
	})
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

// beside makes a file fit beside another one of the same package: it gets the
// same package name, and other names for what it declares.
func beside(text string) string {
	file, err := parser.ParseFile(token.NewFileSet(), "", text, parser.SkipObjectResolution)
	if err != nil {
		return text
	}
	var names []string
	add := func(id *ast.Ident) {
		if id.Name != "init" && id.Name != "_" {
			names = append(names, regexp.QuoteMeta(id.Name))
		}
	}
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				add(d.Name)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.ValueSpec:
					for _, id := range s.Names {
						add(id)
					}
				case *ast.TypeSpec:
					add(s.Name)
				}
			}
		}
	}
	if len(names) == 0 {
		return text
	}
	return regexp.MustCompile(`\b(`+strings.Join(names, "|")+`)\b`).ReplaceAllString(text, "other_$1")
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
		out, err := format.Source([]byte(text[:start] + s + text[end:]))
		if err != nil {
			return text
		}
		return string(out)
	}
	switch kind % 20 {
	case 0:
		return put("")
	case 1:
		return put(stmt + "\n" + stmt)
	case 2:
		return put("{\n" + stmt + "\n}")
	case 3:
		return put("if len(\"x\") > 0 {\n" + stmt + "\n}")
	case 4:
		return put("for range 2 {\n" + stmt + "\n}")
	case 5:
		return put("switch {\ncase true:\n" + stmt + "\ndefault:\n}")
	case 6:
		return put("func() {\n" + stmt + "\n}()")
	case 7:
		return put("go func() {\n" + stmt + "\n}()")
	case 8:
		return put("/* before */ " + stmt + " // behind")
	case 9:
		return put("// Above.\n\n// And again.\n" + stmt + "\n// Below.\n")
	case 10:
		return put("time, errors, log, fmt, zmq4 := 1, 2, 3, 4, 5\n_, _, _, _, _ = time, errors, log, fmt, zmq4\n" + stmt)
	case 11:
		return put("defer func() {\n" + stmt + "\n}()")
	case 12:
		return put("label:\nfor {\n" + stmt + "\nbreak label\n}")
	}
	if i+1 < len(list) { // the other way round
		next := offset(list[i+1].End())
		rest := text[offset(list[i+1].Pos()):next]
		end = next
		return put(rest + "\n" + stmt)
	}
	return text
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

// file is a file of the testdata, by any number.
func (tree *tree) file(n uint16) string {
	data, err := os.ReadFile(tree.files[int(n)%len(tree.files)])
	if err != nil {
		panic(err)
	}
	return regexp.MustCompile(`(?m)^package \w+`).ReplaceAllString(string(bytes.TrimPrefix(data, []byte("\ufeff"))), "package fuzz")
}

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
