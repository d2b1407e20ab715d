package load

// Where values come from.
//
// What a socket is bound to is often not written where it is bound: a package
// without sockets holds the configuration and gives the flags their defaults,
// another one builds addresses. To fold these the engine needs bodies of
// packages that do not reach zmq4. Which ones is limited, for on a repository
// of 283 packages all that the zmq4 users depend on took ten times as long and
// 2.0 instead of 0.5 GB, most of it for the imports of these bodies:
//
//   - The user's own packages only: those of the main modules and of modules
//     replaced by a directory. Library code does not know the user's endpoints.
//   - What is linked with a socket: values go from package to package inside
//     one program, and its main package reaches zmq4 when any part of it
//     does. So they are among what the packages that reach zmq4 import, and the
//     flags of another program, which fill the same configuration type with
//     other values, are not.
//   - What is imported by name. A package that is imported for its side
//     effects, as programs made of plug-ins do, gives no values.
//   - At most sourceSteps away from a package that reaches zmq4. Without an end
//     the same repositories gave the same findings, for up to three times the
//     memory.
//
// What this leaves open: a library whose sockets and whose configuration are
// brought together by programs elsewhere. To take in what merely shares a
// package with the sockets took five times the memory where many packages
// share one, and found nothing.

import (
	"go/parser"
	"go/token"

	"golang.org/x/tools/go/packages"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// sourceSteps is enough for a configuration and the helpers that it calls.
const sourceSteps = 2

// own reports whether the package is the user's.
func own(p *packages.Package) bool {
	m := p.Module
	return m != nil && len(p.GoFiles) > 0 && !zmqapi.IsZMQ4(p.PkgPath) &&
		(m.Main || m.Replace != nil && m.Replace.Version == "")
}

// sources returns the packages that do not reach zmq4 and whose bodies are
// needed nevertheless.
func (l *loader) sources(v *view) map[*packages.Package]bool {
	sources := map[*packages.Package]bool{}
	var level []*packages.Package
	for p, reaches := range v.reaches {
		if reaches && !zmqapi.IsZMQ4(p.PkgPath) {
			level = append(level, p)
		}
	}
	for range sourceSteps {
		var next []*packages.Package
		for _, p := range level {
			for _, dep := range l.importsByName(p) {
				if own(dep) && !v.reaches[dep] && !sources[dep] {
					sources[dep] = true
					next = append(next, dep)
				}
			}
		}
		level = next
	}
	return sources
}

// importsByName returns what a package imports otherwise than for its side
// effects.
func (l *loader) importsByName(p *packages.Package) (out []*packages.Package) {
	for _, name := range p.GoFiles {
		src, err := l.readFile(name)
		if err != nil {
			continue // the type-checker says so
		}
		f, _ := parser.ParseFile(token.NewFileSet(), name, src, parser.ImportsOnly)
		if f == nil {
			continue
		}
		for _, s := range f.Imports {
			if dep := p.Imports[importPath(s)]; dep != nil && (s.Name == nil || s.Name.Name != "_") {
				out = append(out, dep)
			}
		}
	}
	return out
}
