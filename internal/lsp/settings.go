package lsp

// What a client can set: in initializationOptions, by
// workspace/didChangeConfiguration, or when asked by workspace/configuration.
// The project's own configuration file comes first in all three.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/rule"
)

// settings are those of docs/editors.md.
type settings struct {
	Tags     string            `json:"tags"`     // as -tags
	Tests    bool              `json:"tests"`    // as -tests
	Config   string            `json:"config"`   // as -config: a file, or "none"
	Enable   []string          `json:"enable"`   // as -enable
	Disable  []string          `json:"disable"`  // as -disable
	Env      map[string]string `json:"env"`      // over the environment of the server
	Run      string            `json:"run"`      // "change" or "save"
	Delay    int               `json:"delay"`    // milliseconds without an edit after which a run begins
	CodeLens bool              `json:"codeLens"` // what is known of each open, above it
}

const (
	runOnChange = "change"
	runOnSave   = "save"
	maxDelay    = 10_000
)

func defaultSettings() *settings { return &settings{Run: runOnChange, Delay: 100} }

func (s *settings) delay() time.Duration { return time.Duration(s.Delay) * time.Millisecond }

// parseSettings reads settings, which may stand below "zmqlint". What is not
// said has its default; the error tells of what cannot be used, and the
// settings are then the defaults.
func parseSettings(raw json.RawMessage) (*settings, error) {
	s := defaultSettings()
	switch string(bytes.TrimSpace(raw)) {
	case "", "null", "[]": // Lua's empty table is an empty list to Neovim
		return s, nil
	}
	var outer map[string]json.RawMessage
	if err := json.Unmarshal(raw, &outer); err != nil {
		return s, errors.New("the settings are no object")
	}
	if inner, ok := outer["zmqlint"]; ok {
		return parseSettings(inner)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	err := dec.Decode(s)
	if err == nil {
		err = s.check()
	}
	if err != nil {
		return defaultSettings(), fmt.Errorf("settings: %w", err)
	}
	return s, nil
}

func (s *settings) check() error {
	if s.Run != runOnChange && s.Run != runOnSave {
		return fmt.Errorf("run is %q, but there is %q and %q", s.Run, runOnChange, runOnSave)
	}
	if s.Delay < 0 || s.Delay > maxDelay {
		return fmt.Errorf("delay is %d, but it is 0 to %d milliseconds", s.Delay, maxDelay)
	}
	_, err := rule.Select(s.Enable, s.Disable)
	return err
}

// configuration is what the settings put over the configuration files. A name
// of a file in them starts at dir.
func (s *settings) configuration(dir string) config.Settings {
	c := config.Settings{NoFile: s.Config == "none"}
	if s.Config != "" && !c.NoFile {
		c.File = s.Config
		if !filepath.IsAbs(c.File) {
			c.File = filepath.Join(dir, c.File)
		}
	}
	rules, err := rule.Select(s.Enable, s.Disable)
	if err == nil && len(rules) > 0 {
		c.Flags = func(cfg *config.Config) {
			for name, on := range rules {
				cfg.SetRule(name, on, "the editor's settings")
			}
		}
	}
	return c
}

// environ is the environment of the server with what the settings add.
func (s *settings) environ(env []string) []string {
	out := slices.Clone(env)
	for name, value := range s.Env {
		out = append(out, name+"="+value)
	}
	return out
}

// logf writes a line that is for whoever looks for a fault.
func logf(w io.Writer, format string, args ...any) {
	fmt.Fprintf(w, "zmqlint lsp: "+format+"\n", args...)
}
