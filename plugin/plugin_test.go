package plugin

import (
	"go/token"
	"strings"
	"testing"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/config"
)

// TestRegistered: golangci-lint finds the linter under its name, and gets
// analyzers that are valid.
func TestRegistered(t *testing.T) {
	t.Cleanup(config.Use(config.Settings{}))
	t.Chdir(t.TempDir())
	newPlugin, err := register.GetPlugin("zmqlint")
	if err != nil {
		t.Fatal(err)
	}
	p, err := newPlugin(nil)
	if err != nil {
		t.Fatal(err)
	}
	if p.GetLoadMode() != register.LoadModeTypesInfo {
		t.Errorf("load mode %s", p.GetLoadMode())
	}
	list, err := p.BuildAnalyzers()
	if err != nil {
		t.Fatal(err)
	}
	if err := analysis.Validate(list); err != nil {
		t.Error(err)
	}
	if list[0].Name != "zmqlint" || !strings.HasPrefix(list[1].Name, "zmqlint_") {
		t.Errorf("analyzers %v", list)
	}
}

// edit replaces n bytes at an offset.
func edit(offset, n int, text string) analysis.TextEdit {
	return analysis.TextEdit{Pos: token.Pos(1 + offset), End: token.Pos(1 + offset + n), NewText: []byte(text)}
}

// TestConflicts: of the fixes of a file those stay that golangci-lint can apply
// together; internal/drivers has what it does with others.
func TestConflicts(t *testing.T) {
	type fix = []analysis.TextEdit
	for name, test := range map[string]struct {
		fixes []fix
		kept  string // y or n for each
	}{
		"apart":                   {[]fix{{edit(0, 1, "a")}, {edit(5, 1, "b")}}, "yy"},
		"insertions at one place": {[]fix{{edit(3, 0, "a")}, {edit(3, 0, "b")}}, "yy"},
		"one import":              {[]fix{{edit(3, 0, "a"), edit(9, 0, "x")}, {edit(3, 0, "a"), edit(12, 0, "x")}}, "yy"},
		"imports in turns":        {[]fix{{edit(3, 0, "a")}, {edit(3, 0, "b")}, {edit(3, 0, "a")}, {edit(3, 0, "b")}}, "yyny"},
		"insertion, replacement":  {[]fix{{edit(3, 0, "a")}, {edit(3, 4, "b")}, {edit(7, 0, "c")}}, "yyy"},
		"insertion inside":        {[]fix{{edit(3, 4, "b")}, {edit(5, 0, "c")}, {edit(9, 1, "d")}}, "yny"},
		"replacements overlap":    {[]fix{{edit(3, 4, "b")}, {edit(6, 4, "c")}}, "yn"},
		"at the same place":       {[]fix{{edit(3, 4, "b")}, {edit(3, 5, "c")}, {edit(3, 4, "b")}}, "yny"},
		"no end":                  {[]fix{{{Pos: 4, NewText: []byte("a")}}, {edit(3, 4, "b")}}, "yy"},
	} {
		t.Run(name, func(t *testing.T) {
			fset := token.NewFileSet()
			fset.AddFile("p.go", 1, 100)
			var list []analysis.Diagnostic
			for i, f := range test.fixes {
				list = append(list, analysis.Diagnostic{Pos: token.Pos(i + 1), SuggestedFixes: []analysis.SuggestedFix{{TextEdits: f}}})
			}
			got := ""
			withoutConflicts(&analysis.Pass{Fset: fset}, list)
			for _, d := range list {
				if len(d.SuggestedFixes) > 0 {
					got += "y"
				} else {
					got += "n"
				}
			}
			if got != test.kept {
				t.Errorf("kept %s, want %s", got, test.kept)
			}
		})
	}
}
