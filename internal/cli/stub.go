package cli

// zmqlint stub is for the tools that have the go command build zmq4: go vet and
// golangci-lint. internal/standin says how it works.

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"github.com/zmqlint/zmqlint/internal/standin"
)

const stubUsage = `Usage:
  zmqlint stub [-o DIR] [-env]

Writes a stand-in for the zmq4 that the module in the working directory is built
with, and a go.mod and a go.work that use it, so that go vet and golangci-lint
need neither libzmq nor a C compiler. Standard output gets the command to run, for go vet.
Run zmqlint stub again when go.mod changes. The module itself is left alone.

Flags:
`

const stubExitCodes = `
Exit codes:
  0  done
  2  wrong usage, no module that uses zmq4, or a module with a vendor directory
`

func (c *command) stub(args []string) int {
	var out string
	var env bool
	fs := flag.NewFlagSet("zmqlint stub", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&out, "o", "", "write to `directory`, not to one in the user's cache")
	fs.BoolVar(&env, "env", false, "print the settings of the environment alone, for any other tool")
	switch err := fs.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(c.stdio.Out, stubUsage)
		fs.SetOutput(c.stdio.Out)
		fs.PrintDefaults()
		fmt.Fprint(c.stdio.Out, stubExitCodes)
		return exitClean
	case err != nil:
		return c.fail(fmt.Errorf("stub: %w", err))
	case fs.NArg() > 0:
		return c.fail(errors.New("stub takes no arguments but its flags"))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	made, err := standin.Make(ctx, standin.Config{Dir: c.dir, Env: c.env, Out: out})
	if err != nil {
		return c.fail(fmt.Errorf("stub: %w", err))
	}
	settings := make([]string, len(made.Env))
	for i, e := range made.Env {
		name, value, _ := strings.Cut(e, "=")
		settings[i] = name + "=" + shellQuoted(value)
	}
	c.logf("stub: wrote a stand-in for zmq4 to %s", made.Dir)
	if env {
		fmt.Fprintln(c.stdio.Out, strings.Join(settings, "\n"))
		return exitClean
	}
	c.logf("stub: golangci-lint with the plugin takes settings: %s golangci-lint run", strings.Join(settings, " "))
	tool, err := os.Executable()
	if err != nil {
		return c.fail(fmt.Errorf("stub: %w", err))
	}
	start := strings.Join(settings, " ") + " go vet"
	if len(made.Flags) > 0 { // the way that changes nothing else
		start = "GOWORK=off go vet"
		for _, f := range made.Flags {
			start += " " + shellQuoted(f)
		}
	}
	fmt.Fprintf(c.stdio.Out, "%s -vettool=%s ./...\n", start, shellQuoted(tool))
	return exitClean
}

// shellQuoted quotes a word for a shell, where it has to be.
func shellQuoted(s string) string {
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:,@+%", r)
	}) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
