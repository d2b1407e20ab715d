package drivers

import (
	"go/format"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// server has something for each way of keeping a finding from being reported.
const server = `
-- server.go --
package app

import zmq "github.com/pebbe/zmq4"

func Serve() error {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	return s.Bind("tcp://*:5555")
}

func Nolint() error {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	return s.Bind("tcp://*:5556") //nolint:zmqlint // behind the tunnel
}

//zmqlint:ignore no-curve,wildcard-bind,missing-options behind the tunnel
func Ignore() error {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	return s.Bind("tcp://*:5557")
}

func Wrapped() error {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	secure.Set(s)
	return s.Bind("tcp://*:5558")
}

// secure stands for something whose code is not there.
var secure interface{ Set(*zmq.Socket) } = nil
-- server_test.go --
package app

import zmq "github.com/pebbe/zmq4"

func serveTest() error {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	return s.Bind("tcp://*:5559")
}
`

// plugin is the least that .golangci.yml has to have, and settings below it.
func plugin(settings string) string {
	return "version: \"2\"\nlinters:\n  default: none\n  enable: [zmqlint]\n  settings:\n    custom:\n      zmqlint:\n        type: module\n" +
		indented("        ", settings) + "issues: {uniq-by-line: false}\nrun: {allow-parallel-runners: true}\n"
}

func indented(by, text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(by + line)
	}
	return b.String()
}

// TestGolangciDefaults: without settings the linter says what the command says,
// golangci-lint's own directive holds, and so do those of zmqlint.
func TestGolangciDefaults(t *testing.T) {
	gcl := golangci(t)
	r := module(t, server)
	write(t, r.Dir, ".golangci.yml", plugin(""))
	r.outcome(t, gcl, "run").wants(t, 1,
		"server.go:10:9: REP socket is bound to tcp://*:5555 without CURVE: messages travel in clear and anyone who reaches it is let in (no-curve) (zmqlint)\n",
		"server.go:10:9: REP socket is bound to every interface: tcp://*:5555 (wildcard-bind) (zmqlint)\n",
		"(missing-options) (zmqlint)\n", "!zmqcurve", "!5556", "!5557", "!5559")
	if out := r.outcome(t, gcl, "run", "--enable-only=govet", "--allow-parallel-runners"); out.code != 0 {
		t.Errorf("without the linter: exit code %d\n%s%s", out.code, out.stdout, out.stderr)
	}
}

// TestGolangciSettings: settings win over .zmqlint.yml, and that over defaults.
func TestGolangciSettings(t *testing.T) {
	gcl := golangci(t)
	r := module(t, server)
	write(t, r.Dir, ".golangci.yml", plugin("settings:\n  rules: {wildcard-bind: off, bad-suppression: off}\n  require: [linger]\n"+
		"  ceilings: {hwm: 1000}\n  min-versions: {zmq4: v9.0.0}\n"))
	r.outcome(t, gcl, "run").wants(t, 1, "server.go:10:9: ", "without LINGER (missing-options)", "(no-curve)",
		"server.go:3:8: github.com/pebbe/zmq4 v1.4.0 is older than v9.0.0", "!(wildcard-bind)", "!MAXMSGSIZE", "!(bad-suppression)")

	write(t, r.Dir, ".zmqlint.yml", "rules: {no-curve: off, wildcard-bind: error}\nrequire: []\n")
	r.outcome(t, gcl, "run").wants(t, 1, "without LINGER (missing-options)", "!(no-curve)", "!(wildcard-bind)")

	write(t, r.Dir, ".golangci.yml", plugin("settings:\n  config: none\n"))
	r.outcome(t, gcl, "run").wants(t, 1, "(no-curve)", "MAXMSGSIZE", "(wildcard-bind)")

	write(t, r.Dir, "other.yml", "rules: {no-curve: off, missing-options: off}\n")
	write(t, r.Dir, ".golangci.yml", plugin("settings:\n  config: other.yml\n"))
	r.outcome(t, gcl, "run").wants(t, 1, "(wildcard-bind)", "!(no-curve)", "!(missing-options)")
}

