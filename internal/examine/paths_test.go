package examine

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/report"
)

func TestFixes(t *testing.T) {
	dir := t.TempDir()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, filepath.Join(dir, "a.go"), "//line other.y:100\npackage p\n\nvar x = 1\n", 0)
	if err != nil {
		t.Fatal(err)
	}
	decl := f.Decls[0]
	got := NewPaths(dir).fixes(fset, &finding.Fix{Message: "both", Decision: "which", Edits: []analysis.TextEdit{
		{Pos: decl.Pos(), End: decl.End(), NewText: []byte("var x = 2")},
		{Pos: f.Package, NewText: []byte("// Doc.\n")},
	}})
	want := []report.Fix{{Message: "both", Decision: "which", Edits: []report.Edit{
		{File: "a.go", Line: 4, Column: 1, EndLine: 4, EndColumn: 10, NewText: "var x = 2"},
		{File: "a.go", Line: 2, Column: 1, EndLine: 2, EndColumn: 1, NewText: "// Doc.\n"},
	}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
