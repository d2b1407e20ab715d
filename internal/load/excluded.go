package load

// Files that import zmq4 and do not take part in the build.

import (
	"go/ast"
	"go/build"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// An excludedFile imports zmq4 but is no part of the listing.
type excludedFile struct {
	pkg, file string
	nested    string   // the module's directory, when the file belongs to another module
	expr      string   // its build constraint, as written
	tags      []string // brings it in; nil when no tag does
	analysed  bool     // in a variant
}

func (x *excludedFile) problem() Problem {
	p := Problem{Package: x.pkg, File: x.file, Kind: ExcludedByPlatform}
	switch {
	case x.nested != "":
		p = Problem{File: x.nested, Kind: NestedModule, Reason: "imports zmq4 in a module of its own, which the pattern does not cover: run zmqlint there"}
	case slices.Equal(x.tags, []string{"ignore"}):
		p.Kind, p.Tags = ExcludedByTags, x.tags
		p.Reason = "imports zmq4 but is excluded by the build constraint \"ignore\": give the file as an argument"
	case len(x.tags) > 0:
		p.Kind, p.Tags = ExcludedByTags, x.tags
		p.Reason = "imports zmq4 but is excluded by build constraints: use -tags=" + strings.Join(x.tags, ",")
	case x.expr != "":
		p.Reason = "imports zmq4 but is for another system (" + x.expr + ")"
	default:
		p.Reason = "imports zmq4 but is not part of the build"
	}
	return p
}

// excluded finds the files that import zmq4 and that the listing leaves out.
func (l *loader) excluded(list *listing, dirs []scannedDir) (out []*excludedFile) {
	listed := map[string]bool{} // directories
	modules := map[string]bool{"": true}
	seen := map[string]bool{}
	add := func(pkg, nested string, files []string) {
		for _, f := range files {
			if seen[f] || !goFile(filepath.Base(f), l.cfg.Tests) {
				continue
			}
			seen[f] = true
			if x := l.exclusion(f, list.tags); x != nil {
				x.pkg, x.nested = pkg, nested
				out = append(out, x)
			}
		}
	}
	for _, p := range list.matched {
		listed[p.Dir] = true
		if p.Module != nil {
			modules[p.Module.Dir] = true
		}
		if p.PkgPath != "command-line-arguments" {
			add(p.PkgPath, "", p.IgnoredFiles)
		}
	}
	for _, d := range dirs {
		switch {
		case !modules[d.module]:
			add("", d.module, d.files)
		case !listed[d.dir]:
			add("", "", d.files)
		}
	}
	return out
}

// exclusion tells why a file is left out; nil when it does not import zmq4.
func (l *loader) exclusion(file string, tags []string) *excludedFile {
	src, err := l.readFile(file)
	if err != nil || !importsZMQ4(file, src) {
		return nil
	}
	x := &excludedFile{file: file}
	expr := fileConstraint(file, src)
	if expr != nil {
		x.expr = expr.String()
	}
	ctx := l.buildContext(tags)
	if !nameMatches(ctx, file) {
		if x.expr == "" {
			x.expr = "by its name"
		}
		return x
	}
	if expr != nil {
		x.tags = bringsIn(ctx, expr)
	}
	return x
}

// importsZMQ4 reports whether a file says that it imports zmq4.
func (l *loader) importsZMQ4(file string) bool {
	src, err := l.readFile(file)
	return err == nil && importsZMQ4(file, src)
}

func (l *loader) readFile(name string) ([]byte, error) {
	if src, ok := l.cfg.Overlay[name]; ok {
		return src, nil
	}
	return os.ReadFile(name)
}

func importsZMQ4(name string, src []byte) bool {
	// Parts of a file with syntax errors are as good.
	f, _ := parser.ParseFile(token.NewFileSet(), name, src, parser.ImportsOnly)
	return f != nil && slices.ContainsFunc(f.Imports, func(s *ast.ImportSpec) bool {
		path, err := strconv.Unquote(s.Path.Value)
		return err == nil && zmqapi.IsZMQ4(path)
	})
}

// fileConstraint returns the build constraint of a file: its go:build line, or
// else all its +build lines.
func fileConstraint(name string, src []byte) (expr constraint.Expr) {
	f, _ := parser.ParseFile(token.NewFileSet(), name, src, parser.PackageClauseOnly|parser.ParseComments)
	if f == nil {
		return nil
	}
	for _, g := range f.Comments {
		for _, c := range g.List {
			if c.Pos() > f.Package {
				return expr
			}
			x, err := constraint.Parse(c.Text)
			switch {
			case err != nil:
			case constraint.IsGoBuild(c.Text):
				return x
			case expr == nil:
				expr = x
			default:
				expr = &constraint.AndExpr{X: expr, Y: x}
			}
		}
	}
	return expr
}

// buildContext is the context in which the listing was made.
func (l *loader) buildContext(tags []string) *build.Context {
	ctx := build.Default
	ctx.GOOS, ctx.GOARCH = l.env.GOOS, l.env.GOARCH
	ctx.CgoEnabled, ctx.BuildTags = true, tags
	if minor, ok := strings.CutPrefix(l.env.GOVERSION, "go1."); ok {
		minor, _, _ = strings.Cut(minor, ".")
		if n, err := strconv.Atoi(minor); err == nil {
			ctx.ReleaseTags = nil
			for i := 1; i <= n; i++ {
				ctx.ReleaseTags = append(ctx.ReleaseTags, "go1."+strconv.Itoa(i))
			}
		}
	}
	return &ctx
}

// matches reports whether a file of the given name and constraint is built.
func matches(ctx *build.Context, file, constraintLine string) bool {
	c := *ctx
	c.OpenFile = func(string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(constraintLine + "\n\npackage p\n")), nil
	}
	ok, err := c.MatchFile(filepath.Split(file))
	return ok && err == nil
}

