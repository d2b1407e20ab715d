package cli

// The table of advisories of a run, and the packages with bindings that nobody
// maintains, which the analyzers do not get to see.

import (
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/tools/go/packages"

	versions "github.com/zmqlint/zmqlint/analyzers/version"
	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/load"
)

// configurations are those that hold for the working directory and for
// packages.
func (c *command) configurations(pkgs []*packages.Package) []*config.Config {
	own, _ := config.ForDir(c.dir)
	list := []*config.Config{own}
	for _, p := range pkgs {
		if len(p.GoFiles) == 0 {
			continue
		}
		if cfg, _ := config.ForDir(filepath.Dir(p.GoFiles[0])); !slices.Contains(list, cfg) {
			list = append(list, cfg)
		}
	}
	return list
}

// checkAdvisories reads the tables that the configurations name.
func (c *command) checkAdvisories(pkgs []*packages.Package) error {
	for _, cfg := range c.configurations(pkgs) {
		if _, err := versions.TableOf(cfg); err != nil {
			return fmt.Errorf("advisories: %w", err)
		}
	}
	return nil
}

// remarks tells a log what versions there are. A table that is old is said to
// people, and to those who have set how old it may be: editors discard a
// linter that writes to stderr.
func (c *command) remarks(e *examination) {
	for _, cfg := range c.configurations(e.loaded.Packages) {
		table, err := versions.TableOf(cfg)
		if err != nil {
			continue
		}
		told := e.opt.verbose || isTerminal(c.stdio.Err) || cfg.Origin("max-age") != "default"
		age := time.Since(table.Date)
		if told && !e.opt.quiet && len(e.loaded.Packages) > 0 && age > time.Duration(cfg.MaxAge) {
			c.logf("note: the table of advisories is of %s, %d days old; a newer zmqlint or -advisories has a newer one",
				table.Date.Format(time.DateOnly), int(age/(24*time.Hour)))
			break
		}
	}
	if e.opt.verbose {
		for _, r := range e.out.remarks {
			c.logf("version: %s", r)
		}
	}
}

// deprecated adds what is to be said of packages that import a binding that
// nobody maintains and have nothing to do with zmq4.
func (col *collector) deprecated(loaded *load.Result) {
	for _, p := range loaded.Watched {
		if slices.ContainsFunc(loaded.Packages, func(q *packages.Package) bool { return q.PkgPath == p.PkgPath }) {
			continue // the analyzer has seen it
		}
		fset, files, found := versions.Unanalyzed(p.GoFiles)
		pkg := *p
		pkg.Fset, pkg.Syntax = fset, files
		for _, f := range found {
			col.finding(&pkg, f)
		}
	}
}

// setAdvisories puts the -advisories flag over a configuration.
func (opt *options) setAdvisories(cfg *config.Config) {
	if opt.advisories != "" {
		cfg.SetAdvisories(opt.advisories, "-advisories")
	}
}
