package version

import (
	"go/ast"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/advisory"
	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/rule"
	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// Analyzer reports the rules of this package; its result is a finding.List.
var Analyzer = &analysis.Analyzer{
	Name:             "zmqversion",
	Doc:              "check for versions of zmq4 and libzmq with known holes\n\nSee the documentation of the package.",
	URL:              "https://github.com/zmqlint/zmqlint/tree/main/docs/rules",
	Requires:         []*analysis.Analyzer{sockets.Analyzer},
	Run:              run,
	ResultType:       reflect.TypeFor[finding.List](),
	FactTypes:        []analysis.Fact{(*builtWith)(nil)},
	RunDespiteErrors: true,
}

func run(pass *analysis.Pass) (any, error) {
	if zmqapi.IsZMQ4(pass.Pkg.Path()) {
		exportModule(pass)
		return finding.List(nil), nil
	}
	c := &checker{pass: pass, cfg: config.For(pass)}
	var err error
	if c.table, err = TableOf(c.cfg); err != nil {
		c.table = advisory.Embedded()
	}
	c.found = deprecated(pass, c.table)
	if pkg := reachedZMQ4(pass.Pkg); pkg != nil && len(pass.Files) > 0 {
		c.at = importOf(pass, zmqapi.IsZMQ4)
		c.module = moduleOf(pass, pkg)
		if err != nil { // the command has said so, and does not get here
			c.add(finding.Finding{
				Rule: "vulnerable-libzmq", Severity: rule.Warning,
				Message: "the advisories that the configuration names cannot be read, and the table of zmqlint is used: " + err.Error(),
			})
		}
		c.outdated()
		c.libzmq()
	}
	return append(finding.Report(pass, c.found), c.hidden...), nil
}

// TableOf is the table of advisories that a configuration names. A relative
// name is one beside the configuration's file.
func TableOf(cfg *config.Config) (*advisory.Table, error) {
	file := string(cfg.Advisories)
	if file != "" && !filepath.IsAbs(file) && cfg.File != "" {
		file = filepath.Join(filepath.Dir(cfg.File), file)
	}
	return advisory.Open(file)
}

// checker collects the findings of one package.
type checker struct {
	pass   *analysis.Pass
	cfg    *config.Config
	table  *advisory.Table
	module *zmq4Module     // what the package is built with
	at     *ast.ImportSpec // where the package imports zmq4; nil when it does not itself
	found  finding.List
	hidden finding.List // for the command, which joins it
}

// add adds a finding at the import. A package that does not import zmq4 itself
// has no line for it: only the command can show it.
func (c *checker) add(f finding.Finding) {
	if c.at != nil {
		f.Pos, f.End = c.at.Pos(), c.at.End()
		c.found = append(c.found, f)
	} else if c.cfg.On(f.Rule) {
		f.Severity = c.cfg.Severity(f.Rule, f.Severity)
		c.hidden = append(c.hidden, f)
	}
}

// importOf returns the first import that is asked for, in the first file by
// name that can be reported on. Tests do not decide what a program is built
// with, but have a version all the same.
func importOf(pass *analysis.Pass, asked func(path string) bool) *ast.ImportSpec {
	var best *ast.ImportSpec
	bestName := ""
	for _, f := range pass.Files {
		name := pass.Fset.PositionFor(f.FileStart, false).Filename
		if finding.Generated(f) || strings.HasSuffix(name, "_test.go") || best != nil && name > bestName {
			continue
		}
		if i := slices.IndexFunc(f.Imports, func(s *ast.ImportSpec) bool { return asked(importPath(s)) }); i >= 0 {
			best, bestName = f.Imports[i], name
		}
	}
	return best
}

func importPath(s *ast.ImportSpec) string { return strings.Trim(s.Path.Value, "`\"") }

// place names a position by its file relative to the module, so that it reads
// the same wherever the module lies.
func (c *checker) place(pos token.Pos) string {
	p := c.pass.Fset.PositionFor(pos, false)
	if rel, err := filepath.Rel(c.module.root, p.Filename); err == nil && filepath.IsLocal(rel) && c.module.root != "" {
		p.Filename = filepath.ToSlash(rel)
	} else {
		p.Filename = filepath.Base(p.Filename)
	}
	p.Column = 0
	return p.String()
}
