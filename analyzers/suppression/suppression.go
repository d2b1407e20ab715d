// Package suppression checks zmqlint's own directives: those that are not
// complete, that have expired, that name a rule which is not there, and those
// that suppress nothing. It also tells of mistakes in the configuration file, and
// of code that could not be analysed, where the driver cannot: go vet and
// golangci-lint have no other way.
//
// # Deliberately not reported
//
// Directives for rules that are off, or that no analyzer of the run reports.
// Directives that suppress nothing in a package that was not analysed in full.
package suppression

import (
	"fmt"
	"go/token"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/rule"
	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/suppress"
)

// New returns the analyzer for a suite whose other analyzers are given. It
// runs after them, to see which directives they needed.
func New(others ...*analysis.Analyzer) *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:             "zmqsuppression",
		Doc:              "check the directives that suppress findings of the other zmq analyzers\n\nSee the documentation of the package.",
		URL:              "https://github.com/zmqlint/zmqlint/tree/main/docs/rules",
		Requires:         append(slices.Clone(others), sockets.Analyzer),
		ResultType:       reflect.TypeFor[finding.List](),
		RunDespiteErrors: true,
	}
	unused := a.Flags.Bool("unused", true, "report directives that suppress nothing")
	a.Run = func(pass *analysis.Pass) (any, error) { return run(pass, *unused), nil }
	return a
}

func run(pass *analysis.Pass, unused bool) finding.List {
	c := &checker{pass: pass, cfg: config.For(pass), ran: map[string]bool{}, used: map[token.Pos]bool{}}
	if !c.results() {
		return nil
	}
	c.configuration()
	c.gaps()
	directives := suppress.Parse(pass.Fset, pass.Files)
	for _, p := range directives.Problems {
		c.report(p.Pos, p.End, "%s", p.Message)
	}
	if unused && c.whole {
		for _, e := range directives.Entries {
			c.unused(e)
		}
	}
	return finding.Report(pass, c.found)
}

type checker struct {
	pass  *analysis.Pass
	cfg   *config.Config
	ran   map[string]bool    // analyzers
	used  map[token.Pos]bool // the entries that suppress something
	whole bool               // nothing of the package was left out
	lost  []sockets.Problem  // by the engine
	found finding.List
}

// results reads what the other analyzers say, whichever they are: the command
// wraps them. It is false for packages that do not reach zmq4.
func (c *checker) results() (reaches bool) {
	c.whole = len(c.pass.TypeErrors) == 0
	for a, result := range c.pass.ResultOf {
		switch result := result.(type) {
		case *sockets.Result:
			if reaches = result != nil; reaches {
				c.lost = result.Problems
			}
			c.whole = c.whole && reaches && len(c.lost) == 0
		case finding.List:
			c.ran[a.Name] = true
			for _, f := range result {
				for _, e := range f.SuppressedBy {
					c.used[e.Pos] = true
				}
			}
		}
	}
	return reaches
}

// unused reports an entry that suppresses nothing, provided that something
// could have been found. The position is that of the rule's name: a driver that
// analyses a file more than once knows by it which entry is used after all.
func (c *checker) unused(e *suppress.Entry) {
	r, ok := rule.Lookup(e.Rule)
	if !ok || r.Planned || !c.ran["zmq"+r.Analyzer] || !c.cfg.On(e.Rule) || c.used[e.Pos] {
		return
	}
	c.report(e.Pos, e.End, "%s is not reported here: the directive suppresses nothing", e.Rule)
}

func (c *checker) report(pos, end token.Pos, format string, args ...any) {
	f := finding.Finding{Rule: suppress.Bad, Pos: pos, End: end, Message: fmt.Sprintf(format, args...)}
	if r, ok := rule.Lookup(suppress.Bad); ok {
		f.Severity = r.Severity
	}
	c.found = append(c.found, f)
}

// configuration tells of a file that cannot be used, once for each package. No
// rule speaks of that, and none can turn it off.
func (c *checker) configuration() {
	problems := config.ProblemsOf(c.pass)
	if len(problems) == 0 || len(c.pass.Files) == 0 {
		return
	}
	more := ""
	if n := len(problems) - 1; n > 0 {
		more = fmt.Sprintf(" (and %d more)", n)
	}
	c.pass.Reportf(c.pass.Files[0].Package, "zmqlint runs with its defaults, because its configuration has a mistake: %s%s", problems[0], more)
}

// gaps tells of what the engine lost. The command ends with another exit code
// then; without a word of it no finding would look like no defect.
func (c *checker) gaps() {
	for _, p := range c.lost {
		pos := p.Pos
		if !pos.IsValid() {
			pos = c.pass.Files[0].Package
		}
		c.pass.Reportf(pos, "zmqlint could not analyse this, and what it finds in the package is not complete: %s: %s", p.What, p.Why)
	}
}
