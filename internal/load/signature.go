package load

import (
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"slices"

	"golang.org/x/tools/go/packages"
)

// signature identifies a package with all that it depends on. The same
// package seen in two variants is checked once when they agree on it.
type signature [sha256.Size]byte

// signature computes the signature of a package.
func (c *checker) signature(p *packages.Package) signature {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.signatureLocked(p)
}

func (c *checker) signatureLocked(p *packages.Package) (sig signature) {
	if sig, ok := c.signatures[p]; ok {
		return sig
	}
	if sig, ok := c.fixed[p]; ok {
		c.signatures[p] = sig
		return sig
	}
	h := sha256.New()
	fmt.Fprintf(h, "%q %q\n", p.ID, p.GoFiles)
	if c.copies[p] && changeable(p, c.l.env.GOROOT) {
		c.l.session.writeState(h, p, c.roles[p.ID])
	}
	for _, path := range slices.Sorted(maps.Keys(p.Imports)) {
		dep := c.signatureLocked(p.Imports[path])
		io.WriteString(h, path)
		h.Write(dep[:])
	}
	h.Sum(sig[:0])
	c.signatures[p] = sig
	if c.l.session != nil && !c.copies[p] {
		c.fixed[p] = sig
	}
	return sig
}
