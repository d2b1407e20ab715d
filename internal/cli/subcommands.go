package cli

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"text/tabwriter"

	"github.com/zmqlint/zmqlint/internal/rule"
)

// subcommands are the first arguments that are no pattern. Their names have no
// dot and no slash, so no package of a module is hidden by them.
var subcommands map[string]func(c *command, args []string) int

func init() { // help lists what the map holds, so a literal would refer to itself
	subcommands = map[string]func(c *command, args []string) int{
		"rules":   (*command).listRules,
		"explain": (*command).explain,
		"config":  (*command).printConfig,
		"keygen":  (*command).keygen,
		"stub":    (*command).stub,
		"version": (*command).version,
		"help":    (*command).help,
	}
}

const usage = `zmqlint finds gaps in the security of programs that use ZeroMQ by way of
github.com/pebbe/zmq4. It needs neither libzmq nor a C compiler.

Usage:
  zmqlint [flags] [packages]   analyse packages (none means ".")
  zmqlint baseline [flags] [packages]
                               accept what is found now, in a file for -baseline
  zmqlint rules                list the rules
  zmqlint explain RULE         what a rule reports, why, and how to mend it
  zmqlint config [-init]       print the configuration and where it comes from,
                               or write a commented .zmqlint.yml
  zmqlint keygen -o FILE       make a CURVE key pair; -h tells more
  zmqlint stub                 make go vet and golangci-lint work without libzmq;
                               -h tells more
  zmqlint lsp                  serve editors on standard input and output
                               (docs/editors.md)
  zmqlint version              print the version
  go vet -vettool=$(command -v zmqlint) packages

Flags:
`

const exitCodes = `
Exit codes:
  0  no finding at or above the -fail-on level
  1  findings, or with -diff something to change
  2  wrong usage or configuration
  3  something could not be analysed; the rest was
`

func (c *command) help(args []string) int {
	if len(args) > 0 {
		return c.explain(args)
	}
	fmt.Fprint(c.stdio.Out, usage)
	fs := flagSet(new(options))
	fs.SetOutput(c.stdio.Out)
	fs.PrintDefaults()
	fmt.Fprint(c.stdio.Out, exitCodes)
	return exitClean
}

func (c *command) version(args []string) int {
	if len(args) > 0 {
		return c.fail(errors.New("version takes no arguments"))
	}
	fmt.Fprintf(c.stdio.Out, "zmqlint %s (%s, %s/%s)\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return exitClean
}

// version is that of the module, as it was built.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

func (c *command) listRules(args []string) int {
	if len(args) > 0 {
		return c.fail(errors.New("rules takes no arguments; zmqlint explain RULE prints the page of one"))
	}
	w := tabwriter.NewWriter(c.stdio.Out, 0, 0, 2, ' ', 0)
	for _, r := range rule.All() {
		state := "on"
		switch {
		case r.Planned:
			state = "planned"
		case !r.Default:
			state = "off"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\tfix: %s\t%s\t%s\n", r.Name, r.Severity, state, r.Offer.Kind(), strings.Join(r.CWE, ","), r.Title)
	}
	w.Flush()
	return exitClean
}

func (c *command) explain(args []string) int {
	if len(args) == 0 {
		return c.fail(errors.New("explain takes the name of a rule (zmqlint rules lists them)"))
	}
	pages := make([]string, len(args))
	for i, name := range args {
		r, err := rule.Find(name)
		if err != nil {
			return c.fail(err)
		}
		pages[i] = rule.Text(r)
	}
	fmt.Fprint(c.stdio.Out, strings.Join(pages, "\n"))
	return exitClean
}
