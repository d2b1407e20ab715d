package config

// The values of the file. Each reads itself from the text of a scalar
// (encoding.TextUnmarshaler); its error says what is allowed.

import (
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/zmqlint/zmqlint/internal/near"
	"github.com/zmqlint/zmqlint/internal/rule"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// RuleName is the name of a rule.
type RuleName string

// UnmarshalText accepts the rules that there are.
func (r *RuleName) UnmarshalText(text []byte) error {
	name := string(text)
	if _, ok := rule.Lookup(name); !ok {
		return unknown("rule", name, ruleNames(), "zmqlint rules lists them")
	}
	*r = RuleName(name)
	return nil
}

func ruleNames() []string {
	var names []string
	for _, r := range rule.All() {
		names = append(names, r.Name)
	}
	return names
}

// Level says whether a rule is on, and how severe its findings are.
type Level uint8

const (
	Inherit Level = iota // as the rule itself says
	Off
	On // with the severity that the rule gives each finding
	Note
	Warning
	Error
)

// false and true: YAML 1.1 reads off and on as these, and so do tools that
// write the file.
var levels = map[string]Level{
	"error": Error, "warning": Warning, "note": Note, "off": Off, "on": On, "false": Off, "true": On,
}

// UnmarshalText accepts a severity, on and off.
func (l *Level) UnmarshalText(text []byte) error {
	level, ok := levels[string(text)]
	if !ok {
		return fmt.Errorf("unknown severity %q: want error, warning, note, on or off", text)
	}
	*l = level
	return nil
}

// String is the level as it is written.
func (l Level) String() string {
	return [...]string{"", "off", "on", "note", "warning", "error"}[l]
}

func (l Level) severity() (rule.Severity, bool) {
	switch l {
	case Note:
		return rule.Note, true
	case Warning:
		return rule.Warning, true
	case Error:
		return rule.Error, true
	}
	return 0, false
}

// Requirement is something that missing-options asks for.
type Requirement string

var requirements = []Requirement{"maxmsgsize", "hwm", "linger", "keepalive"}

// UnmarshalText accepts one of the four.
func (r *Requirement) UnmarshalText(text []byte) error {
	*r = Requirement(text)
	if !slices.Contains(requirements, *r) {
		return fmt.Errorf("unknown requirement %q: want maxmsgsize, hwm, linger or keepalive", text)
	}
	return nil
}

func (r Requirement) options() []zmqapi.Option {
	switch r {
	case "maxmsgsize":
		return []zmqapi.Option{zmqapi.MaxMsgSize}
	case "hwm":
		return []zmqapi.Option{zmqapi.RcvHWM, zmqapi.SndHWM}
	case "linger":
		return []zmqapi.Option{zmqapi.Linger}
	case "keepalive":
		return []zmqapi.Option{zmqapi.TCPKeepalive}
	}
	return nil
}

// Limit is the highest value of an option that is let pass; 0 is none.
type Limit int64

// UnmarshalText accepts whole numbers from 1.
func (l *Limit) UnmarshalText(text []byte) error {
	n, err := strconv.ParseInt(string(text), 0, 64)
	if err != nil || n < 1 {
		return fmt.Errorf("%q is no limit: want a whole number from 1", text)
	}
	*l = Limit(n)
	return nil
}

// Network is a range of addresses.
type Network struct{ netip.Prefix }

// UnmarshalText accepts a CIDR range and a single address.
func (n *Network) UnmarshalText(text []byte) error {
	if ip, err := netip.ParseAddr(string(text)); err == nil && ip.Zone() == "" {
		n.Prefix = netip.PrefixFrom(ip, ip.BitLen())
		return nil
	}
	p, err := netip.ParsePrefix(string(text))
	if err != nil {
		return fmt.Errorf("%q is no network: want a CIDR range such as 203.0.113.0/24, or an address", text)
	}
	if m := p.Masked(); m != p {
		return fmt.Errorf("%q has bits set beyond its length: did you mean %s?", text, m)
	}
	n.Prefix = p
	return nil
}

// Loopback says what an endpoint that leads to this machine counts as.
type Loopback uint8

const (
	LoopbackLocal   Loopback = iota // as inproc and ipc do
	LoopbackNetwork                 // as every other endpoint does
)

// UnmarshalText accepts local and network.
func (l *Loopback) UnmarshalText(text []byte) error {
	switch string(text) {
	case "local":
		*l = LoopbackLocal
	case "network":
		*l = LoopbackNetwork
	default:
		return fmt.Errorf("unknown policy %q: want local or network", text)
	}
	return nil
}

// String is the policy as it is written.
func (l Loopback) String() string { return [...]string{"local", "network"}[l] }

// FuncName is the full name of a function or method, as go/types spells it.
type FuncName string

var funcName = regexp.MustCompile(`^(?:\(\*?([^\s()*]+)\.[\pL_][\pL\pN_]*\)|([^\s()*]+))\.[\pL_][\pL\pN_]*$`)

// UnmarshalText accepts example.com/x.F and (*example.com/x.T).M.
func (f *FuncName) UnmarshalText(text []byte) error {
	m := funcName.FindSubmatch(text)
	if m == nil || module.CheckImportPath(string(m[1])+string(m[2])) != nil {
		return fmt.Errorf("%q is no name of a function: want one such as example.com/x.Harden or (*example.com/x.T).Setup", text)
	}
	*f = FuncName(text)
	return nil
}

// OptionName is libzmq's name of a socket option, or CURVE.
type OptionName string

const curveName = "CURVE"

var optionNames = func() map[string]zmqapi.Option {
	m := map[string]zmqapi.Option{}
	for _, o := range zmqapi.Options() {
		m[o.Name] = o.Option
	}
	return m
}()

// UnmarshalText accepts the options that zmq4 has setters for.
func (o *OptionName) UnmarshalText(text []byte) error {
	name := string(text)
	if _, ok := optionNames[name]; !ok && name != curveName {
		known := append(slices.Sorted(maps.Keys(optionNames)), curveName)
		return unknown("option", name, known, "want a libzmq name such as MAXMSGSIZE, or CURVE")
	}
	*o = OptionName(name)
	return nil
}

// ImportPath is the import path of a package.
type ImportPath string

// UnmarshalText accepts what can be imported.
func (p *ImportPath) UnmarshalText(text []byte) error {
	if err := module.CheckImportPath(string(text)); err != nil {
		return fmt.Errorf("%q is no import path, such as example.com/fork/zmq4", text)
	}
	*p = ImportPath(text)
	return nil
}

// Glob is a pattern of file names, relative to the folder of the file that it
// stands in, with slashes; ** stands for any number of folders.
type Glob string

// UnmarshalText accepts patterns that can match.
func (g *Glob) UnmarshalText(text []byte) error {
	pattern := strings.TrimSuffix(string(text), "/")
	switch {
	case pattern == "" || !doublestar.ValidatePattern(pattern):
		return fmt.Errorf("bad pattern %q: want one such as gen/**, **/*_mock.go or internal/{old,legacy}", text)
	case path.IsAbs(pattern) || strings.HasPrefix(pattern, "../"):
		return fmt.Errorf("pattern %q leads outside: patterns are relative to the folder of the file", text)
	}
	*g = Glob(path.Clean(pattern))
	return nil
}

// FileName is the name of another file, made absolute.
type FileName string

// ModuleVersion is the version of a Go module.
type ModuleVersion string

// UnmarshalText accepts v1.2.11.
func (v *ModuleVersion) UnmarshalText(text []byte) error {
	*v = ModuleVersion(text)
	if !semver.IsValid(string(text)) {
		return fmt.Errorf("%q is no version of a module: want one such as v1.4.0", text)
	}
	return nil
}

// LibraryVersion is a version of libzmq.
type LibraryVersion string

var libraryVersion = regexp.MustCompile(`^\d+\.\d+\.\d+$`)

// UnmarshalText accepts 4.3.5.
func (v *LibraryVersion) UnmarshalText(text []byte) error {
	*v = LibraryVersion(text)
	if !libraryVersion.Match(text) {
		return fmt.Errorf("%q is no version of libzmq: want one such as 4.3.5", text)
	}
	return nil
}

// Age is a length of time, in days as a rule.
type Age time.Duration

// Day is the unit of ages.
const Day = Age(24 * time.Hour)

// UnmarshalText accepts 180d and what time.ParseDuration does.
func (a *Age) UnmarshalText(text []byte) error {
	d, err := parseAge(string(text))
	if err != nil || d <= 0 {
		return fmt.Errorf("%q is no age: want one such as 180d or 36h", text)
	}
	*a = d
	return nil
}

func parseAge(s string) (Age, error) {
	days, ok := strings.CutSuffix(s, "d")
	if !ok {
		d, err := time.ParseDuration(s)
		return Age(d), err
	}
	n, err := strconv.Atoi(days)
	if err != nil {
		return 0, err
	}
	if n > maxDays {
		return 0, errors.New("too long")
	}
	return Age(n) * Day, nil
}

const maxDays = 100_000 // what is longer does not fit into a time.Duration

// String is the age as it is written.
func (a Age) String() string {
	if a%Day == 0 {
		return strconv.Itoa(int(a/Day)) + "d"
	}
	return time.Duration(a).String()
}

// unknown says that there is no such name, and which one was likely meant.
func unknown(what, name string, known []string, otherwise string) error {
	if n := near.Of(name, slices.Values(known)); n != "" {
		return fmt.Errorf("unknown %s %q: did you mean %s?", what, name, n)
	}
	return fmt.Errorf("unknown %s %q (%s)", what, name, otherwise)
}
