package cli

// The configuration of a run: which file holds, and the flags over it.

import (
	"path/filepath"

	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/load"
)

// noConfig as -config turns the search for a file off.
const noConfig = "none"

// configure makes the configuration that the flags ask for that of the
// process, until restore is called. The loader needs the one of the working
// directory, which names the forks of zmq4; whether that one can be used is
// known before anything is loaded.
func (c *command) configure(opt *options) (restore func(), problems config.Problems) {
	s := config.Settings{NoFile: opt.config == noConfig, Flags: opt.amend}
	if opt.config != "" && !s.NoFile {
		s.File = opt.config
		if !filepath.IsAbs(s.File) {
			s.File = filepath.Join(c.dir, s.File)
		}
	}
	restore = config.Use(s)
	_, problems = config.ForDir(c.dir)
	return restore, problems
}

// amend puts the flags over a configuration.
func (opt *options) amend(c *config.Config) {
	for name, on := range opt.rules {
		if on {
			c.SetRule(name, on, "-enable")
		} else {
			c.SetRule(name, on, "-disable")
		}
	}
}

// configProblems are the mistakes in the files that hold for the packages of a
// load.
func configProblems(loaded *load.Result) (problems config.Problems) {
	seen := map[string]bool{}
	for _, p := range loaded.Packages {
		if len(p.GoFiles) == 0 {
			continue
		}
		_, list := config.ForDir(filepath.Dir(p.GoFiles[0]))
		for _, problem := range list {
			if !seen[problem.Error()] {
				seen[problem.Error()] = true
				problems = append(problems, problem)
			}
		}
	}
	return problems
}

// failConfig reports what is wrong with configuration files.
func (c *command) failConfig(problems config.Problems) int {
	names := newPaths(c.dir)
	for _, p := range problems {
		p.File = names.short(p.File)
		c.logf("%v", p)
	}
	return exitUsage
}
