// Package config is the configuration of zmqlint: what .zmqlint.yml can say,
// and which file holds for a package.
//
//	config.go    what can be configured, and the questions that analyzers ask
//	values.go    the values of the file, each of which knows how it is written
//	decode.go    from YAML to Config, with the place of each mistake
//	find.go      which file holds for a directory, and what a driver sets over it
//	print.go     the effective configuration, with where each value comes from
//
// A Config is shared by all packages that the file holds for and must not be
// changed once it is handed out.
package config

import (
	"net/netip"
	"path/filepath"
	"slices"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/zmqlint/zmqlint/internal/rule"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// Config is a configuration, complete with defaults. The fields with a tag are
// the keys of the file, in the order in which they are printed;
// docs/zmqlint-config.schema.json describes them.
type Config struct {
	Rules       map[RuleName]Level        `yaml:"rules"`        // what differs from the rules' own defaults
	Require     []Requirement             `yaml:"require"`      // what missing-options asks for
	Ceilings    Ceilings                  `yaml:"ceilings"`     // weak-option reports values above
	MinVersions MinVersions               `yaml:"min-versions"` // of outdated-module and vulnerable-libzmq
	Networks    []Network                 `yaml:"networks"`     // that public-endpoint accepts
	Loopback    Loopback                  `yaml:"loopback"`     // what an endpoint on this machine counts as
	Wrappers    map[FuncName][]OptionName `yaml:"wrappers"`     // functions and the options that they set
	Throttles   []FuncName                `yaml:"throttles"`    // functions that limit a rate
	Forks       []ImportPath              `yaml:"forks"`        // zmq4 under another name
	Exclude     []Glob                    `yaml:"exclude"`      // files that are not reported on
	Advisories  FileName                  `yaml:"advisories"`   // OSV JSON that extends the embedded table
	MaxAge      Age                       `yaml:"max-age"`      // of the advisory table

	// File is the absolute name of the file, empty when there is none.
	File string

	origins map[string]string // where the value at a path comes from; see Origin
}

// Ceilings are the highest values that weak-option lets pass; 0 is no ceiling.
type Ceilings struct {
	HWM        Limit `yaml:"hwm"`        // messages
	MaxMsgSize Limit `yaml:"maxmsgsize"` // bytes
}

// MinVersions are the oldest versions that are accepted; empty leaves it to
// the advisory table.
type MinVersions struct {
	ZMQ4   ModuleVersion  `yaml:"zmq4"`   // "v1.2.11"
	Libzmq LibraryVersion `yaml:"libzmq"` // "4.3.5"
}

// Default is the configuration without a file.
func Default() *Config {
	return &Config{
		Rules:    map[RuleName]Level{},
		Require:  slices.Clone(requirements),
		Wrappers: map[FuncName][]OptionName{},
		MaxAge:   180 * Day,
		origins:  map[string]string{},
	}
}

// On reports whether a rule is on.
func (c *Config) On(name string) bool {
	switch c.Rules[RuleName(name)] {
	case Inherit:
		r, ok := rule.Lookup(name)
		return ok && r.Default
	case Off:
		return false
	}
	return true
}

// Severity is the severity of a rule's finding, which is own when the
// configuration says nothing else.
func (c *Config) Severity(name string, own rule.Severity) rule.Severity {
	if s, ok := c.Rules[RuleName(name)].severity(); ok {
		return s
	}
	return own
}

// Requires reports whether missing-options asks for an option.
func (c *Config) Requires(opt zmqapi.Option) bool {
	return slices.ContainsFunc(c.Require, func(r Requirement) bool { return slices.Contains(r.options(), opt) })
}

// Ceiling is the highest value of an option that is let pass, when there is
// one.
func (c *Config) Ceiling(opt zmqapi.Option) (highest int64, ok bool) {
	switch opt {
	case zmqapi.RcvHWM, zmqapi.SndHWM:
		highest = int64(c.Ceilings.HWM)
	case zmqapi.MaxMsgSize:
		highest = int64(c.Ceilings.MaxMsgSize)
	}
	return highest, highest > 0
}

// Permits reports whether an address lies in one of the configured networks.
func (c *Config) Permits(ip netip.Addr) bool {
	return slices.ContainsFunc(c.Networks, func(n Network) bool { return n.Contains(ip.Unmap()) })
}

// Excludes reports whether nothing is reported on a file, given by its
// absolute name. A pattern that matches a directory holds for what is in it.
func (c *Config) Excludes(file string) bool {
	if len(c.Exclude) == 0 {
		return false
	}
	rel, err := filepath.Rel(filepath.Dir(c.File), file)
	if err != nil || !filepath.IsLocal(rel) {
		return false
	}
	for name := filepath.ToSlash(rel); name != "."; name = filepath.ToSlash(filepath.Dir(name)) {
		if slices.ContainsFunc(c.Exclude, func(g Glob) bool { return doublestar.MatchUnvalidated(string(g), name) }) {
			return true
		}
	}
	return false
}

// Wrapped is what a function does to the socket that it is given.
type Wrapped struct {
	Sets  zmqapi.OptionSet
	CURVE bool // sets the socket up with CURVE, in the role that the function knows
}

// Wrapper tells what the configuration says of a function, named as by
// (*types.Func).FullName: "example.com/x.Harden", "(*example.com/x.T).Setup".
func (c *Config) Wrapper(fullName string) (w Wrapped, ok bool) {
	names, ok := c.Wrappers[FuncName(fullName)]
	for _, name := range names {
		if opt, known := optionNames[string(name)]; known {
			w.Sets = w.Sets.With(opt)
		} else {
			w.CURVE = true
		}
	}
	return w, ok
}

// Throttle reports whether a function, named as for Wrapper, limits a rate.
func (c *Config) Throttle(fullName string) bool {
	return slices.Contains(c.Throttles, FuncName(fullName))
}

// SetRule turns a rule on or off as a flag of the command says: on with the
// severity that it has otherwise.
func (c *Config) SetRule(name string, on bool, flag string) {
	switch {
	case !on:
		c.Rules[RuleName(name)] = Off
	case !c.On(name):
		c.Rules[RuleName(name)] = On
	default:
		return // as it is without the flag
	}
	c.origins["rules."+name] = flag
}

// SetAdvisories names another table of advisories, as a flag of the command
// says.
func (c *Config) SetAdvisories(file, flag string) {
	c.Advisories = FileName(file)
	c.origins["advisories"] = flag
}

// Origin says where the value at a path of keys comes from: "file:line", a
// flag, or "default". Lists have one origin, mappings one for each key.
func (c *Config) Origin(path string) string {
	if o, ok := c.origins[path]; ok {
		return o
	}
	return "default"
}
