package load

// The type-checker.
//
// Each package is a node that is checked at most once, when somebody needs it:
// its files are parsed, the packages that these import are waited for, and it
// is checked. Nodes wait in goroutines of their own; parsing and checking take
// one of as many slots as there are processors.

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"go/version"
	"runtime"
	"strings"
	"sync"

	"golang.org/x/tools/go/packages"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

type checker struct {
	l     *loader
	ctx   context.Context
	fset  *token.FileSet
	sizes types.Sizes
	slots chan struct{}
	full  map[signature]bool // packages to check with their bodies

	mu         sync.Mutex
	nodes      map[signature]*node
	signatures map[*packages.Package]signature
	fixed      map[*packages.Package]signature // those that hold for other loads too
	copies     map[*packages.Package]bool      // in a session: packages of this load only
	roles      map[string]bool                 // in a session: ids of the packages to check with their bodies
}

type node struct {
	pkg   *packages.Package
	full  bool          // with bodies, syntax and type information
	done  chan struct{} // closed when the rest is set
	types *types.Package
	err   error // why there are no types

	cgo       map[*token.File]bool // files that import "C"
	cgoBodies []*ast.FuncDecl      // in these, functions that use zmq4 and lost their bodies
	lost      int                  // functions elsewhere that did
	trees     map[string]*parsed   // of a full package, by file
	whole     bool                 // nothing was taken out of them
	pruned    bool                 // pkg.Imports are what is left of them
}

// typecheck checks the packages of the views and files them in the result.
func (l *loader) typecheck(ctx context.Context, p *plan) error {
	views := p.views
	if len(views[0].roots) == 0 && len(views) == 1 {
		return nil
	}
	defer l.stage("type-check")()
	c := &checker{
		l: l, ctx: ctx,
		fset:       token.NewFileSet(),
		sizes:      types.SizesFor("gc", l.env.GOARCH),
		slots:      make(chan struct{}, runtime.GOMAXPROCS(0)),
		nodes:      map[signature]*node{},
		signatures: map[*packages.Package]signature{},
		fixed:      p.signatures,
		copies:     p.copies,
		full:       map[signature]bool{},
	}
	if c.sizes == nil {
		c.sizes = types.SizesFor("gc", "amd64")
	}
	if l.session != nil {
		c.roles = rolesIn(views)
	}
	// Two views that share a package must agree on what it is checked against.
	for _, v := range views {
		for _, p := range v.order {
			if sig := c.signature(p); v.reaches[p] || v.sources[p] {
				c.full[sig] = true
			}
		}
	}
	if l.session != nil {
		c.resume(l.session)
		defer c.leave(l.session)
	}
	return c.fileAll(views)
}

// fileAll checks the packages with bodies, and with them what they import.
func (c *checker) fileAll(views []*view) error {
	filed := map[*node]bool{}
	defer func() {
		for n := range filed {
			c.pruneGraph(n)
		}
	}()
	for _, v := range views {
		var pkgs []*packages.Package
		var nodes []*node
		for _, p := range v.order {
			if c.full[c.signature(p)] {
				pkgs = append(pkgs, p)
				nodes = append(nodes, c.need(p))
			}
		}
		for i, n := range nodes {
			<-n.done
			if !filed[n] && c.ctx.Err() == nil {
				filed[n] = true
				c.l.file(c, n, v.role(pkgs[i]))
			}
		}
	}
	return c.ctx.Err()
}

