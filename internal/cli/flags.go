package cli

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/zmqlint/zmqlint/internal/rule"
)

// options is the command line, checked.
type options struct {
	patterns       []string
	tags           string
	tests          bool
	outputs        []output
	verbose        bool
	quiet          bool
	explainUnknown bool
	rules          map[string]bool // rules that flags turn on or off
	config         string          // file, noConfig, or empty: the nearest one
	showSuppressed bool
	advisories     string // file with advisories that extend the table
	baseline       string // file; empty for none
	strict         bool   // entries of the baseline that match nothing are a failure
	since          since
	fix            fixMode
	diff           bool
	failOn         rule.Severity
	context        int
	version, help  bool

	enable, disable ruleList
	format          string
	files           outputList
}

// flagSet declares the flags. Their texts are all that `zmqlint help` says
// about them.
func flagSet(opt *options) *flag.FlagSet {
	fs := flag.NewFlagSet("zmqlint", flag.ContinueOnError)
	opt.analysisFlags(fs)
	fs.StringVar(&opt.format, "format", "", "`format` of standard output, and of -o when it names none:\n"+listFormats())
	fs.Var(&opt.files, "o", "write a report to `[format:]file`, - for standard output; may be repeated")
	fs.BoolVar(&opt.showSuppressed, "show-suppressed", false, "list what is suppressed too, with the reason (text)")
	fs.TextVar(&opt.failOn, "fail-on", rule.Warning, "lowest `severity` that makes the exit code 1: error, warning or note")
	fs.IntVar(&opt.context, "c", -1, "show each finding's line with `n` lines around it")
	fs.BoolVar(&opt.version, "version", false, "print the version")
	opt.fixFlags(fs)
	opt.baselineFlags(fs)
	opt.since.flags(fs)
	return fs
}

// analysisFlags declares the flags that say what is looked at, and how.
func (opt *options) analysisFlags(fs *flag.FlagSet) {
	fs.SetOutput(io.Discard) // Main reports the errors
	fs.StringVar(&opt.tags, "tags", "", "build `tags`, separated by commas; all-zmq analyses every variant\nthat a tag brings zmq4 code into")
	fs.BoolVar(&opt.tests, "tests", false, "report on test files too")
	fs.BoolVar(&opt.verbose, "v", false, "say what was done, how long it took, and what could not be followed")
	fs.BoolVar(&opt.quiet, "q", false, "write nothing to stderr but what makes the exit code 2 or 3")
	fs.BoolVar(&opt.explainUnknown, "explain-unknown", false, "list the places that could not be followed, and why")
	fs.Var(&opt.enable, "enable", "`rules` to turn on, separated by commas, or all")
	fs.Var(&opt.disable, "disable", "`rules` to turn off, separated by commas, or all")
	fs.StringVar(&opt.advisories, "advisories", "", "OSV JSON `file` with advisories that extend the table of zmqlint")
	fs.StringVar(&opt.config, "config", "", "configuration `file` in place of the nearest .zmqlint.yml, or none")
}

// parseFlags reads the command line.
func parseFlags(args []string) (*options, error) {
	opt := new(options)
	fs := flagSet(opt)
	if err := fs.Parse(args); errors.Is(err, flag.ErrHelp) {
		return &options{help: true}, nil
	} else if err != nil {
		return nil, fmt.Errorf("%w (zmqlint help lists the flags)", err)
	}
	var err error
	if opt.outputs, err = selectOutputs(opt.format, opt.files); err != nil {
		return nil, err
	}
	return opt, cmp.Or(opt.checkBaseline(), opt.since.check(), opt.analysed(fs.Args()), opt.checkFix())
}

// analysed checks what analysisFlags declares, and the patterns.
func (opt *options) analysed(patterns []string) (err error) {
	if opt.quiet && (opt.verbose || opt.explainUnknown) {
		return errors.New("-q contradicts -v and -explain-unknown")
	}
	opt.patterns = patterns
	if len(opt.patterns) == 0 {
		opt.patterns = []string{"."}
	}
	for _, p := range opt.patterns {
		if p == "" {
			return errors.New("a pattern is empty")
		}
		if strings.HasPrefix(p, "-") {
			return fmt.Errorf("flag %s must come before the packages", p)
		}
	}
	opt.rules, err = rule.Select(opt.enable, opt.disable)
	return err
}

// ruleList is a flag that takes names separated by commas and may be repeated.
type ruleList []string

func (l *ruleList) String() string { return strings.Join(*l, ",") }

func (l *ruleList) Set(value string) error {
	for name := range strings.SplitSeq(value, ",") {
		if name = strings.TrimSpace(name); name != "" {
			*l = append(*l, name)
		}
	}
	return nil
}
