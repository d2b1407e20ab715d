package load

import (
	"fmt"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// A view is a listing with what matters in it: the packages that reach zmq4.
type view struct {
	*listing
	reaches map[*packages.Package]bool
	sources map[*packages.Package]bool // those that do not, but give values to those that do
	order   []*packages.Package        // those that reach zmq4, but not zmq4 itself, and the user's own, each after its imports
	roots   []*packages.Package        // those of reaches that the patterns match
}

// A role is what a package that is loaded with its bodies is there for.
type role uint8

const (
	source  role = iota // its values
	wrapper             // its sockets, but it is not to be reported on
	root
)

func (v *view) role(p *packages.Package) role {
	switch {
	case slices.Contains(v.roots, p):
		return root
	case v.reaches[p]:
		return wrapper
	}
	return source
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
	})
	v.sources = l.sources(v)
	packages.Visit(list.matched, nil, func(p *packages.Package) {
		switch {
		case zmqapi.IsZMQ4(p.PkgPath):
		case v.reaches[p]:
			programs := l.splitPrograms(p)
			for _, q := range programs {
				v.reaches[q] = true
			}
			v.order = append(v.order, programs...)
			if matched[p] {
				v.roots = append(v.roots, programs...)
			}
		case own(p):
			v.order = append(v.order, p)
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
	if len(unsure) == 0 {
		return
	}
	// Where some packages do use zmq4, others with a gap are most likely about
	// something else. Where none is known to, "no findings" would be a guess.
	kind := Notice
	if len(v.roots) == 0 {
		kind = ListError
	}
	names := strings.Join(unsure[:min(len(unsure), 5)], ", ")
	if more := len(unsure) - 5; more > 0 {
		names += fmt.Sprintf(" and %d more", more)
	}
	l.problem(Problem{File: l.cfg.Dir, Kind: kind, Reason: fmt.Sprintf(
		"what these packages import is missing in part, and they may use zmq4 through it: %s (%s)", names, reason)})
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
	for _, path := range slices.Sorted(maps.Keys(p.Imports)) {
		if dep := p.Imports[path]; len(dep.GoFiles) == 0 && len(dep.Errors) > 0 {
			return dep.Errors
		}
	}
	return nil
}
