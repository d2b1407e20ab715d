// Package nogo is the suite of zmqlint for nogo, which runs analyzers as a part of
// builds with Bazel (docs/bazel.md). nogo takes packages that declare an Analyzer;
// those of the single analyzers (analyzers/curve and so on) will do as well, but
// only the whole suite can say which directives suppress nothing.
package nogo

import (
	"go.yaml.in/yaml/v4"

	"github.com/zmqlint/zmqlint/analyzers"
	"github.com/zmqlint/zmqlint/internal/compose"
	"github.com/zmqlint/zmqlint/internal/config"
)

const doc = `find gaps in the security of programs that use ZeroMQ by way of github.com/pebbe/zmq4

Each message ends with the name of its rule; docs/rules has a page for each.`

// Analyzer reports all rules. Its flag "settings" has what .zmqlint.yml would,
// which is not there where Bazel runs nogo.
var Analyzer = compose.Speaker("zmqlint", doc, compose.Suite("zmqlint_suite", analyzers.All()), nil)

func init() {
	Analyzer.Flags.Func("settings", "the `text` of a .zmqlint.yml", configure)
}

// configure makes the text the configuration of the process.
func configure(text string) error {
	var values map[string]any
	if err := yaml.Unmarshal([]byte(text), &values); err != nil {
		return err
	}
	apply, problems := config.Overlay(values, ".")
	if len(problems) > 0 {
		return problems
	}
	config.Use(config.Settings{NoFile: true, Flags: apply})
	return nil
}
