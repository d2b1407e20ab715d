package load

import (
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
			v.reaches[p] = l.anyImportsZMQ4(p.GoFiles)
		}
		if v.reaches[p] {
			v.order = append(v.order, p)
		}
	})
	for _, p := range list.matched {
		if v.reaches[p] && !zmqapi.IsZMQ4(p.PkgPath) {
			v.roots = append(v.roots, p)
		}
	}
	return v
}
