package certs

// Certificate files against CZMQ and pyzmq themselves. Where one of them is not
// installed its tests are skipped; the files in testdata, which they wrote, are
// read everywhere. In Debian they are libczmq-dev and python3-zmq.

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What testdata/czmq and testdata/pyzmq were made with: CZMQ 4.2.1 by
//
//	zcert save czmq/client.txt PUBLIC SECRET name=Alice 'organization=Example & Co, Genève'
//
// and pyzmq 24.0.1 by pyzmq.py save pyzmq client with the same arguments. The
// keys are those of the manual page, and no secret.
var fixtureMeta = Metadata{{"name", "Alice"}, {"organization", "Example & Co, Genève"}}

func fixtureArgs() (args []string) {
	args = []string{clientPublic, clientSecret}
	for _, f := range fixtureMeta {
		args = append(args, f.Name+"="+f.Value)
	}
	return args
}

// peer is another program that reads and writes certificate files.
type peer struct {
	name string
	// save writes a pair with those arguments into dir, and names its public file.
	save func(t *testing.T, dir string, args ...string) string
	// load gives what the program finds in each file: "refused", or the keys and
	// metadata that it has, one a line.
	load func(t *testing.T, files []string) map[string]string
	meta bool // load gives metadata
}

func peers() []peer {
	return []peer{
		{"czmq", func(t *testing.T, dir string, args ...string) string {
			run(t, zcert(t), append([]string{"save", filepath.Join(dir, "client.txt")}, args...)...)
			return "client.txt"
		}, func(t *testing.T, files []string) map[string]string {
			return blocks(run(t, zcert(t), append([]string{"load"}, files...)...))
		}, true},
		{"pyzmq", func(t *testing.T, dir string, args ...string) string {
			run(t, python(t), append([]string{"testdata/pyzmq.py", "save", dir, "client"}, args...)...)
			return "client.key"
		}, func(t *testing.T, files []string) map[string]string {
			return blocks(run(t, python(t), append([]string{"testdata/pyzmq.py", "load"}, files...)...))
		}, false},
	}
}

// TestPeersFiles reads the files that others wrote.
func TestPeersFiles(t *testing.T) {
	for dir, public := range map[string]string{"czmq": "client.txt", "pyzmq": "client.key"} {
		temp := t.TempDir()
		for _, name := range []string{public, public + SecretSuffix} {
			data, err := os.ReadFile(filepath.Join("testdata", dir, name))
			if err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(temp, name), string(data), 0o600) // pyzmq leaves it at 0644
		}
		expectFixture(t, filepath.Join(temp, public), dir == "czmq")
	}
}

// expectFixture reads a pair of files with the keys and metadata of the
// fixtures. pyzmq writes metadata into the secret file only.
func expectFixture(t *testing.T, public string, publicMeta bool) {
	t.Helper()
	c, err := Load(public)
	if err != nil || c.Public.Z85() != clientPublic || c.Secret.Z85() != clientSecret || !slices.Equal(sorted(c.Metadata), fixtureMeta) {
		t.Errorf("Load: %v, %v", c, err)
	}
	c, err = LoadPublic(public)
	if err != nil || c.Public.Z85() != clientPublic || publicMeta != slices.Equal(sorted(c.Metadata), fixtureMeta) {
		t.Errorf("LoadPublic: %v, %v", c, err)
	}
}