// TestGolangciWrappers: functions that set options have a list, because
// golangci-lint does not leave their names alone when they are keys.
func TestGolangciWrappers(t *testing.T) {
	gcl := golangci(t)
	r := module(t, `
-- app.go --
package app

import zmq "github.com/pebbe/zmq4"

type Server struct{ hook func(*zmq.Socket) }

func (s *Server) Harden(*zmq.Socket) {}

func (s *Server) Serve() error {
	socket, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	s.Harden(socket)
	return socket.Bind("tcp://127.0.0.1:5555")
}
`)
	write(t, r.Dir, ".zmqlint.yml", "loopback: network\nrules: {no-curve: off}\n")
	write(t, r.Dir, ".golangci.yml", plugin(""))
	r.outcome(t, gcl, "run").wants(t, 1, "without MAXMSGSIZE, RCVHWM, SNDHWM, LINGER and TCP_KEEPALIVE (missing-options)")
	write(t, r.Dir, ".golangci.yml", plugin("settings:\n  wrappers:\n    - func: (*example.com/app.Server).Harden\n      sets: [MAXMSGSIZE, RCVHWM, SNDHWM]\n"))
	r.outcome(t, gcl, "run").wants(t, 1, "without LINGER and TCP_KEEPALIVE (missing-options)")
}

// TestGolangciMistakes: settings that are wrong, and a configuration file that
// is, end golangci-lint with the mistakes in plain words.
func TestGolangciMistakes(t *testing.T) {
	gcl := golangci(t)
	r := module(t, server)
	for _, test := range []struct{ settings, file, want string }{
		{"settings:\n  rule: {no-curve: off}\n", "", `settings: unknown key "rule": did you mean rules?`},
		{"settings:\n  rules: {no-curv: off}\n", "", `settings: unknown rule "no-curv": did you mean no-curve?`},
		{"settings:\n  rules: {no-curve: fatal}\n  max-age: soon\n", "",
			`settings: "soon" is no age: want one such as 180d or 36h; unknown severity "fatal": want error, warning, note, on or off`},
		{"settings:\n  networks: [10.0.0.1/8]\n", "", `did you mean 10.0.0.0/8?`},
		{"settings:\n  exclude: [gen]\n", "", `settings: exclude: golangci-lint leaves files out itself (linters.exclusions.paths)`},
		{"settings:\n  config: nowhere.yml\n", "", `settings: config: no file "nowhere.yml" in `},
		{"settings:\n  config: [a]\n", "", `settings: config: want the name of a file, or none`},
		{"settings:\n  wrappers: {example.com/x.Harden: [LINGER]}\n", "", `settings: wrappers: want a list of functions, each as {func: (*example.com/x.T).Setup, sets: [MAXMSGSIZE, LINGER]}`},
		{"settings:\n  wrappers: [{func: Harden, sets: [LINGER]}]\n", "", `settings: "Harden" is no name of a function`},
		{"settings:\n  wrappers: [{func: example.com/x.Harden, sets: [LINGERR]}]\n", "", `settings: unknown option "LINGERR": did you mean LINGER?`},
		{"settings: [a]\n", "", `settings: want keys with values`},
		{"settings:\n  advisories: nowhere.json\n", "", `settings: advisories: no file "nowhere.json"`},
		{"", "rules: {no-curv: off}\n", `.zmqlint.yml:1:9: unknown rule "no-curv": did you mean no-curve?`},
	} {
		write(t, r.Dir, ".golangci.yml", plugin(test.settings))
		write(t, r.Dir, ".zmqlint.yml", test.file)
		r.outcome(t, gcl, "run").wants(t, 3, "plugin(zmqlint): ", test.want)
	}
}

// TestGolangciCache: golangci-lint keeps what it found, but not beyond a change
// of .zmqlint.yml or go.mod.
func TestGolangciCache(t *testing.T) {
	gcl := golangci(t)
	r := module(t, server)
	write(t, r.Dir, ".golangci.yml", plugin(""))
	r.outcome(t, gcl, "run").wants(t, 1, "(no-curve)")
	r.outcome(t, gcl, "run").wants(t, 1, "(no-curve)", "(wildcard-bind)")
	write(t, r.Dir, ".zmqlint.yml", "rules: {no-curve: off}\n")
	r.outcome(t, gcl, "run").wants(t, 1, "!(no-curve)", "(wildcard-bind)")
	write(t, r.Dir, ".zmqlint.yml", "rules: {wildcard-bind: off}\nmin-versions: {zmq4: v9.0.0}\n")
	r.outcome(t, gcl, "run").wants(t, 1, "(no-curve)", "!(wildcard-bind)", "(outdated-module)")
}

