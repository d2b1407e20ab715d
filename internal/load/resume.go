package load

// What the type-checker takes from a session, and leaves in it.

import (
	"fmt"
	"go/ast"
	"go/token"
	"io"

	"golang.org/x/tools/go/packages"
)

// rolesIn are the ids of the packages that are checked with their bodies. They
// are a part of signatures: what was checked against the declarations of a
// package is not checked against the package with its bodies.
func rolesIn(views []*view) map[string]bool {
	roles := map[string]bool{}
	for _, v := range views {
		for _, p := range v.order {
			if v.reaches[p] || v.sources[p] {
				roles[p.ID] = true
			}
		}
	}
	return roles
}

// writeState writes what can change in a package from load to load.
func (s *Session) writeState(w io.Writer, p *packages.Package, full bool) {
	fmt.Fprintln(w, full, goVersion(p))
	for _, name := range p.GoFiles {
		if in := s.inputs.files[name]; in != nil {
			w.Write(in.sum[:])
		}
	}
}

// parsed is the syntax of a file in a package that is checked with its bodies.
// It belongs to one node, which takes parts out of it.
type parsed struct {
	sum  signature
	file *ast.File
	cgo  bool
	err  error
}

// treeKey names the file: programs in one directory share files.
type treeKey struct{ pkg, file string }

// resume goes on from what the session has. All signatures are known: nodes
// that have none of them are dropped, and their syntax is there to be used
// again.
func (c *checker) resume(s *Session) {
	current := map[signature]bool{}
	for _, known := range []map[*packages.Package]signature{c.signatures, c.fixed} {
		for _, sig := range known {
			current[sig] = true
		}
	}
	for sig, n := range s.nodes {
		if !current[sig] {
			delete(s.nodes, sig)
			s.release(n)
		}
	}
	c.fset, c.nodes = s.fset, s.nodes
}

// leave puts the session in order after a load: nodes that were not checked
// because it was cancelled have no place in it.
func (c *checker) leave(s *Session) {
	for sig, n := range s.nodes {
		if n.types == nil && n.err == nil {
			delete(s.nodes, sig)
			n.whole = true
			s.release(n)
		}
	}
	if c.ctx.Err() != nil {
		return // what is left over will be needed
	}
	for _, trees := range s.spare {
		for _, t := range trees {
			t.remove(s.fset)
		}
	}
	clear(s.spare)
}

// release takes the syntax of a node that is no more.
func (s *Session) release(n *node) {
	for name, t := range n.trees {
		if key := (treeKey{n.pkg.ID, name}); n.whole {
			s.spare[key] = append(s.spare[key], t)
		} else {
			t.remove(s.fset)
		}
	}
	n.trees = nil
}

// take returns the syntax of a file, when there is some to be used again, and
// nil otherwise.
func (c *checker) take(n *node, name string) *parsed {
	s := c.l.session
	if s == nil {
		return nil
	}
	in := s.inputs.files[name]
	if in == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	key := treeKey{n.pkg.ID, name}
	for i, t := range s.spare[key] {
		if t.sum == in.sum {
			s.spare[key] = append(s.spare[key][:i:i], s.spare[key][i+1:]...)
			return t
		}
	}
	return nil
}

// remove takes the file out of the file set, which would otherwise grow with
// every edit.
func (t *parsed) remove(fset *token.FileSet) {
	if t.file == nil {
		return
	}
	if f := fset.File(t.file.FileStart); f != nil {
		fset.RemoveFile(f)
	}
}
