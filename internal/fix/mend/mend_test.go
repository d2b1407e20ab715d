package mend

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zmqlint/zmqlint/internal/fingerprint"
	"github.com/zmqlint/zmqlint/internal/fix/apply"
	"github.com/zmqlint/zmqlint/internal/report"
)

// files is a tree of packages, and a suite that runs over them without the go
// command: it finds the calls of step, whose argument says what is wrong with
// the fix, and has an error for each call of undefined.
type files struct {
	t     *testing.T
	dir   string
	names []string
	runs  int
}

func program(t *testing.T, texts map[string]string) *files {
	t.Helper()
	p := &files{t: t, dir: t.TempDir()}
	for name, text := range texts {
		p.names = append(p.names, name)
		p.write(name, text)
	}
	slices.Sort(p.names)
	return p
}

func (p *files) write(name, text string) {
	p.t.Helper()
	name = filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		p.t.Fatal(err)
	}
}

func (p *files) Analyze(_ context.Context, tr Trial) (*Analysis, error) {
	p.runs++
	a := &Analysis{Sources: map[string]apply.Source{}}
	numbers := fingerprint.Numbers{}
	for _, name := range p.names {
		path := filepath.Join(p.dir, name)
		src, ok := tr.Overlay[path]
		if !ok {
			var err error
			if src, err = os.ReadFile(path); err != nil {
				return nil, err
			}
		}
		a.Sources[name] = apply.Source{Path: path, Sum: sha256.Sum256(src)}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, src, 0)
		if err != nil {
			a.Errors = append(a.Errors, "does not parse")
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BlockStmt:
				for _, s := range n.List {
					if f, ok := step(fset, name, file, n, s); ok {
						f.Fingerprint = numbers.Next("v1:" + f.Rule + f.Message)
						a.Open = append(a.Open, f)
					}
				}
			case *ast.Ident:
				if n.Name == "undefined" {
					a.Errors = append(a.Errors, "undefined: undefined")
				}
			}
			return true
		})
	}
	return a, nil
}

func (p *files) first() *Analysis {
	a, err := p.Analyze(p.t.Context(), Trial{})
	if err != nil {
		p.t.Fatal(err)
	}
	return a
}

func step(fset *token.FileSet, name string, file *ast.File, block *ast.BlockStmt, s ast.Stmt) (f report.Finding, ok bool) {
	stmt, ok := s.(*ast.ExprStmt)
	if !ok {
		return f, false
	}
	call, ok := stmt.X.(*ast.CallExpr)
	if !ok {
		return f, false
	}
	if id, ok := call.Fun.(*ast.Ident); !ok || id.Name != "step" {
		return f, false
	}
	edit := func(from, to token.Pos, text string) report.Edit {
		a, b := fset.Position(from), fset.Position(to)
		return report.Edit{File: name, Line: a.Line, Column: a.Column, EndLine: b.Line, EndColumn: b.Column, NewText: text}
	}
	kind, _ := strconv.Unquote(call.Args[0].(*ast.BasicLit).Value)
	edits, decision := edits(file, block, call, fset, kind, edit)
	at := edit(call.Pos(), call.End(), "")
	f = report.Finding{
		Rule: "no-curve", Package: filepath.Dir(name), Message: kind,
		File: name, Line: at.Line, Column: at.Column, EndLine: at.EndLine, EndColumn: at.EndColumn,
	}
	if strings.HasSuffix(kind, "!") {
		f.Rule = "late-option"
	}
	if len(edits) > 0 {
		f.Fixes = []report.Fix{{Message: kind, Decision: decision, Edits: edits}}
	}
	return f, true
}