func nameMatches(ctx *build.Context, file string) bool { return matches(ctx, file, "") }

// maxTags bounds the search: its cost is 2^maxTags.
const maxTags = 12

// bringsIn returns the smallest set of build tags, beside those of the
// context, under which the constraint holds; nil when there is none.
func bringsIn(ctx *build.Context, expr constraint.Expr) []string {
	holds := func(tag string) bool { return matches(ctx, "x.go", "//go:build "+tag) }
	var free []string // tags that only a user can set
	set := map[string]bool{}
	eachTag(expr, func(tag string) {
		if _, ok := set[tag]; !ok {
			set[tag] = holds(tag)
			if !set[tag] && !systemTag(tag) {
				free = append(free, tag)
			}
		}
	})
	slices.Sort(free)
	free = free[:min(len(free), maxTags)]
	var best []string
	for bits := 1; bits < 1<<len(free); bits++ {
		var chosen []string
		for i, tag := range free {
			if bits&(1<<i) != 0 {
				chosen = append(chosen, tag)
			}
		}
		if (best == nil || len(chosen) < len(best)) && expr.Eval(func(tag string) bool { return set[tag] || slices.Contains(chosen, tag) }) {
			best = chosen
		}
	}
	return best
}

func eachTag(expr constraint.Expr, f func(tag string)) {
	switch x := expr.(type) {
	case *constraint.TagExpr:
		f(x.Tag)
	case *constraint.NotExpr:
		eachTag(x.X, f)
	case *constraint.AndExpr:
		eachTag(x.X, f)
		eachTag(x.Y, f)
	case *constraint.OrExpr:
		eachTag(x.X, f)
		eachTag(x.Y, f)
	}
}

// systemTag reports whether the tag is set by the system, the compiler or the
// Go version, and so not by -tags.
func systemTag(tag string) bool {
	switch tag {
	case "unix", "cgo", "gc", "gccgo", "race", "msan", "asan":
		return true
	}
	return knownSystems[tag] || strings.HasPrefix(tag, "go1.") || strings.HasPrefix(tag, "goexperiment.")
}

var knownSystems = func() map[string]bool {
	m := map[string]bool{}
	for _, s := range strings.Fields(`aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd
		plan9 solaris wasip1 windows zos
		386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc
		ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm`) {
		m[s] = true
	}
	return m
}()
