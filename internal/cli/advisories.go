package cli

// The table of advisories of a run, and the packages with bindings that nobody
// maintains, which the analyzers do not get to see.

import (
	"time"

	versions "github.com/zmqlint/zmqlint/analyzers/version"
	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/examine"
)

// remarks tells a log what versions there are. A table that is old is said to
// people, and to those who have set how old it may be: editors discard a
// linter that writes to stderr.
func (c *command) remarks(e *examination) {
	for _, cfg := range examine.Configurations(c.dir, e.loaded.Packages) {
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
		for _, r := range e.out.Remarks {
			c.logf("version: %s", r)
		}
	}
}

// setAdvisories puts the -advisories flag over a configuration.
func (opt *options) setAdvisories(cfg *config.Config) {
	if opt.advisories != "" {
		cfg.SetAdvisories(opt.advisories, "-advisories")
	}
}
