package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/zmqlint/zmqlint/internal/cli"
	"github.com/zmqlint/zmqlint/internal/report"
	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

const versionRules = "outdated-module,vulnerable-libzmq,deprecated-binding"

// module writes a module that requires a release of zmq4, and returns its
// directory and an environment in which go finds the release without network.
func module(t *testing.T, version, archive string) (dir string, env []string) {
	t.Helper()
	if version != "" {
		if _, err := zmqtest.Download(version); err != nil {
			t.Skip(err)
		}
	}
	dir = t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, bytes.ReplaceAll(f.Data, []byte("VERSION"), []byte(version)), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=mod", "GONOSUMDB=*", "GOTOOLCHAIN=local", "GOWORK=off",
		"PKG_CONFIG="+filepath.Join(dir, "no-pkg-config"))
	return dir, append(env, libzmqOf(t, "4.3.5", "header")...)
}

// zmqlint runs the rules of versions and returns what they find, as
// "severity file:line rule: message".
func zmqlint(t *testing.T, dir string, env []string, args ...string) (list []string) {
	t.Helper()
	var out, errs bytes.Buffer
	args = append([]string{"-format=json", "-disable=all", "-enable=" + versionRules}, args...)
	if code := cli.Main(context.Background(), args, cli.Stdio{Out: &out, Err: &errs}, env, dir); code > 1 {
		t.Fatalf("exit code %d: %s%s", code, &out, &errs)
	}
	var r report.Report
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		list = append(list, fmt.Sprintf("%s %s:%d %s: %s", f.Severity, filepath.ToSlash(f.File), f.Line, f.Rule, f.Message))
	}
	return list
}

// run runs a command that the test depends on.
func run(t *testing.T, dir string, env []string, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = dir, env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
}

const client = `
-- go.mod --
module example.com/app

go 1.24

require github.com/pebbe/zmq4 VERSION
-- app.go --
package app

import zmq "github.com/pebbe/zmq4"

func Open() (*zmq.Socket, error) { return zmq.NewSocket(zmq.SUB) }
-- other/other.go --
package other

import "github.com/pebbe/zmq4"

func Open() (*zmq4.Socket, error) { return zmq4.NewSocket(zmq4.SUB) }
`

