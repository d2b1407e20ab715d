package drivers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Standalone runs the command. notAnalyzed is what it says it left out, and what
// is therefore no difference when others find something there.
func (r Run) Standalone(ctx context.Context, zmqlint string) (found []Finding, notAnalyzed []string, err error) {
	args := r.withTags("-tags=", append([]string{"-format=json", "-fail-on=error"}, r.Patterns...)...)
	out, err := r.command(ctx, []int{1, 3}, zmqlint, args...)
	if err != nil {
		return nil, nil, err
	}
	var report struct {
		Findings []struct {
			File, Rule, Message string
			Line, Column        int
		}
		NotAnalyzed []struct {
			Package, File, Reason string
			Incomplete            bool
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		return nil, nil, fmt.Errorf("report of zmqlint: %w", err)
	}
	for _, f := range report.Findings {
		found = append(found, Finding{r.relative(f.File), f.Line, f.Column, f.Rule, f.Message})
	}
	for _, n := range report.NotAnalyzed {
		notAnalyzed = append(notAnalyzed, n.Package+" "+n.File+": "+n.Reason)
	}
	return sorted(found), notAnalyzed, nil
}

// Vet runs go vet with the command as its tool.
func (r Run) Vet(ctx context.Context, zmqlint string) ([]Finding, error) {
	args := append([]string{"vet", "-vettool=" + zmqlint, "-json"}, r.withTags("-tags=", r.Patterns...)...)
	out, err := r.command(ctx, nil, "go", args...)
	if err != nil {
		return nil, err
	}
	var found []Finding
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var packages map[string]map[string]json.RawMessage // by package and analyzer
		if err := d.Decode(&packages); errors.Is(err, io.EOF) {
			return sorted(found), nil
		} else if err != nil {
			return nil, fmt.Errorf("output of go vet: %w", err)
		}
		for pkg, analyzers := range packages {
			for analyzer, raw := range analyzers {
				var list []struct{ Posn, Message string }
				if err := json.Unmarshal(raw, &list); err != nil {
					return nil, fmt.Errorf("%s: %s: %s", pkg, analyzer, raw)
				}
				for _, d := range list {
					file, line, column, err := place(d.Posn)
					if err != nil {
						return nil, err
					}
					found = append(found, r.finding(file, line, column, d.Message))
				}
			}
		}
	}
}

// everything is a configuration of golangci-lint that shows all findings of the
// plugin, and no others.
const everything = `version: "2"
linters:
  default: none
  enable: [zmqlint]
  exclusions: {generated: disable}
  settings: {custom: {zmqlint: {type: module}}}
issues: {max-issues-per-linter: 0, max-same-issues: 0, uniq-by-line: false}
run: {allow-parallel-runners: true}
`

// Golangci runs golangci-lint with the plugin.
func (r Run) Golangci(ctx context.Context, binary string) ([]Finding, error) {
	config, err := os.CreateTemp("", "golangci-*.yml")
	if err != nil {
		return nil, err
	}
	defer os.Remove(config.Name())
	if _, err := config.WriteString(everything); err != nil {
		return nil, err
	}
	if err := config.Close(); err != nil {
		return nil, err
	}
	args := []string{"run", "--config", config.Name(), "--output.json.path=stdout", "--output.text.path=stderr", "--show-stats=false", "--path-mode=abs", "--timeout=30m"}
	out, err := r.command(ctx, []int{1}, binary, append(args, r.withTags("--build-tags=", r.Patterns...)...)...)
	if err != nil {
		return nil, err
	}
	var report struct {
		Issues []struct {
			FromLinter, Text string
			Pos              struct {
				Filename     string
				Line, Column int
			}
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		return nil, fmt.Errorf("report of golangci-lint: %w", err)
	}
	var found []Finding
	for _, i := range report.Issues {
		if i.FromLinter != "zmqlint" {
			return nil, fmt.Errorf("%s:%d: %s (%s)", i.Pos.Filename, i.Pos.Line, strings.TrimSpace(i.Text), i.FromLinter)
		}
		found = append(found, r.finding(filepath.FromSlash(i.Pos.Filename), i.Pos.Line, i.Pos.Column, i.Text))
	}
	return sorted(found), nil
}
