package plugin

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	versions "github.com/zmqlint/zmqlint/analyzers/version"
	"github.com/zmqlint/zmqlint/internal/config"
)

// The settings are the keys of .zmqlint.yml, which win over the file, apart
// from these. golangci-lint makes keys lower-case and splits them at dots, so
// the names of functions cannot be keys; and it leaves out files itself.
type special struct {
	Config   *string   `json:"config"` // a file for all packages in place of the nearest .zmqlint.yml, or "none"
	Wrappers []wrapper `json:"wrappers"`
}

// wrapper is a function that sets options on the socket that it is given.
type wrapper struct {
	Func string   `json:"func"`
	Sets []string `json:"sets"`
}

const noFile = "none"

// configure makes settings those of the process. It checks them, and the file
// that holds in the working directory: golangci-lint shows the error and ends.
func configure(raw any, dir string) error {
	s, err := decode(raw, dir)
	if err != nil {
		return err
	}
	config.Use(s)
	c, problems := config.ForDir(dir)
	if len(problems) > 0 {
		return problems
	}
	if _, err := versions.TableOf(c); err != nil {
		return fmt.Errorf("advisories: %w", err)
	}
	return nil
}

func decode(raw any, dir string) (s config.Settings, err error) {
	if raw == nil {
		return s, nil
	}
	values, ok := raw.(map[string]any)
	if !ok {
		return s, fmt.Errorf("settings: want keys with values, not %v", raw)
	}
	values = maps.Clone(values)
	var own special
	for key, target := range map[string]any{"config": &own.Config, "wrappers": &own.Wrappers} {
		if err := take(values, key, target); err != nil {
			return s, err
		}
	}
	if _, ok := values["exclude"]; ok {
		return s, errors.New("settings: exclude: golangci-lint leaves files out itself (linters.exclusions.paths)")
	}
	if own.Wrappers != nil {
		sets := map[string][]string{}
		for _, w := range own.Wrappers {
			sets[w.Func] = append(sets[w.Func], w.Sets...)
		}
		values["wrappers"] = sets
	}
	apply, problems := config.Overlay(values, dir)
	if len(problems) > 0 {
		return s, settingsError(problems)
	}
	s.Flags = apply
	return s, own.file(&s, dir)
}

// take moves a value into target; one of another form is refused.
func take(values map[string]any, key string, target any) error {
	value, ok := values[key]
	if !ok {
		return nil
	}
	delete(values, key)
	text, err := json.Marshal(value)
	if err == nil {
		d := json.NewDecoder(strings.NewReader(string(text)))
		d.DisallowUnknownFields()
		err = d.Decode(target)
	}
	if err == nil {
		return nil
	}
	want := `a list of functions, each as {func: (*example.com/x.T).Setup, sets: [MAXMSGSIZE, LINGER]}`
	if key == "config" {
		want = "the name of a file, or none"
	}
	return fmt.Errorf("settings: %s: want %s", key, want)
}

// file is where the configuration is to be found.
func (own special) file(s *config.Settings, dir string) error {
	switch {
	case own.Config == nil:
	case *own.Config == noFile:
		s.NoFile = true
	default:
		s.File = *own.Config
		if !filepath.IsAbs(s.File) {
			s.File = filepath.Join(dir, s.File)
		}
		if info, err := os.Stat(s.File); err != nil || !info.Mode().IsRegular() {
			return fmt.Errorf("settings: config: no file %q in %s", *own.Config, dir)
		}
	}
	return nil
}

// settingsError lists mistakes. golangci-lint puts all on one line.
func settingsError(problems config.Problems) error {
	texts := make([]string, len(problems))
	for i, p := range problems {
		texts[i] = p.Message
	}
	slices.Sort(texts)
	return errors.New("settings: " + strings.Join(texts, "; "))
}