func edits(
	file *ast.File, block *ast.BlockStmt, call *ast.CallExpr, fset *token.FileSet, kind string,
	edit func(from, to token.Pos, text string) report.Edit,
) (list []report.Edit, decision string) {
	replace := func(text string) []report.Edit { return []report.Edit{edit(call.Pos(), call.End(), text)} }
	switch name, n, _ := strings.Cut(kind, " "); strings.TrimSuffix(name, "!") {
	case "good":
		return replace("done()"), ""
	case "time": // needs an import
		return append(replace("time.Now()"), edit(file.Name.End(), file.Name.End(), "\n\nimport \"time\"")), ""
	case "still":
		return []report.Edit{edit(call.Pos(), call.Pos(), "/* mended */ ")}, ""
	case "broken":
		return replace("undefined()"), ""
	case "unparsable":
		return replace("(("), ""
	case "again": // makes work for the next round
		return replace(`step("good!")`), ""
	case "endless":
		return replace(fmt.Sprintf("step(%q)", "endless "+strings.TrimSuffix(n+"!", "!!"))), ""
	case "all": // overlaps whatever is behind it
		return []report.Edit{edit(call.Pos(), block.Rbrace, "done()\n")}, ""
	case "decide":
		return replace("done()"), "what to do"
	case "comment": // loses one
		next := fset.File(call.Pos()).LineStart(fset.Position(call.Pos()).Line + 1)
		return []report.Edit{edit(call.Pos(), next, "done()\n")}, ""
	case "unformatted":
		return replace("done( )"), ""
	}
	return nil, ""
}

const head = "package p\n\nfunc f() {\n"

func body(kinds ...string) string {
	text := head
	for _, kind := range kinds {
		text += fmt.Sprintf("\tstep(%q)\n", kind)
	}
	return text + "}\n"
}

func TestMend(t *testing.T) {
	tests := []struct {
		kinds     []string
		decisions bool
		want      string // behind the head
		fixed     int
		left      []string
		rounds    int
	}{
		{[]string{"good", "good"}, false, "\tdone()\n\tdone()\n}\n", 2, nil, 1},
		{[]string{"none"}, false, "\tstep(\"none\")\n}\n", 0, nil, 0},
		{[]string{"time", "good", "time"}, false, "\ttime.Now()\n\tdone()\n\ttime.Now()\n}\n", 3, nil, 1},
		{[]string{"decide", "good"}, false, "\tstep(\"decide\")\n\tdone()\n}\n", 1, []string{"takes a decision: what to do"}, 1},
		{[]string{"decide", "good"}, true, "\tdone()\n\tdone()\n}\n", 2, nil, 1},
		{
			[]string{"good", "broken", "good", "good"}, false, "\tdone()\n\tstep(\"broken\")\n\tdone()\n\tdone()\n}\n", 3,
			[]string{"bug: the code does not build after it: undefined: undefined"}, 1,
		},
		{[]string{"still", "good"}, false, "\tstep(\"still\")\n\tdone()\n}\n", 1, []string{"bug: the finding is still there after it"}, 1},
		{[]string{"unparsable", "good"}, false, "\tstep(\"unparsable\")\n\tdone()\n}\n", 1, []string{"the file would not parse"}, 1},
		{[]string{"broken", "still"}, false, "\tstep(\"broken\")\n\tstep(\"still\")\n}\n", 0, []string{
			"bug: the code does not build after it: undefined: undefined", "bug: the finding is still there after it",
		}, 0},
		{[]string{"again", "good"}, false, "\tdone()\n\tdone()\n}\n", 3, nil, 2},
		{[]string{"endless "}, false, "\tstep(\"endless \")\n}\n", 10, []string{"there is no end to it: 10 rounds have been made"}, 10},
		{[]string{"all", "good"}, false, "\tdone()\n}\n", 1, nil, 1},
		{[]string{"good", "all", "good", "good"}, false, "\tdone()\n\tdone()\n}\n", 2, nil, 1},
		{ // the conflict has its turn when the other is out of the way
			[]string{"all", "broken"}, false, "\tdone()\n}\n", 1, nil, 1,
		},
	}
	for _, tt := range tests {
		t.Run(strings.Join(tt.kinds, ","), func(t *testing.T) {
			r := program(t, map[string]string{"p.go": body(tt.kinds...)})
			res, err := Mend(t.Context(), r.first(), Options{Decisions: tt.decisions, Analyze: r.Analyze})
			if err != nil {
				t.Fatal(err)
			}
			text := body(tt.kinds...)
			if len(res.Changes) > 0 {
				text = string(res.Changes[0].After)
			}
			if _, got, _ := strings.Cut(text, "func f() {\n"); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
			var left []string
			for _, l := range res.Left {
				why := l.Why.Error()
				if l.Bug {
					why = "bug: " + why
				}
				left = append(left, why)
			}
			if diff := cmp.Diff(tt.left, left); diff != "" {
				t.Errorf("left (-want +got):\n%s", diff)
			}
			if len(res.Fixed) != tt.fixed || res.Rounds != tt.rounds {
				t.Errorf("%d fixed in %d rounds, want %d in %d", len(res.Fixed), res.Rounds, tt.fixed, tt.rounds)
			}
			if n := strings.Count(text, `import "time"`); strings.Contains(tt.want, "time.") && n != 1 {
				t.Errorf("%d imports of time", n)
			}
		})
	}
}

