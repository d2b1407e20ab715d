package zmqapi

import (
	"go/types"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
)

const (
	mainPath  = "github.com/pebbe/zmq4"
	draftPath = mainPath + "/draft"
)

// forks holds the import paths that the configuration names as copies of zmq4.
var forks atomic.Pointer[map[string]bool]

// SetForks declares import paths of packages that are zmq4 under another name.
// It replaces what an earlier call declared.
func SetForks(paths ...string) {
	m := make(map[string]bool, len(paths))
	for _, p := range paths {
		m[strings.TrimSuffix(p, "/")] = true
	}
	forks.Store(&m)
}

// Forks returns the import paths that SetForks declared, sorted.
func Forks() []string {
	m := forks.Load()
	if m == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(*m))
}

// IsZMQ4 reports whether the import path is that of zmq4, of zmq4/draft, of a
// vendored copy of either, or of a declared fork.
func IsZMQ4(pkgPath string) bool {
	if strings.Contains(pkgPath, "vendor/") { // it is asked of every call
		if i := strings.LastIndex("/"+pkgPath, "/vendor/"); i >= 0 {
			pkgPath = pkgPath[i+len("vendor/"):]
		}
	}
	if pkgPath == mainPath || pkgPath == draftPath {
		return true
	}
	m := forks.Load()
	return m != nil && len(*m) > 0 && ((*m)[pkgPath] || (*m)[strings.TrimSuffix(pkgPath, "/draft")])
}

// IsSocket reports whether t is zmq4's Socket or a pointer to it.
func IsSocket(t types.Type) bool {
	n := namedOf(t)
	return n != nil && n.Obj().Name() == "Socket" && n.Obj().Pkg() != nil && IsZMQ4(n.Obj().Pkg().Path())
}

// namedOf returns the named type that t is or points to, nil for others.
func namedOf(t types.Type) *types.Named {
	if t == nil {
		return nil
	}
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	n, _ := t.(*types.Named)
	return n
}
