package config

import (
	"encoding/json"
	"path/filepath"
	"reflect"
)

// Overlay reads what a driver has from a configuration of its own: the keys and
// values of the file as encoding/json makes them. apply sets them over a
// configuration, as Settings.Flags does; lists replace lists, and mappings are
// joined. Names of files are relative to dir. The problems have no place.
func Overlay(values map[string]any, dir string) (apply func(*Config), problems Problems) {
	text, err := json.Marshal(values) // which YAML can read
	if err != nil {
		return nil, Problems{{Message: err.Error()}}
	}
	file := filepath.Join(dir, "settings")
	read := func(c *Config) Problems {
		d := &decoder{file: file, origins: c.origins}
		if root := d.document(text); root != nil {
			d.value(root, reflect.ValueOf(c).Elem(), "")
		}
		return d.errs
	}
	for _, p := range read(Default()) {
		problems = append(problems, Problem{Message: p.Message})
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return func(c *Config) { read(c) }, nil
}
