package load

// Loading again.
//
// An editor loads the same packages at every edit, and nearly all of what a load
// does comes out as before. A session keeps it:
//
//   - The plan: what go list says, and which packages are checked in which
//     role. It holds as long as the files that it was made from say the same in
//     the part that matters to it (inputs.go).
//   - Checked packages. The signature of a package (typecheck.go) covers all that
//     it was checked against; in a session that includes what is in the user's
//     own files. A package with the signature of one that is there is that one,
//     so that after an edit the edited package and what imports it are checked.
//   - Syntax of the user's files, for packages that are checked again because of
//     what they import.
//
// What the last load did not need is dropped, so that the size of a session is
// that of one load.

import (
	"context"
	"crypto/sha256"
	"fmt"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/tools/go/packages"

	"github.com/zmqlint/zmqlint/internal/modules"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// A Session loads again and again. What a load returns is good until the next.
type Session struct {
	mu     sync.Mutex
	rescan atomic.Bool
	key    [sha256.Size]byte // of the Config, but its overlay
	plan   *plan
	inputs *inputs

	fset  *token.FileSet
	nodes map[signature]*node
	spare map[treeKey][]*parsed // of packages that are no more
}

// NewSession returns a session that knows nothing yet.
func NewSession() *Session {
	s := new(Session)
	s.reset()
	return s
}

func (s *Session) reset() {
	s.plan, s.inputs = nil, nil
	s.fset, s.nodes, s.spare = token.NewFileSet(), map[signature]*node{}, map[treeKey][]*parsed{}
}

// Rescan makes the next load look for files that have come or gone. Those in
// directories that have packages are noticed without it.
func (s *Session) Rescan() { s.rescan.Store(true) }

// Load loads as the function Load does.
func (s *Session) Load(ctx context.Context, cfg Config) (*Result, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, err := newLoader(cfg)
	if err != nil {
		return nil, err
	}
	l.session = s
	if key := keyOf(l.cfg); key != s.key {
		s.reset()
		s.key = key
	}
	if s.rescan.Swap(false) || s.plan == nil || !s.inputs.hold(l) {
		s.plan = nil
		p, err := l.plan(ctx)
		if err != nil {
			return nil, err
		}
		s.plan, s.inputs = p, inputsOf(l, p)
	}
	return l.finish(ctx, s.plan.copied(l))
}

// keyOf stands for all of a Config that a load depends on, but the overlay.
func keyOf(cfg Config) [sha256.Size]byte {
	return sha256.Sum256(fmt.Appendf(nil, "%q %q %q %q %v %q %q", cfg.Dir, cfg.Env, cfg.Patterns, cfg.Tags, cfg.Tests, cfg.Watch, zmqapi.Forks()))
}

// plan is a load up to the type-checker.
type plan struct {
	env        goEnv
	views      []*view
	res        Result                          // without packages
	signatures map[*packages.Package]signature // of packages that stay as they are
	copies     map[*packages.Package]bool      // the others, in a copy of a plan
}

// copied is the plan with a copy of each package that is checked with its
// bodies, or can change, or depends on one of these: the type-checker leaves
// in it what the next load has to do without.
func (p *plan) copied(l *loader) *plan {
	l.env = p.env
	*l.res = p.res
	l.res.NotAnalyzed, l.res.Stages = slices.Clone(p.res.NotAnalyzed), nil
	c := copier{}
	for _, v := range p.views {
		c.all(v.order)
		c.all(v.roots)
		for q := range v.reaches {
			c.copy(q)
		}
		packages.Visit(v.matched, nil, func(q *packages.Package) {
			for _, dep := range q.Imports {
				if c[dep] != nil {
					c.copy(q)
				}
			}
		})
	}
	out := &plan{env: p.env, res: p.res, signatures: p.signatures, copies: map[*packages.Package]bool{}}
	for _, q := range c {
		out.copies[q] = true
		for path, dep := range q.Imports {
			if d := c[dep]; d != nil {
				q.Imports[path] = d
			}
		}
	}
	for _, v := range p.views {
		out.views = append(out.views, &view{
			listing: v.listing, reaches: c.set(v.reaches), sources: c.set(v.sources), order: c.all(v.order), roots: c.all(v.roots),
		})
	}
	return out
}

// copier has the copy of each package.
type copier map[*packages.Package]*packages.Package

func (c copier) copy(p *packages.Package) *packages.Package {
	q := c[p]
	if q == nil {
		q = new(packages.Package)
		*q = *p
		q.Imports, q.Errors = maps.Clone(p.Imports), slices.Clip(p.Errors)
		c[p] = q
	}
	return q
}

func (c copier) all(list []*packages.Package) (out []*packages.Package) {
	for _, p := range list {
		out = append(out, c.copy(p))
	}
	return out
}

func (c copier) set(in map[*packages.Package]bool) map[*packages.Package]bool {
	out := map[*packages.Package]bool{}
	for p, is := range in {
		if is {
			out[c.copy(p)] = true
		}
	}
	return out
}

// changeable reports whether what is in a package can change while the plan
// holds: it is the user's own, or lies in no module.
func changeable(p *packages.Package, goroot string) bool {
	if p.Module == nil {
		return len(p.GoFiles) > 0 && !modules.Within(p.Dir, goroot)
	}
	return p.Module.Main || p.Module.Replace != nil && p.Module.Replace.Version == ""
}

// filesOf are the files of packages, all names absolute.
func filesOf(pkgs []*packages.Package) (names []string) {
	for _, p := range pkgs {
		names = append(names, p.GoFiles...)
		names = append(names, p.IgnoredFiles...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func dirsOf(files []string) (dirs []string) {
	for _, f := range files {
		dirs = append(dirs, filepath.Dir(f))
	}
	slices.Sort(dirs)
	return slices.Compact(dirs)
}
