// Package load brings a user's packages to the analyzers: type-checked, with
// their bodies, without libzmq, without a C compiler and without compiling
// anything.
//
// One go list call tells what there is. The packages that reach zmq4 are
// type-checked from source with their bodies, and so are those of the user's own
// that give them values; zmq4 itself is checked from its raw files with the C
// parts replaced; all other dependencies give their declarations only, and of
// these only what the declarations need. A package that has nothing to do with
// zmq4 costs its line in the listing.
//
//	golist.go      the environment and the listing
//	remedy.go      what is tried when go refuses; vendored.go, workspace.go
//	reach.go       which packages reach zmq4, which are reported on
//	sources.go     which others give values to these
//	scan.go        directories that the listing leaves out
//	programs.go    directories that hold several programs
//	excluded.go    files that build constraints leave out, and what brings them in
//	variants.go    -tags=all-zmq
//	session.go     loading again after an edit; inputs.go: what a plan depends on
//	typecheck.go   the type-checker: packages in dependency order, in parallel
//	signature.go   what makes a package the same package; resume.go: what a session keeps
//	decls.go       declarations only
//	sound.go       bodies that SSA cannot be built from are taken out; settle.go
//	problem.go     what was not analysed, and why
package load

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"golang.org/x/tools/go/packages"
)

// AllZMQ as a tag stands for every set of build tags that brings in files
// that import zmq4.
const AllZMQ = "all-zmq"

// Config says what to load.
type Config struct {
	Dir      string             // where patterns are resolved; empty is the current directory
	Env      []string           // nil is os.Environ()
	Patterns []string           // as for go list; none means "."
	Tags     string             // "a,b", AllZMQ or both; empty leaves GOFLAGS alone
	Tests    bool               // also test files and external test packages
	Progress func(stage string) // told what begins; may be nil
	Overlay  map[string][]byte  // contents by absolute file name, instead of those on disk
	Watch    []string           // import paths
}

// Result is what was loaded.
type Result struct {
	// Packages are those to report on: matched by the patterns and reaching
	// zmq4. Syntax, Types, TypesInfo, TypesSizes, Fset and Module are set;
	// Imports holds the packages of Load and zmq4 itself, nothing else.
	// A package that has errors is IllTyped, but each body that is left in its
	// Syntax is sound: SSA can be built from it.
	Packages []*packages.Package
	// Load is every package that was loaded with its bodies, each after its
	// imports: Packages, what they import that reaches zmq4, of whatever
	// module, and packages of the user's that give them values. zmq4 itself is
	// not among them.
	Load []*packages.Package
	// NotAnalyzed lists what was left out, with the reason.
	NotAnalyzed []Problem
	Stages      []Stage
	Matched     int // packages that the patterns match
	// Files are those of the packages that the patterns match, whether these
	// reach zmq4 or not, by the path of the package. All names are absolute.
	Files map[string][]string
	// Sums are of the contents that Load was made from, by the absolute name of
	// the file: a fix of it is no good for any other contents.
	Sums map[string][sha256.Size]byte
	// Watched are the packages that the patterns match and that import one of
	// Config.Watch, as they are listed: without syntax and types.
	Watched []*packages.Package
}

// Stage is a step of the load and how long it took.
type Stage struct {
	Name     string
	Duration time.Duration
}

// Load loads the packages that match the patterns. The error is for input
// that nothing can be done with: no module, a pattern without match, no go
// command. What could be loaded in part is in the result.
func Load(ctx context.Context, cfg Config) (*Result, error) {
	l, err := newLoader(cfg)
	if err != nil {
		return nil, err
	}
	p, err := l.plan(ctx)
	if err != nil {
		return nil, err
	}
	return l.finish(ctx, p)
}

// loader is one call of Load.
type loader struct {
	cfg     Config
	res     *Result
	session *Session // nil for a load that is not repeated

	env      goEnv
	readEnv  func() error // sets env
	expanded []string     // the patterns with the modules of the workspace
}

func newLoader(cfg Config) (*loader, error) {
	l := &loader{cfg: cfg, res: new(Result)}
	if cfg.Env == nil {
		l.cfg.Env = os.Environ()
	}
	if len(l.cfg.Patterns) == 0 {
		l.cfg.Patterns = []string{"."}
	}
	dir, err := filepath.Abs(cfg.Dir)
	l.cfg.Dir = dir
	return l, err
}

// plan finds out what is to be checked.
func (l *loader) plan(ctx context.Context) (*plan, error) {
	// The environment is asked for while go list runs: it is needed later, and
	// where nothing uses zmq4 the time of go list is all there is.
	l.readEnv = sync.OnceValue(func() error { return l.openEnv(ctx) })
	go l.readEnv()
	scan := startScan(l.cfg)
	if err := l.expandWorkspace(); err != nil {
		return nil, err
	}

	done := l.stage("go list")
	tags, allZMQ := splitTags(l.cfg.Tags)
	list, err := l.list(ctx, tags)
	done()
	if err := l.readEnv(); err != nil {
		return nil, err
	}
	if l.env.noModule() && !onlyFiles(l.cfg.Patterns) {
		return nil, l.noModule(scan.wait())
	}
	if err != nil {
		return nil, err
	}
	if len(tags) == 0 {
		// Without a -tags flag those of GOFLAGS are in force.
		list.tags = tagsOf(l.env.GOFLAGS)
	}

	done = l.stage("build constraints")
	excluded := l.excluded(list, scan.wait())
	done()
	if err := l.checkMatched(list, excluded); err != nil {
		return nil, err
	}
	l.matched(list)

	views := []*view{l.view(list)}
	l.unknown(views[0])
	if allZMQ {
		done = l.stage("variants")
		variants, err := l.variants(ctx, views[0], excluded)
		done()
		if err != nil {
			return nil, err
		}
		views = append(views, variants...)
	}
	for _, x := range excluded {
		if !x.analysed {
			l.problem(x.problem())
		}
	}
	return &plan{env: l.env, views: views, res: *l.res, signatures: map[*packages.Package]signature{}}, nil
}

// matched records what the patterns match.
func (l *loader) matched(list *listing) {
	l.res.Matched = len(list.matched)
	l.res.Files = map[string][]string{}
	for _, p := range list.matched {
		l.res.Files[p.PkgPath] = append(l.res.Files[p.PkgPath], p.GoFiles...)
		if slices.ContainsFunc(l.cfg.Watch, func(path string) bool { return p.Imports[path] != nil }) {
			l.res.Watched = append(l.res.Watched, p)
		}
	}
}

// finish checks what the plan says.
func (l *loader) finish(ctx context.Context, p *plan) (*Result, error) {
	l.res.Sums = map[string][sha256.Size]byte{}
	if err := l.typecheck(ctx, p); err != nil {
		return nil, err
	}
	l.res.NotAnalyzed = sortProblems(l.res.NotAnalyzed)
	return l.res, nil
}

// stage records a step and tells of it; the function returned ends it.
func (l *loader) stage(name string) (done func()) {
	if l.cfg.Progress != nil {
		l.cfg.Progress(name)
	}
	start := time.Now()
	return func() {
		l.res.Stages = append(l.res.Stages, Stage{name, time.Since(start)})
	}
}

func (l *loader) problem(p Problem) { l.res.NotAnalyzed = append(l.res.NotAnalyzed, p) }

// plural returns "1 file", "2 files".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