// TestGolangciFacts: what one package does to sockets is known in another, also
// when it is not among the patterns, and not beyond a change of its configuration.
func TestGolangciFacts(t *testing.T) {
	gcl := golangci(t)
	r := module(t, `
-- sock/sock.go --
package sock

import zmq "github.com/pebbe/zmq4"

// Open opens what callers hand over.
func Open(s *zmq.Socket) error {
	prepare(s)
	return s.Connect("tcp://203.0.113.1:5555")
}

func prepare(*zmq.Socket) {}
-- cmd/cmd.go --
package main

import (
	zmq "github.com/pebbe/zmq4"

	"example.com/app/sock"
)

func main() {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		panic(err)
	}
	if err := s.SetRcvhwm(10); err != nil {
		panic(err)
	}
	if err := sock.Open(s); err != nil {
		panic(err)
	}
}
`)
	write(t, r.Dir, ".golangci.yml", plugin(""))
	r.outcome(t, gcl, "run", "./cmd").wants(t, 1, "cmd.go:17:12: ", "without MAXMSGSIZE and TCP_KEEPALIVE", "sock.Open", "(missing-options)", "(no-curve)")
	write(t, r.Dir, ".zmqlint.yml", "wrappers: {example.com/app/sock.prepare: [TCP_KEEPALIVE, CURVE]}\n")
	r.outcome(t, gcl, "run", "./cmd").wants(t, 1, "without MAXMSGSIZE (missing-options)", "!(no-curve)")
}

const mendable = `
-- server.go --
package app

import (
	"errors"

	zmq "github.com/pebbe/zmq4"
)

// Serve answers.
func Serve() error {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	if err := s.Bind("tcp://*:5555"); err != nil { // for all
		return err
	}
	return errors.Join(s.SetLinger(1000), s.Close())
}

func Publish() error {
	s, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return err
	}
	s.SetSndhwm(0)
	return s.Bind("tcp://127.0.0.1:5556")
}
`

// TestGolangciFix: --fix makes what go vet -fix makes, without a formatter, in one
// run, and leaves what takes a decision.
func TestGolangciFix(t *testing.T) {
	gcl := golangci(t)
	r, other := module(t, mendable), module(t, mendable)
	write(t, r.Dir, ".golangci.yml", plugin(""))
	r.outcome(t, gcl, "run", "--fix").wants(t, 1, "(no-curve)", "(wildcard-bind)", "!(missing-options)", "!(duration-unit)", "!(weak-option)", "!(unchecked-option)")
	got := read(t, r.Dir, "server.go")
	for _, want := range []string{"s.SetLinger(1000*time.Millisecond)", "s.SetMaxmsgsize(", "\t\"time\"\n", "// for all\n", `"tcp://*:5555"`} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in\n%s", want, got)
		}
	}
	if formatted, err := format.Source([]byte(got)); err != nil || string(formatted) != got {
		t.Errorf("not formatted (%v)\n%s", err, got)
	}
	other.outcome(t, "go", "vet", "-vettool="+zmqlint(t), "-fix", ".").wants(t, 0)
	if diff := cmp.Diff(read(t, other.Dir, "server.go"), got); diff != "" {
		t.Errorf("go vet -fix makes something else (-vet +golangci-lint):\n%s", diff)
	}
	r.outcome(t, gcl, "run", "--fix").wants(t, 1, "(no-curve)", "!(missing-options)", "!(typecheck)")
	if again := read(t, r.Dir, "server.go"); again != got {
		t.Error("a second --fix changes more")
	}
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestGolangciBroken: a package that does not type-check is left to typecheck;
// the plugin does not end the run.
func TestGolangciBroken(t *testing.T) {
	gcl := golangci(t)
	r := module(t, server+"-- broken.go --\npackage app\n\nvar x int = \"\"\n")
	write(t, r.Dir, ".golangci.yml", plugin(""))
	r.outcome(t, gcl, "run").wants(t, 1, "(typecheck)", "!(no-curve)")
}
