package load

import (
	"fmt"
	"go/parser"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// A view is a listing with what matters in it: the packages that reach zmq4.
type view struct {
	*listing
	reaches map[*packages.Package]bool
	order   []*packages.Package // those of reaches but zmq4 itself, each after its imports
	roots   []*packages.Package // those of order that the patterns match
}

func (l *loader) view(list *listing) *view {
	v := &view{listing: list, reaches: map[*packages.Package]bool{}}
	matched := map[*packages.Package]bool{}
	for _, p := range list.matched {
		matched[p] = true
	}
	packages.Visit(list.matched, nil, func(p *packages.Package) {
		if zmqapi.IsZMQ4(p.PkgPath) {
			v.reaches[p] = true
			return
		}
		for _, dep := range p.Imports {
			if v.reaches[dep] {
				v.reaches[p] = true
			}
		}
		// The imports of a file with syntax errors may not be listed.
		if len(p.Errors) > 0 && !v.reaches[p] {
			v.reaches[p] = slices.ContainsFunc(p.GoFiles, l.importsZMQ4)
		}
		if v.reaches[p] {
			for _, q := range l.splitPrograms(p) {
				v.reaches[q] = true
				v.order = append(v.order, q)
				if matched[p] {
					v.roots = append(v.roots, q)
				}
			}
		}
	})
	return v
}

// unknown lists the packages of which it cannot be said whether they use
// zmq4.
func (l *loader) unknown(v *view) {
	var unsure []string
	reason := ""
	for _, p := range v.matched {
		if v.reaches[p] {
			continue
		}
		broken := slices.ContainsFunc(p.GoFiles, func(f string) bool { return len(p.Errors) > 0 && !l.importsParse(f) })
		missing := p.Errors
		if len(missing) == 0 {
			missing = missingImport(p)
		}
		switch {
		case broken:
			l.problem(Problem{Package: p.PkgPath, Kind: ParseError, Reason: firstOf(p.Errors, "")})
		case len(missing) > 0 && len(p.GoFiles) > 0:
			unsure = append(unsure, p.PkgPath)
			reason = firstOf(missing, "")
		}
	}
	if len(unsure) > 0 {
		l.problem(Problem{File: l.cfg.Dir, Kind: Notice, Reason: fmt.Sprintf(
			"what these packages import is missing in part, and they may use zmq4 through it: %s (%s)", strings.Join(unsure, ", "), reason)})
	}
}

func (l *loader) importsParse(file string) bool {
	src, err := l.readFile(file)
	if err != nil {
		return false
	}
	_, err = parser.ParseFile(token.NewFileSet(), file, src, parser.ImportsOnly)
	return err == nil
}

// missingImport returns the errors of an import that the go command could not
// find.
func missingImport(p *packages.Package) []packages.Error {
	for _, dep := range p.Imports {
		if len(dep.GoFiles) == 0 && len(dep.Errors) > 0 {
			return dep.Errors
		}
	}
	return nil
}