// TestManyBroken has more fixes that fail than are tried.
func TestManyBroken(t *testing.T) {
	kinds := make([]string, maxTrials)
	for i := range kinds {
		kinds[i] = "none"
		if i%2 == 0 {
			kinds[i] = "broken"
		}
	}
	r := program(t, map[string]string{"p.go": body(kinds...)})
	res, err := Mend(t.Context(), r.first(), Options{Analyze: r.Analyze})
	if err != nil {
		t.Fatal(err)
	}
	if r.runs > 1+maxTrials || len(res.Changes) > 0 || len(res.Left) != maxTrials/2 || res.Left[0].Bug == false {
		t.Errorf("%d runs, %d changes, left: %v", r.runs, len(res.Changes), res.Left)
	}
}

// TestSameFile has a file in two packages, by way of a link.
func TestSameFile(t *testing.T) {
	r := program(t, map[string]string{"a/p.go": body("good"), "a/q.go": ""})
	link := filepath.Join(r.dir, "a", "q.go")
	if err := errors.Join(os.Remove(link), os.Symlink("p.go", link)); err != nil {
		t.Skip(err)
	}
	res, err := Mend(t.Context(), r.first(), Options{Analyze: r.Analyze})
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Fixed) != 1 || len(res.Left) != 1 || !strings.Contains(res.Left[0].Why.Error(), "same file as a/p.go") {
		t.Errorf("fixed %v, left %v", res.Fixed, res.Left)
	}
}

// TestChangedSince has a file that is written between the analysis and the fix.
func TestChangedSince(t *testing.T) {
	r := program(t, map[string]string{"p.go": body("good")})
	a := r.first()
	r.write("p.go", body("none", "good"))
	res, err := Mend(t.Context(), a, Options{Analyze: r.Analyze})
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Changes) > 0 || len(res.Left) != 1 || !strings.Contains(res.Left[0].Why.Error(), "changed since") {
		t.Errorf("changes %v, left %v", res.Changes, res.Left)
	}
}

func TestProve(t *testing.T) {
	tests := []struct {
		kind, want string // part of the first failure; empty for none
	}{
		{"good", ""},
		{"decide", ""},
		{"time", ""},
		{"none", ""},
		{"broken", "new error: undefined: undefined"},
		{"still", "no-curve is still there"},
		{"again", "a new finding"},
		{"comment", "lost comment // why"},
		{"unformatted", "not gofmt-clean"},
		{"unparsable", "would not parse"},
	}
	for _, tt := range tests {
		t.Run(tt.kind, func(t *testing.T) {
			src := strings.Replace(body(tt.kind), "\")\n}", "\") // why\n}", 1)
			r := program(t, map[string]string{"a/a.go": src, "b/b.go": body("good")})
			proof, err := Prove(t.Context(), r.first(), r.Analyze)
			if err != nil {
				t.Fatal(err)
			}
			tally := *proof.Rules["no-curve"]
			if tt.want == "" {
				want := Tally{Findings: 2, Fixable: 2, Alone: 2, Together: 2}
				switch tt.kind {
				case "decide":
					want.Decisions = 1
				case "none":
					want.Fixable, want.Alone, want.Together = 1, 1, 1
				}
				if tally != want || len(proof.Failures) > 0 {
					t.Errorf("got %+v, want %+v; failures: %v", tally, want, proof.Failures)
				}
				return
			}
			if len(proof.Failures) == 0 || !strings.Contains(proof.Failures[0].String(), tt.want) || proof.Failures[0].Finding.Package != "a" {
				t.Errorf("failures %v, want %q", proof.Failures, tt.want)
			}
			if tally.Findings != 2 || tally.Fixable != 2 || tally.Alone != 1 {
				t.Errorf("got %+v", tally)
			}
		})
	}
}
