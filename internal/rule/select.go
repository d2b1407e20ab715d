package rule

import (
	"errors"
	"fmt"
	"slices"

	"github.com/zmqlint/zmqlint/internal/near"
)

// allRules stands for every rule in -enable and -disable.
const allRules = "all"

// Select returns the rules that -enable and -disable turn on or off; the others are
// left to the configuration. "all" sets the ground, and names make exceptions
// from it, so that -disable=all -enable=no-curve runs one rule.
func Select(enable, disable []string) (map[string]bool, error) {
	enableAll, disableAll := slices.Contains(enable, allRules), slices.Contains(disable, allRules)
	if enableAll && disableAll {
		return nil, errors.New("-enable=all contradicts -disable=all")
	}
	on := map[string]bool{}
	for _, r := range All() {
		if disableAll || enableAll && !r.Planned {
			on[r.Name] = enableAll
		}
	}
	for _, name := range enable {
		if name == allRules {
			continue
		}
		r, err := Find(name)
		if err != nil {
			return nil, fmt.Errorf("-enable: %w", err)
		}
		if r.Planned {
			return nil, fmt.Errorf("-enable: %s is planned: nothing reports it yet", name)
		}
		if slices.Contains(disable, name) {
			return nil, fmt.Errorf("%s is both enabled and disabled", name)
		}
		on[name] = true
	}
	for _, name := range disable {
		if name == allRules {
			continue
		}
		if _, err := Find(name); err != nil {
			return nil, fmt.Errorf("-disable: %w", err)
		}
		on[name] = false
	}
	return on, nil
}

// Find finds a rule by its name, or says which one was likely meant.
func Find(name string) (*Rule, error) {
	if r, ok := Lookup(name); ok {
		return r, nil
	}
	if meant := Nearest(name); meant != "" {
		return nil, fmt.Errorf("unknown rule %q: did you mean %s?", name, meant)
	}
	return nil, fmt.Errorf("unknown rule %q (zmqlint rules lists them)", name)
}

// Nearest returns the rule whose name is closest to a mistyped one, or nothing
// when none is close.
func Nearest(name string) string {
	return near.Of(name, func(yield func(string) bool) {
		for _, r := range rules {
			if !yield(r.Name) {
				return
			}
		}
	})
}
