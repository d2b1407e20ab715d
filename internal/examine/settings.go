package examine

import (
	"fmt"
	"path/filepath"
	"slices"

	"golang.org/x/tools/go/packages"

	versions "github.com/zmqlint/zmqlint/analyzers/version"
	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/load"
)

// ConfigProblems are the mistakes in the files that hold for the packages of a
// load.
func ConfigProblems(loaded *load.Result) (problems config.Problems) {
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

// Configurations are those that hold for the directory and for
// packages.
func Configurations(dir string, pkgs []*packages.Package) []*config.Config {
	own, _ := config.ForDir(dir)
	list := []*config.Config{own}
	for _, p := range pkgs {
		if len(p.GoFiles) == 0 {
			continue
		}
		if cfg, _ := config.ForDir(filepath.Dir(p.GoFiles[0])); !slices.Contains(list, cfg) {
			list = append(list, cfg)
		}
	}
	return list
}

// CheckAdvisories reads the tables that the configurations name.
func CheckAdvisories(dir string, pkgs []*packages.Package) error {
	for _, cfg := range Configurations(dir, pkgs) {
		if _, err := versions.TableOf(cfg); err != nil {
			return fmt.Errorf("advisories: %w", err)
		}
	}
	return nil
}
