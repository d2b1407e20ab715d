package sockets

import (
	"go/ast"
	"go/token"
	"strings"
	"testing"

	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// unit type-checks a package, by default one that imports zmq4 as zmq.
func unit(t testing.TB, src string) (*token.FileSet, Unit, error) {
	t.Helper()
	return unitOf(zmqtest.NewSnippets(t), src)
}

func unitOf(s *zmqtest.Snippets, src string) (*token.FileSet, Unit, error) {
	checked, err := s.Check(src)
	return s.Fset, Unit{checked.Pkg, []*ast.File{checked.File}, checked.Info}, err
}

// analyzed runs the engine over a snippet.
func analyzed(t testing.TB, src string) *Program {
	t.Helper()
	fset, u, err := unit(t, src)
	if err != nil {
		t.Fatal(err)
	}
	p := newProgram(fset, []Unit{u})
	p.run()
	p.discharge()
	for _, pr := range p.Problems {
		t.Errorf("%s: %s", pr.What, pr.Why)
	}
	return p
}

// TestPanicIsAnError: what breaks the engine costs what it was asked for, and
// not the run.
func TestPanicIsAnError(t *testing.T) {
	var broken *Program
	if _, err := broken.guarded(broken.solveAll); err == nil || !strings.Contains(err.Error(), "analysis failed") {
		t.Errorf("got %v", err)
	}
}