func TestModuleVersions(t *testing.T) {
	for version, want := range map[string]string{
		"v1.0.0": "since v1.2.0 calls that a signal interrupts are retried, and since Go 1.14 signals are frequent; since v1.2.8 a call that is retried after Close does not panic; since v1.2.11 libzmq 4.3.5 is known",
		"v1.2.5": "since v1.2.8 a call that is retried after Close does not panic; since v1.2.11 libzmq 4.3.5 is known",
		"v1.2.9": "since v1.2.11 libzmq 4.3.5 is known",
		"v1.3.0": "",
		"v1.4.0": "none",
	} {
		t.Run(version, func(t *testing.T) {
			dir, env := module(t, version, client)
			wanted := []string{strings.TrimSuffix("warning go.mod:5 outdated-module: github.com/pebbe/zmq4 "+version+" is older than v1.4.0, the newest release: "+want, ": ")}
			if want == "none" {
				wanted = nil
			}
			if diff := cmp.Diff(wanted, zmqlint(t, dir, env, "./...")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestModuleMinimum(t *testing.T) {
	dir, env := module(t, "v1.2.9", client+"-- .zmqlint.yml --\nmin-versions:\n  zmq4: v1.2.8\nrules: {}\n-- new/.zmqlint.yml --\nmin-versions:\n  zmq4: v1.2.10\n")
	if got := zmqlint(t, dir, env, "./..."); got != nil {
		t.Errorf("new enough: %q", got)
	}
	got := zmqlint(t, dir, env, "-config", "new/.zmqlint.yml", "./...")
	if len(got) != 1 || !strings.Contains(got[0], "v1.2.9 is older than v1.2.10, which the configuration asks for") {
		t.Errorf("not new enough: %q", got)
	}
}

func TestModuleReplaced(t *testing.T) {
	for name, test := range map[string]struct {
		archive string
		want    []string
	}{
		"by an old version": {client + "-- more --\nreplace github.com/pebbe/zmq4 => github.com/pebbe/zmq4 v1.2.9\n",
			[]string{"warning go.mod:7 outdated-module: github.com/pebbe/zmq4 v1.2.9 is older than v1.4.0, the newest release: since v1.2.11 libzmq 4.3.5 is known"}},
		"by a directory":                        {client + "-- more --\nreplace github.com/pebbe/zmq4 => ./copy\n", nil},
		"by one of the cache":                   {client + "-- more --\nreplace github.com/pebbe/zmq4 => CACHE\n", []string{"warning go.mod:7 outdated-module: github.com/pebbe/zmq4 v1.2.9 is older than v1.4.0, the newest release: since v1.2.11 libzmq 4.3.5 is known"}},
		"another version than the required one": {client + "-- more --\nreplace github.com/pebbe/zmq4 v1.0.0 => ./copy\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			old, err := zmqtest.Download("v1.2.9")
			if err != nil {
				t.Skip(err)
			}
			dir, env := module(t, "v1.4.0", test.archive)
			if err := os.CopyFS(filepath.Join(dir, "copy"), os.DirFS(old)); err != nil {
				t.Fatal(err)
			}
			more, err := os.ReadFile(filepath.Join(dir, "more"))
			if err != nil {
				t.Fatal(err)
			}
			mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
			if err != nil {
				t.Fatal(err)
			}
			mod = fmt.Appendf(mod, "\n%s", bytes.ReplaceAll(more, []byte("CACHE"), fmt.Appendf(nil, "%q", old)))
			if err := os.WriteFile(filepath.Join(dir, "go.mod"), mod, 0o666); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, zmqlint(t, dir, env, "./...")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestModuleVendored(t *testing.T) {
	dir, env := module(t, "v1.2.9", client)
	run(t, dir, env, "go", "mod", "tidy") // writes go.sum
	run(t, dir, env, "go", "mod", "vendor")
	env = append(env, "GOFLAGS=-mod=vendor")
	want := []string{"warning go.mod:5 outdated-module: github.com/pebbe/zmq4 v1.2.9 is older than v1.4.0, the newest release: since v1.2.11 libzmq 4.3.5 is known"}
	if diff := cmp.Diff(want, zmqlint(t, dir, env, "./...")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// In a workspace every module is built with the newest version that one of
// them asks for.
func TestModuleWorkspace(t *testing.T) {
	if _, err := zmqtest.Download("v1.4.0"); err != nil {
		t.Skip(err)
	}
	second := strings.NewReplacer("example.com/app", "example.com/second", "-- ", "-- second/", "VERSION", "v1.4.0").Replace(client)
	dir, env := module(t, "v1.2.9", client+second+"-- go.work --\ngo 1.24\n\nuse (\n\t.\n\t./second\n)\n")
	if got := zmqlint(t, dir, append(env, "GOWORK=", "GOFLAGS="), "./..."); got != nil {
		t.Errorf("with the workspace: %q", got)
	}
	want := []string{"warning go.mod:5 outdated-module: github.com/pebbe/zmq4 v1.2.9 is older than v1.4.0, the newest release: since v1.2.11 libzmq 4.3.5 is known"}
	if diff := cmp.Diff(want, zmqlint(t, dir, env, "./...")); diff != "" {
		t.Errorf("without it (-want +got):\n%s", diff)
	}
}

// program is a main package with one socket.
func program(kind, setup, open string) string {
	return `
-- go.mod --
module example.com/app

go 1.24

require github.com/pebbe/zmq4 VERSION
-- main.go --
package main

import (
	"log"

	zmq "github.com/pebbe/zmq4"
)

func main() {
	s, err := zmq.NewSocket(zmq.` + kind + `)
	if err != nil {
		log.Fatal(err)
	}
	if err := ` + setup + `; err != nil {
		log.Fatal(err)
	}
	if err := s.` + open + `; err != nil {
		log.Fatal(err)
	}
}
`
}

var programs = map[string]string{
	"CURVE server": program("ROUTER", `s.ServerAuthCurve("global", "secret")`, `Bind("tcp://*:5555")`),
	"publisher":    program("PUB", `s.SetLinger(0)`, `Bind("tcp://*:5555")`),
	"plain client": program("SUB", `s.SetSubscribe("")`, `Connect("tcp://server:5555")`),
	"local client": program("SUB", `s.SetSubscribe("")`, `Connect("ipc:///run/app/socket")`),
}

var advisoryID = regexp.MustCompile(`CVE-\d+-\d+`)

// verdicts sorts the advisories of a message by whether their conditions are
// met.
func verdicts(message string) (met, unmet []string) {
	for part := range strings.SplitSeq(message, "; ") {
		ids := advisoryID.FindAllString(part, -1)
		if strings.HasPrefix(part, "conditions met by") {
			met = append(met, ids...)
		} else {
			unmet = append(unmet, ids...)
		}
	}
	slices.Sort(met)
	slices.Sort(unmet)
	return met, unmet
}

// TestLibzmqVersions holds made-up headers of releases against programs that
// meet the conditions of different advisories.
func TestLibzmqVersions(t *testing.T) {
	affecting := map[string][]string{
		"4.1.4": {"CVE-2019-13132", "CVE-2020-15166", "CVE-2021-20234", "CVE-2021-20236"},
		"4.2.5": {"CVE-2019-13132", "CVE-2019-6250", "CVE-2020-15166", "CVE-2021-20234", "CVE-2021-20235", "CVE-2021-20236", "CVE-2021-20237"},
		"4.3.1": {"CVE-2019-13132", "CVE-2020-15166", "CVE-2021-20234", "CVE-2021-20235", "CVE-2021-20236", "CVE-2021-20237"},
		"4.3.2": {"CVE-2020-15166", "CVE-2021-20234", "CVE-2021-20235", "CVE-2021-20236", "CVE-2021-20237"},
		"4.3.3": nil,
		"4.3.5": nil,
	}
	concerning := map[string][]string{
		"CURVE server": {"CVE-2019-13132", "CVE-2019-6250", "CVE-2020-15166"},
		"publisher":    {"CVE-2019-6250", "CVE-2020-15166", "CVE-2021-20235", "CVE-2021-20236", "CVE-2021-20237"},
		"plain client": {"CVE-2019-6250", "CVE-2021-20234"},
		"local client": nil,
	}
	for name, source := range programs {
		dir, env := module(t, "v1.4.0", source)
		for version, ids := range affecting {
			for _, how := range []string{"header", "pkg-config"} {
				got := zmqlint(t, dir, append(env, libzmqOf(t, version, how)...))
				if len(ids) == 0 {
					if len(got) > 0 {
						t.Errorf("%s with %s by %s: %q", name, version, how, got)
					}
					continue
				}
				var met, unmet []string
				for _, id := range ids {
					if slices.Contains(concerning[name], id) {
						met = append(met, id)
					} else {
						unmet = append(unmet, id)
					}
				}
				if len(got) != 1 {
					t.Errorf("%s with %s by %s: %q", name, version, how, got)
					continue
				}
				severity := "note"
				if len(met) > 0 {
					severity = "error"
				}
				if !strings.HasPrefix(got[0], severity+" go.mod:5 vulnerable-libzmq: libzmq "+version) {
					t.Errorf("%s with %s: want an %s: %s", name, version, severity, got[0])
				}
				gotMet, gotUnmet := verdicts(got[0])
				if diff := cmp.Diff([][]string{met, unmet}, [][]string{gotMet, gotUnmet}); diff != "" {
					t.Errorf("%s with %s by %s (-want +got):\n%s\n%s", name, version, how, diff, got[0])
				}
			}
		}
	}
}

// libzmqOf makes up what is installed of a version, and returns the
// environment in which a build uses it.
func libzmqOf(t *testing.T, version, how string) []string {
	t.Helper()
	dir := t.TempDir()
	parts := strings.Split(version, ".")
	name, text := "zmq.h", fmt.Sprintf("#define ZMQ_VERSION_MAJOR %s\n#define ZMQ_VERSION_MINOR %s\n#define ZMQ_VERSION_PATCH %s\n", parts[0], parts[1], parts[2])
	env := []string{"CGO_CFLAGS=-I" + dir}
	if how == "pkg-config" {
		name, text = "libzmq.pc", "Name: libzmq\nDescription: made up\nVersion: "+version+"\nLibs: -lzmq\nCflags: -I/nowhere\n"
		env = []string{"PKG_CONFIG=", "PKG_CONFIG_PATH=" + dir}
	}
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return env
}

// TestThisLibzmq: the package of Debian 12 has nothing that is published.
func TestThisLibzmq(t *testing.T) {
	release, _ := os.ReadFile("/etc/os-release")
	if !strings.Contains(string(release), "VERSION_ID=\"12\"") || exec.Command("pkg-config", "--exists", "libzmq").Run() != nil {
		t.Skip("no libzmq of Debian 12 here")
	}
	dir, env := module(t, "v1.4.0", programs["publisher"])
	if got := zmqlint(t, dir, append(env, "PKG_CONFIG=")); got != nil {
		t.Errorf("%q", got)
	}
}
