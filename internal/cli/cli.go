// Package cli is the zmqlint command: it can be imported, run with any
// arguments, streams, environment and directory, and tested without a process.
//
// A run goes through load (internal/load), analysis and collection
// (internal/examine) and a report (internal/report). Findings are all that is
// ever written to stdout; everything else goes to stderr, because editors read
// the one and give up on the other.
package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// Exit codes. The output format does not change them.
const (
	exitClean    = 0
	exitFindings = 1 // at least one finding at or above the -fail-on level
	exitUsage    = 2 // the command line, the configuration or the module is at fault
	exitPartial  = 3 // something could not be analysed; what was found is printed all the same
)

// Stdio is what a run reads and writes.
type Stdio struct {
	In       io.Reader
	Out, Err io.Writer
}

// Main runs the command and returns its exit code. args leaves out the name of
// the program, env is in the form of os.Environ, dir is where the patterns
// start from. When args are those of a vet tool, Main does what the go command
// expects and ends the process.
func Main(ctx context.Context, args []string, stdio Stdio, env []string, dir string) int {
	if calledByGoVet(args) {
		runVetTool() // does not return
	}
	c := &command{stdio: stdio, env: env, dir: dir}
	if len(args) > 0 {
		switch args[0] { // those that take time
		case "baseline":
			return c.baseline(ctx, args[1:])
		case "lsp":
			return c.lsp(ctx, args[1:])
		}
	}
	if len(args) > 0 {
		if sub, ok := subcommands[args[0]]; ok {
			return sub(c, args[1:])
		}
	}
	opt, err := parseFlags(args)
	if err != nil {
		return c.fail(err)
	}
	switch {
	case opt.help:
		return c.help(nil)
	case opt.version:
		return c.version(nil)
	}
	return c.run(ctx, opt)
}

// command is one invocation.
type command struct {
	stdio Stdio
	env   []string
	dir   string
}

// logf writes one line to stderr.
func (c *command) logf(format string, args ...any) {
	fmt.Fprintf(c.stdio.Err, "zmqlint: "+format+"\n", args...)
}

// fail reports that the command was not used as it can be.
func (c *command) fail(err error) int {
	c.logf("%v", err)
	return exitUsage
}

// getenv looks a variable up in the environment of the command, which need not
// be that of the process. The last setting counts, as in os/exec.
func (c *command) getenv(name string) string {
	for i := len(c.env) - 1; i >= 0; i-- {
		if value, ok := strings.CutPrefix(c.env[i], name+"="); ok {
			return value
		}
	}
	return ""
}

// isTerminal tells whether w shows what is written to it to a person.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// colour tells whether w is a terminal that wants colour (no-color.org).
func (c *command) colour(w io.Writer) bool {
	return isTerminal(w) && c.getenv("NO_COLOR") == "" && c.getenv("TERM") != "dumb"
}