// need returns the node of a package and sees to it that it is under way.
func (c *checker) need(p *packages.Package) *node {
	sig := c.signature(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	n := c.nodes[sig]
	if n == nil {
		n = &node{pkg: p, full: c.full[sig], done: make(chan struct{}), cgo: map[*token.File]bool{}, trees: map[string]*parsed{}}
		c.nodes[sig] = n
		go func() {
			defer close(n.done)
			c.contained(n)
		}()
	}
	return n
}

// contained makes a panic of the parser or the type-checker the failure of one
// package.
func (c *checker) contained(n *node) {
	defer func() {
		if p := recover(); p != nil {
			n.types, n.err = nil, fmt.Errorf("internal error: %v", p)
			n.pkg.Errors = append(n.pkg.Errors, packages.Error{Msg: n.err.Error()})
		}
	}()
	c.run(n)
}

func (c *checker) run(n *node) {
	p := n.pkg
	if p.PkgPath == "unsafe" {
		n.types = types.Unsafe
		return
	}
	if len(p.GoFiles) == 0 {
		n.err = errors.New("it has no Go files")
		if len(p.Errors) > 0 {
			n.err = errors.New(oneLine(p.Errors[0].Msg))
		}
		return
	}
	files, errs := c.parseInSlot(n)
	deps := map[string]*node{}
	for _, f := range files {
		for _, s := range f.Imports {
			path := importPath(s)
			if dep := p.Imports[path]; dep != nil && deps[path] == nil {
				deps[path] = c.need(dep)
			}
		}
	}
	for _, d := range deps {
		<-d.done
	}
	c.slots <- struct{}{}
	defer func() { <-c.slots }()
	if c.ctx.Err() == nil {
		c.check(n, files, errs, deps)
	}
}

// parseInSlot parses when it is its turn.
func (c *checker) parseInSlot(n *node) ([]*ast.File, []packages.Error) {
	c.slots <- struct{}{}
	defer func() { <-c.slots }()
	return c.parse(n)
}

// check type-checks a package whose imports are done.
func (c *checker) check(n *node, files []*ast.File, errs []packages.Error, deps map[string]*node) {
	p := n.pkg
	var typeErrs []types.Error
	conf := &types.Config{
		Importer:         depImporter(deps),
		Sizes:            c.sizes,
		GoVersion:        goVersion(p),
		FakeImportC:      true, // in declarations; files with bodies go through zmqstub
		IgnoreFuncBodies: !n.full,
		Error: func(err error) {
			// What begins with a tab belongs to the error before.
			if e, ok := err.(types.Error); ok && !strings.HasPrefix(e.Msg, "\t") {
				typeErrs = append(typeErrs, e)
			}
		},
	}
	var info *types.Info
	if n.full {
		info = newInfo()
	}
	n.types, _ = conf.Check(p.PkgPath, c.fset, files, info)
	if n.types.Name() == "" {
		n.types.SetName(p.Name)
	}
	if !n.full {
		// Nobody asks for positions in here.
		if !zmqapi.IsZMQ4(p.PkgPath) {
			for _, f := range files {
				if tf := c.fset.File(f.FileStart); tf != nil {
					c.fset.RemoveFile(tf)
				}
			}
		}
		info = newInfo()
		files = nil
	}
	p.Fset, p.Types, p.TypesInfo, p.TypesSizes = c.fset, n.types, info, c.sizes
	p.Syntax, p.CompiledGoFiles = files, p.GoFiles
	if n.full {
		c.settle(n, errs, typeErrs)
	}
}

func newInfo() *types.Info {
	return &types.Info{
		Types:        map[ast.Expr]types.TypeAndValue{},
		Instances:    map[*ast.Ident]types.Instance{},
		Defs:         map[*ast.Ident]types.Object{},
		Uses:         map[*ast.Ident]types.Object{},
		Implicits:    map[ast.Node]types.Object{},
		Selections:   map[*ast.SelectorExpr]*types.Selection{},
		Scopes:       map[ast.Node]*types.Scope{},
		FileVersions: map[*ast.File]string{},
	}
}

// depImporter finds the types of the packages that a package imports.
type depImporter map[string]*node

func (imp depImporter) Import(path string) (*types.Package, error) {
	switch n := imp[path]; {
	case path == "unsafe":
		return types.Unsafe, nil
	case n == nil:
		return nil, fmt.Errorf("no package %s", path)
	case n.types == nil:
		return nil, n.err
	default:
		return n.types, nil
	}
}

// goVersion is the language version that the package's module asks for, but
// none that this build of go/types would refuse.
func goVersion(p *packages.Package) string {
	if p.Module == nil || p.Module.GoVersion == "" {
		return ""
	}
	v := "go" + p.Module.GoVersion
	if v == "go"+vendorGo && p.Module.Main {
		return "" // may be what a remedy made of it
	}
	if own := runtime.Version(); version.IsValid(own) && version.Compare(v, own) > 0 {
		return version.Lang(own)
	}
	return v
}

// pruneGraph leaves in p.Imports what analyzers with facts are to visit, and
// of packages that two views share the one that was checked.
func (c *checker) pruneGraph(n *node) {
	if n.pruned {
		return
	}
	n.pruned = true
	p := n.pkg
	for path, dep := range p.Imports {
		n := c.nodes[c.signatures[dep]]
		if n == nil || n.types == nil || !n.full && !zmqapi.IsZMQ4(dep.PkgPath) {
			delete(p.Imports, path)
			continue
		}
		if !n.full {
			n.pkg.Imports = nil
		}
		p.Imports[path] = n.pkg
	}
}
