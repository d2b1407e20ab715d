package cli

// The configuration of a run: which file holds, and the flags over it.

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/examine"
	"github.com/zmqlint/zmqlint/internal/rule"
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
	if opt.advisories != "" {
		opt.advisories = c.absolute(opt.advisories)
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
	opt.setAdvisories(c)
}

// failConfig reports what is wrong with configuration files.
func (c *command) failConfig(problems config.Problems) int {
	names := examine.NewPaths(c.dir)
	for _, p := range problems {
		p.File = names.Short(p.File)
		c.logf("%v", p)
	}
	return exitUsage
}

// printConfig prints the configuration that holds in the working directory,
// with the flags of a run over it, or writes a file to begin with.
func (c *command) printConfig(args []string) int {
	opt := new(options)
	fs := flagSet(opt)
	create := fs.Bool("init", false, "")
	if err := fs.Parse(args); errors.Is(err, flag.ErrHelp) {
		return c.help(nil)
	} else if err != nil {
		return c.fail(fmt.Errorf("%w (zmqlint help lists the flags)", err))
	}
	if fs.NArg() > 0 {
		return c.fail(errors.New("config takes flags only; it speaks of the working directory"))
	}
	if *create {
		return c.initConfig()
	}
	var err error
	if opt.rules, err = rule.Select(opt.enable, opt.disable); err != nil {
		return c.fail(err)
	}
	restore, problems := c.configure(opt)
	defer restore()
	if len(problems) > 0 {
		return c.failConfig(problems)
	}
	cfg, _ := config.ForDir(c.dir)
	if err := cfg.Print(c.stdio.Out, examine.NewPaths(c.dir).Short); err != nil {
		return c.fail(err)
	}
	return exitClean
}

// initConfig writes a commented file, unless there is one.
func (c *command) initConfig() int {
	for _, name := range config.Names {
		if _, err := os.Lstat(filepath.Join(c.dir, name)); err == nil {
			return c.fail(fmt.Errorf("there is a %s already", name))
		}
	}
	name := config.Names[0]
	f, err := os.OpenFile(filepath.Join(c.dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return c.fail(err)
	}
	_, err = f.WriteString(config.Template)
	if err = errors.Join(err, f.Close()); err != nil {
		return c.fail(err)
	}
	c.logf("wrote %s", name)
	return exitClean
}