// TestPeersWrite has the programs at hand write the fixtures again: that they
// are what these programs write, byte for byte but for the date, and that such
// files are read.
func TestPeersWrite(t *testing.T) {
	date := regexp.MustCompile(`Generated on [-0-9]+ [0-9:.]+ by`)
	for _, p := range peers() {
		t.Run(p.name, func(t *testing.T) {
			dir := t.TempDir()
			public := p.save(t, dir, fixtureArgs()...)
			for _, name := range []string{public, public + SecretSuffix} {
				got, err := os.ReadFile(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				want, err := os.ReadFile(filepath.Join("testdata", p.name, name))
				if err != nil {
					t.Fatal(err)
				}
				if g, w := date.ReplaceAllString(string(got), ""), date.ReplaceAllString(string(want), ""); g != w {
					t.Errorf("%s writes\n%s\nthe fixture is\n%s", p.name, g, w)
				}
			}
			chmod(t, filepath.Join(dir, public+SecretSuffix), 0o600)
			expectFixture(t, filepath.Join(dir, public), p.meta)
		})
	}
}

// TestPeersRead has the programs at hand read our files.
func TestPeersRead(t *testing.T) {
	dir := t.TempDir()
	want := map[string]Certificate{}
	for i := range 20 { // keys are random, and # and = in them are where readers differ
		c, err := New()
		if err != nil {
			t.Fatal(err)
		}
		c.Metadata = Metadata{{"name", fmt.Sprintf("peer %d", i)}, {"note", `a "b" #c = d`}, {"x/y.z-@", "it's é\t#"}, {"zempty", ""}}
		secretOnly, public := filepath.Join(dir, fmt.Sprint(i, "s")), filepath.Join(dir, fmt.Sprint(i))
		if err := c.Save(secretOnly); err != nil {
			t.Fatal(err)
		}
		if err := c.SavePublic(public); err != nil {
			t.Fatal(err)
		}
		want[secretOnly+SecretSuffix], want[public] = c, Certificate{Public: c.Public, Metadata: c.Metadata}
	}
	files := slices.Sorted(maps.Keys(want))
	for _, p := range peers() {
		t.Run(p.name, func(t *testing.T) {
			got := p.load(t, files)
			for _, file := range files {
				if text := found(want[file], p.meta); got[file] != text {
					t.Errorf("%s: found\n%s\nwant\n%s", file, got[file], text)
				}
			}
		})
	}
}

// TestPeersAgree has the programs at hand read odd files: what is read here is
// what they read, and no file is accepted in which CZMQ finds another key or
// none.
func TestPeersAgree(t *testing.T) {
	dir := t.TempDir()
	want := map[string]Certificate{}
	for name, f := range odd {
		file := filepath.Join(dir, name)
		write(t, file, f.text, 0o600)
		c, err := Load(file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		want[file] = c
	}
	files := slices.Sorted(maps.Keys(want))
	for _, p := range peers() {
		t.Run(p.name, func(t *testing.T) {
			got := p.load(t, files)
			for _, file := range files {
				c := want[file]
				c.Metadata = sorted(c.Metadata)
				if text := found(c, p.meta); got[file] != text {
					t.Errorf("%s: found\n%q\nwant\n%q", file, got[file], text)
				}
			}
		})
	}
}

// TestPeersDir has the programs at hand read a directory of our certificates.
func TestPeersDir(t *testing.T) {
	dir, keys := dirOf(t, "a.key", "b.key")
	t.Run("czmq", func(t *testing.T) {
		for name, key := range keys {
			if out := run(t, zcert(t), "store", dir, key.Z85()); strings.TrimSpace(out) != "known" {
				t.Errorf("%s: %s", name, out)
			}
		}
		if out := run(t, zcert(t), "store", dir, clientPublic); strings.TrimSpace(out) != "unknown" {
			t.Errorf("another key: %s", out)
		}
	})
	t.Run("pyzmq", func(t *testing.T) {
		want := []string{keys["a.key"].Z85(), keys["b.key"].Z85()}
		slices.Sort(want)
		if got := strings.Fields(run(t, python(t), "testdata/pyzmq.py", "dir", dir)); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// found is a certificate as the programs print it. CZMQ has a secret of zeroes
// where there is none, pyzmq an empty line.
func found(c Certificate, meta bool) string {
	secret := c.Secret.Z85()
	if secret == "" && meta {
		secret = strings.Repeat("0", textSize)
	}
	lines := []string{c.Public.Z85(), secret}
	if meta {
		for _, f := range c.Metadata {
			lines = append(lines, f.Name+"="+f.Value)
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

func sorted(m Metadata) Metadata {
	return slices.SortedFunc(slices.Values(m), func(a, b Field) int { return strings.Compare(a.Name, b.Name) })
}

// blocks takes what load prints apart: a file name, and what was found in it.
func blocks(out string) map[string]string {
	m := map[string]string{}
	for block := range strings.SplitSeq(out, "\n\n") {
		file, text, _ := strings.Cut(strings.TrimLeft(block, "\n"), "\n")
		m[file] = strings.TrimSpace(text)
	}
	return m
}

func run(t *testing.T, program string, args ...string) string {
	t.Helper()
	cmd := exec.Command(program, args...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s", program, args, err, &stderr)
	}
	return string(out)
}

// zcert builds testdata/zcert.c.
func zcert(t *testing.T) string {
	t.Helper()
	flags, err := exec.Command("pkg-config", "--cflags", "--libs", "libczmq", "libzmq").Output()
	if err != nil {
		t.Skipf("CZMQ (libczmq-dev) is not installed: pkg-config: %v", err)
	}
	program := filepath.Join(t.TempDir(), "zcert")
	run(t, "gcc", append([]string{"-o", program, "testdata/zcert.c"}, strings.Fields(string(flags))...)...)
	return program
}

// python is a python that has pyzmq.
func python(t *testing.T) string {
	t.Helper()
	for _, program := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(program, "-c", "import zmq.auth").Run() == nil {
			return program
		}
	}
	t.Skip("pyzmq (python3-zmq) is not installed")
	return ""
}
