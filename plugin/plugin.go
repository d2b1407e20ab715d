// Package plugin makes zmqlint a linter of golangci-lint, as a module plugin of
// its version 2 (docs/golangci-lint.md). It registers the linter "zmqlint" when
// it is imported.
//
// What golangci-lint does with a linter decides how this one is made:
//
//   - It puts the name of an analyzer before each message, unless that is the
//     name of the linter: the whole suite is one analyzer, which is called zmqlint.
//   - It keeps what an analyzer said for as long as the package, .golangci.yml and
//     the names of the analyzers stay the same: a second analyzer has a name
//     that changes with everything else that findings depend on (digest.go).
//   - An error or a panic of an analyzer ends the run of every linter: here both
//     become a diagnostic (internal/compose).
//   - It applies the fixes of a file together or not at all, and says nothing:
//     fixes that would not go together are left for the next run (fixes.go).
//   - Other files of a fix, related information, categories and URLs are lost:
//     package finding has none of the first two, and ends messages with the rule.
package plugin

import (
	"fmt"
	"os"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/analyzers"
	"github.com/zmqlint/zmqlint/internal/compose"
)

// Name is the name of the linter.
const Name = "zmqlint"

const doc = `find gaps in the security of programs that use ZeroMQ by way of github.com/pebbe/zmq4

Each message ends with the name of its rule; docs/rules has a page for each.`

func init() { register.Plugin(Name, New) }

// New makes the linter with what .golangci.yml has under
// linters.settings.custom.zmqlint.settings. The settings are those of the
// process from then on.
func New(settings any) (register.LinterPlugin, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	if err := configure(settings, dir); err != nil {
		return nil, err
	}
	digest, err := digest(dir)
	if err != nil {
		return nil, fmt.Errorf("what findings depend on: %w", err)
	}
	return linter{digest}, nil
}

type linter struct{ digest string }

// GetLoadMode asks for types.
func (linter) GetLoadMode() string { return register.LoadModeTypesInfo }

// BuildAnalyzers returns the linter, and the suite that it speaks for.
func (l linter) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	suite := compose.Suite(Name+"_"+l.digest, analyzers.All())
	return []*analysis.Analyzer{compose.Speaker(Name, doc, suite, withoutConflicts), suite}, nil
}
