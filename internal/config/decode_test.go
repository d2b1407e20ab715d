package config

import (
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/zmqlint/zmqlint/internal/rule"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// full sets every key.
const full = `
rules:
  no-curve: error
  undocumented-option: on
  missing-options: off
require: [maxmsgsize, hwm]
ceilings:
  hwm: 100_000
  maxmsgsize: 16777216
min-versions:
  zmq4: v1.2.11
  libzmq: 4.3.5
networks: [203.0.113.0/24, "2001:db8::1"]
loopback: network
wrappers:
  example.com/x.Harden: [MAXMSGSIZE, RCVHWM]
  (*example.com/x.T).Setup: [CURVE, LINGER]
throttles:
- example.com/x.Wait
- (example.com/x.Limiter).Take
forks: [example.com/fork/zmq4]
exclude: [gen/**, "**/*_mock.go", internal/old]
advisories: extra.json
max-age: 90d
`

func TestParseAll(t *testing.T) {
	dir := t.TempDir()
	file, extra := filepath.Join(dir, ".zmqlint.yml"), filepath.Join(dir, "extra.json")
	if err := os.WriteFile(extra, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	c, problems := Parse(file, []byte(full))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := &Config{
		Rules:       map[RuleName]Level{"no-curve": Error, "undocumented-option": On, "missing-options": Off},
		Require:     []Requirement{"maxmsgsize", "hwm"},
		Ceilings:    Ceilings{HWM: 100_000, MaxMsgSize: 1 << 24},
		MinVersions: MinVersions{ZMQ4: "v1.2.11", Libzmq: "4.3.5"},
		Networks:    []Network{{netip.MustParsePrefix("203.0.113.0/24")}, {netip.MustParsePrefix("2001:db8::1/128")}},
		Loopback:    LoopbackNetwork,
		Wrappers: map[FuncName][]OptionName{
			"example.com/x.Harden": {"MAXMSGSIZE", "RCVHWM"}, "(*example.com/x.T).Setup": {"CURVE", "LINGER"},
		},
		Throttles:  []FuncName{"example.com/x.Wait", "(example.com/x.Limiter).Take"},
		Forks:      []ImportPath{"example.com/fork/zmq4"},
		Exclude:    []Glob{"gen/**", "**/*_mock.go", "internal/old"},
		Advisories: FileName(extra),
		MaxAge:     Age(90 * 24 * time.Hour),
		File:       file,
	}
	c.origins, want.origins = nil, nil
	if diff := cmp.Diff(want, c, cmp.AllowUnexported(Config{}), cmp.Comparer(func(a, b Network) bool { return a == b })); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestAsked asks what analyzers ask.
func TestAsked(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "extra.json"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	c, problems := Parse(filepath.Join(dir, ".zmqlint.yml"), []byte(full))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	is := func(what string, got, want any) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	is("no-curve", c.On("no-curve"), true)
	is("its severity", c.Severity("no-curve", rule.Warning), rule.Error)
	is("missing-options", c.On("missing-options"), false)
	is("undocumented-option", c.On("undocumented-option"), true)
	is("its severity", c.Severity("undocumented-option", rule.Note), rule.Note)
	is("weak-option by default", c.On("weak-option"), true)
	is("MAXMSGSIZE", c.Requires(zmqapi.MaxMsgSize), true)
	is("SNDHWM", c.Requires(zmqapi.SndHWM), true)
	is("LINGER", c.Requires(zmqapi.Linger), false)
	highest, ok := c.Ceiling(zmqapi.RcvHWM)
	is("ceiling", []any{highest, ok}, []any{int64(100_000), true})
	_, ok = c.Ceiling(zmqapi.Linger)
	is("ceiling of LINGER", ok, false)
	is("inside", c.Permits(netip.MustParseAddr("203.0.113.7")), true)
	is("mapped", c.Permits(netip.MustParseAddr("::ffff:203.0.113.7")), true)
	is("outside", c.Permits(netip.MustParseAddr("203.0.114.7")), false)
	w, ok := c.Wrapper("(*example.com/x.T).Setup")
	is("wrapper", []any{w, ok}, []any{Wrapped{zmqapi.SetOf(zmqapi.Linger), true}, true})
	_, ok = c.Wrapper("example.com/x.Other")
	is("no wrapper", ok, false)
	is("throttle", c.Throttle("example.com/x.Wait"), true)
	is("no throttle", c.Throttle("example.com/x.Go"), false)
	for name, want := range map[string]bool{
		"gen/a/b.go": true, "gen.go": false, "a/b_mock.go": true, "x_mock.go": true,
		"internal/old/deep/x.go": true, "internal/older/x.go": false, "../gen/x.go": false,
	} {
		is(name, c.Excludes(filepath.Join(dir, filepath.FromSlash(name))), want)
	}
}

func TestParseEmpty(t *testing.T) {
	for _, text := range []string{"", "# nothing\n", "---\n", "~\n", "rules:\nrequire:\nceilings:\n  hwm:\nloopback:\n"} {
		c, problems := Parse("f", []byte(text))
		if len(problems) > 0 {
			t.Errorf("%q: %v", text, problems)
			continue
		}
		want := Default()
		want.File = "f"
		if diff := cmp.Diff(want, c, cmp.AllowUnexported(Config{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestParseProblems(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"unknown key", "rule:\n  no-curve: off\n", `1:1: unknown key "rule": did you mean rules?`},
		{"unknown key, none near", "x: 1\n", `1:1: unknown key "x": want one of rules, require, ceilings, min-versions, networks, loopback, wrappers, throttles, forks, exclude, advisories, max-age`},
		{"unknown key inside", "ceilings:\n  hvm: 3\n", `2:3: ceilings: unknown key "hvm": did you mean hwm?`},
		{"duplicate key", "loopback: local\nforks: []\nloopback: network\n", `3:1: the key "loopback" is on line 1 already`},
		{"duplicate rule", "rules:\n  no-curve: off\n  no-curve: error\n", `3:3: rules: the key "no-curve" is on line 2 already`},
		{"key that is a list", "? [rules]\n: 1\n", `1:3: want a name as key, not a list`},
		{"merge key", "<<: {loopback: local}\n", `1:1: unknown key "<<": want one of rules, require, ceilings, min-versions, networks, loopback, wrappers, throttles, forks, exclude, advisories, max-age`},
		{"no mapping", "- rules\n", `1:1: want keys with values, not a list`},
		{"one word", "rules\n", `1:1: want keys with values, not a single value`},
		{"rules as list", "rules: [no-curve]\n", `1:8: rules: want keys with values, not a list`},
		{"unknown rule", "rules:\n  no-curv: off\n", `2:3: unknown rule "no-curv": did you mean no-curve?`},
		{"unknown rule, none near", "rules: {q: off}\n", `1:9: unknown rule "q" (zmqlint rules lists them)`},
		{"unknown severity", "rules: {no-curve: fatal}\n", `1:19: unknown severity "fatal": want error, warning, note, on or off`},
		{"severity that is a list", "rules:\n  no-curve:\n  - off\n", `3:3: rules.no-curve: want one value, not a list`},
		{"rule without a value", "rules:\n  no-curve:\n", `2:12: rules.no-curve: no value`},
		{"no list", "require: hwm\n", `1:10: require: want a list, not a single value`},
		{"list in a list", "require: [[hwm]]\n", `1:11: require: want one value, not a list`},
		{"null in a list", "require: [~]\n", `1:11: require: no value`},
		{"unknown requirement", "require: [hwm, RCVHWM]\n", `1:16: unknown requirement "RCVHWM": want maxmsgsize, hwm, linger or keepalive`},
		{"no number", "ceilings:\n  hwm: many\n", `2:8: "many" is no limit: want a whole number from 1`},
		{"negative", "ceilings: {maxmsgsize: -1}\n", `1:24: "-1" is no limit: want a whole number from 1`},
		{"too large", "ceilings: {hwm: 9223372036854775808}\n", `1:17: "9223372036854775808" is no limit: want a whole number from 1`},
		{"module version", "min-versions: {zmq4: 1.4.0}\n", `1:22: "1.4.0" is no version of a module: want one such as v1.4.0`},
		{"library version", "min-versions: {libzmq: 4.3}\n", `1:24: "4.3" is no version of libzmq: want one such as 4.3.5`},
		{"network", "networks: [example.com]\n", `1:12: "example.com" is no network: want a CIDR range such as 203.0.113.0/24, or an address`},
		{"network length", "networks: [10.0.0.0/33]\n", `1:12: "10.0.0.0/33" is no network: want a CIDR range such as 203.0.113.0/24, or an address`},
		{"network bits", "networks:\n- 203.0.113.7/24\n", `2:3: "203.0.113.7/24" has bits set beyond its length: did you mean 203.0.113.0/24?`},
		{"loopback", "loopback: yes\n", `1:11: unknown policy "yes": want local or network`},
		{"function", "throttles: [Wait]\n", `1:13: "Wait" is no name of a function: want one such as example.com/x.Harden or (*example.com/x.T).Setup`},
		{"method", "throttles: [example.com/x.T.Wait()]\n", `1:13: "example.com/x.T.Wait()" is no name of a function: want one such as example.com/x.Harden or (*example.com/x.T).Setup`},
		{"option", "wrappers:\n  example.com/x.F: [MAXMSGSZ]\n", `2:21: unknown option "MAXMSGSZ": did you mean MAXMSGSIZE?`},
		{"option, none near", "wrappers: {example.com/x.F: [q]}\n", `1:30: unknown option "q" (want a libzmq name such as MAXMSGSIZE, or CURVE)`},
		{"options as mapping", "wrappers:\n  example.com/x.F: {LINGER: 1}\n", `2:20: wrappers.example.com/x.F: want a list, not a mapping`},
		{"fork", "forks: ['a b']\n", `1:9: "a b" is no import path, such as example.com/fork/zmq4`},
		{"glob", "exclude: ['gen/[']\n", `1:11: bad pattern "gen/[": want one such as gen/**, **/*_mock.go or internal/{old,legacy}`},
		{"glob outside", "exclude: [../x]\n", `1:11: pattern "../x" leads outside: patterns are relative to the folder of the file`},
		{"glob absolute", "exclude: [/etc]\n", `1:11: pattern "/etc" leads outside: patterns are relative to the folder of the file`},
		{"file", "advisories: nowhere.json\n", `1:13: advisories: no file "nowhere.json" (names are relative to the folder of this file)`},
		{"file as list", "advisories: []\n", `1:13: advisories: want the name of a file`},
		{"age", "max-age: 6 months\n", `1:10: "6 months" is no age: want one such as 180d or 36h`},
		{"age without unit", "max-age: 180\n", `1:10: "180" is no age: want one such as 180d or 36h`},
		{"age beyond count", "max-age: 99999999d\n", `1:10: "99999999d" is no age: want one such as 180d or 36h`},
		{"age of nothing", "max-age: 0d\n", `1:10: "0d" is no age: want one such as 180d or 36h`},
		{"no YAML", "rules: a: b\n", `1:9: no YAML: mapping values are not allowed in this context`},
		{"tab", "rules:\n\tno-curve: off\n", `2:1: no YAML: while scanning for the next token: found character that cannot start any token`},
		{"unknown anchor", "loopback: *l\n", `1:11: no YAML: unknown anchor 'l' referenced`},
		{"two documents", "loopback: local\n---\nloopback: local\n", `2:1: a second document: the configuration is one`},
		{"bad second document", "loopback: local\n---\na: b: c\n", `3:5: no YAML: mapping values are not allowed in this context`},
		{"control character", "loopback: \"\x01\"\n", `: no YAML: control characters are not allowed (value: 1)`},
		{"all at once", "loopback: x\nrules:\n  q: off\n  no-curve: y\nforks: 3\n",
			"1:11: unknown policy \"x\": want local or network\n3:3: unknown rule \"q\" (zmqlint rules lists them)\n4:13: unknown severity \"y\": want error, warning, note, on or off\n5:8: forks: want a list, not a single value"},
		{"alias", "require: &r [hwm, x]\nnetworks: *r\n",
			"1:14: \"hwm\" is no network: want a CIDR range such as 203.0.113.0/24, or an address\n1:19: unknown requirement \"x\": want maxmsgsize, hwm, linger or keepalive\n1:19: \"x\" is no network: want a CIDR range such as 203.0.113.0/24, or an address"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, problems := Parse("f.yml", []byte(test.text))
			if c != nil {
				t.Error("there is a configuration")
			}
			got := strings.ReplaceAll(problems.Error(), "f.yml:", "")
			if diff := cmp.Diff(strings.TrimPrefix(test.want, ":"), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(full)
	f.Add("rules: &a {no-curve: *a}\n")
	f.Add("? [a]\n: b\n<<: x\n--- !!set\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, problems := Parse("f.yml", []byte(text))
		if (c == nil) != (len(problems) > 0) {
			t.Errorf("configuration %v, problems %v", c, problems)
		}
		for _, p := range problems {
			if p.Message == "" || p.Line < 0 || p.Column < 0 {
				t.Errorf("%#v", p)
			}
		}
	})
}
