package mend

import (
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/zmqlint/zmqlint/internal/examine"
	"github.com/zmqlint/zmqlint/internal/fix/apply"
	"github.com/zmqlint/zmqlint/internal/load"
	"github.com/zmqlint/zmqlint/internal/report"
)

// Analysis is what the suite says about files, as they are or with changes.
type Analysis struct {
	Open     []report.Finding // those that are to be fixed
	Others   []report.Finding // suppressed, accepted, or not asked for
	Errors   []string         // what keeps code from building or from being analysed, without places
	Unknowns []string         // what the engine could not follow, without places
	Sources  map[string]apply.Source
	Run      any // what Analyze wants to be handed back
}

// New is the analysis of a load. Sources are named as in its findings, which
// are relative to dir.
func New(dir string, loaded *load.Result, out *examine.Outcome) *Analysis {
	a := &Analysis{Open: out.Findings, Others: out.Suppressed, Sources: map[string]apply.Source{}}
	names := examine.NewPaths(dir)
	reported := map[*packages.Package]bool{}
	for _, p := range loaded.Packages {
		reported[p] = true
	}
	for _, p := range loaded.Load {
		for _, e := range p.Errors {
			a.Errors = append(a.Errors, p.PkgPath+": "+e.Msg)
		}
		root := ""
		switch {
		case p.Module != nil && !p.Module.Main, !reported[p]:
			continue
		case p.Module != nil:
			root = p.Module.Dir
			if mod := p.Module.GoMod; mod != "" {
				sum := filepath.Join(filepath.Dir(mod), "go.sum")
				a.Sources[names.Short(mod)] = apply.Source{Path: mod, Root: root}
				a.Sources[names.Short(sum)] = apply.Source{Path: sum, Root: root}
			}
		}
		for _, file := range p.GoFiles {
			a.Sources[names.Short(file)] = apply.Source{Path: file, Root: root, Sum: loaded.Sums[file]}
		}
	}
	for _, p := range loaded.NotAnalyzed {
		if p.Kind != load.Notice && p.Kind != load.TypeErrors { // those are p.Errors
			a.Errors = append(a.Errors, strings.Join([]string{p.Kind.String(), p.Package, p.File}, " "))
		}
	}
	for _, f := range out.Failed {
		first, _, _ := strings.Cut(f.Reason, "\n")
		a.Errors = append(a.Errors, f.Package+": "+first)
	}
	for _, u := range out.Unknowns {
		if _, what, ok := strings.Cut(u, ": "); ok {
			u = what
		}
		a.Unknowns = append(a.Unknowns, u)
	}
	return a
}

// source is the file that findings call name.
func (a *Analysis) source(name string) (apply.Source, error) {
	if s, ok := a.Sources[name]; ok {
		return s, nil
	}
	return apply.Source{}, errNotOwn
}
