package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// tree makes files, given as name and text, in a new directory.
func tree(t *testing.T, files ...string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for i := 0; i < len(files); i += 2 {
		name := filepath.Join(dir, filepath.FromSlash(files[i]))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(files[i+1]), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func use(t *testing.T, s Settings) { t.Cleanup(Use(s)) }

func TestForDir(t *testing.T) {
	use(t, Settings{})
	dir := tree(t,
		".zmqlint.yml", "loopback: network",
		"a/b/x.go", "",
		"a/.zmqlint.yaml", "max-age: 1d",
		"repo/.git/HEAD", "",
		"repo/in/x.go", "",
		"worktree/.git", "gitdir: elsewhere",
		"both/.zmqlint.yml", "loopback: network", "both/.zmqlint.yaml", "",
		"bad/.zmqlint.yml", "loopback: x",
		"folder/.zmqlint.yml/x.go", "",
	)
	for at, want := range map[string]string{
		".":               ".zmqlint.yml",
		"a":               "a/.zmqlint.yaml",
		"a/b":             "a/.zmqlint.yaml",
		"not/there":       ".zmqlint.yml",
		"repo":            "",
		"repo/in":         "",
		"worktree/inside": "",
		"folder":          ".zmqlint.yml",
	} {
		for range 2 { // the second time from memory
			c, problems := ForDir(filepath.Join(dir, filepath.FromSlash(at)))
			if want != "" && c.File != filepath.Join(dir, filepath.FromSlash(want)) || want == "" && c.File != "" || len(problems) > 0 {
				t.Errorf("%s: file %q, want %q; problems %v", at, c.File, want, problems)
			}
		}
	}
	for at, want := range map[string]string{
		"both":   "there is a .zmqlint.yaml as well: keep one",
		"bad":    `unknown policy "x"`,
		"bad/in": `unknown policy "x"`,
	} {
		c, problems := ForDir(filepath.Join(dir, at))
		if len(problems) != 1 || !strings.Contains(problems[0].Message, want) || c.Loopback != LoopbackLocal || !c.On("no-curve") {
			t.Errorf("%s: problems %v; the configuration is %+v", at, problems, c)
		}
	}
}

func TestUse(t *testing.T) {
	dir := tree(t, ".zmqlint.yml", "loopback: network", "other.yml", "forks: [example.com/a]", "a/.zmqlint.yml", "forks: [example.com/b, example.com/c]")
	for _, test := range []struct {
		name     string
		settings Settings
		loopback Loopback
		forks    string
	}{
		{"found", Settings{}, LoopbackNetwork, "b c"},
		{"none", Settings{NoFile: true}, LoopbackLocal, ""},
		{"fixed", Settings{File: filepath.Join(dir, "other.yml")}, LoopbackLocal, "a"},
		{"flags", Settings{Flags: func(c *Config) { c.Loopback = LoopbackLocal }}, LoopbackLocal, "b c"},
	} {
		restore := Use(test.settings)
		ForDir(filepath.Join(dir, "a"))
		if c, problems := ForDir(dir); c.Loopback != test.loopback || len(problems) > 0 {
			t.Errorf("%s: loopback %s, problems %v", test.name, c.Loopback, problems)
		}
		for _, fork := range []string{"a", "b", "c"} {
			if got, want := zmqapi.IsZMQ4("example.com/"+fork), strings.Contains(test.forks, fork); got != want {
				t.Errorf("%s: %s is a fork: %v", test.name, fork, got)
			}
		}
		restore()
		if zmqapi.IsZMQ4("example.com/a") || zmqapi.IsZMQ4("example.com/b") {
			t.Errorf("%s: forks are left", test.name)
		}
	}
}

// TestDigest changes with every file that says something, and with no other.
func TestDigest(t *testing.T) {
	dir := tree(t, "go.mod", "module m", "in/x.go", "", ".zmqlint.yml", "loopback: network", ".hidden/.zmqlint.yml", "")
	digest := func(at string) any {
		defer Use(Settings{})()
		return Digest(filepath.Join(dir, at))
	}
	before := digest(".")
	if digest("in") != before {
		t.Error("the digest is another in a folder of the same module")
	}
	for _, change := range []struct {
		file, text string
		counts     bool
	}{
		{"in/x.go", "package in", false},
		{".hidden/.zmqlint.yml", "loopback: local", false},
		{".zmqlint.yml", "loopback: local", true},
		{"in/extra.json", "{}", false},
		{"in/.zmqlint.yaml", "advisories: extra.json", true},
		{"in/extra.json", "{ }", true},
	} {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(change.file)), []byte(change.text), 0o666); err != nil {
			t.Fatal(err)
		}
		after := digest(".")
		if (after != before) != change.counts {
			t.Errorf("%s: the digest is another: %v", change.file, after != before)
		}
		before = after
	}
}

// BenchmarkForDir is what a package costs that has no configuration.
func BenchmarkForDir(b *testing.B) {
	defer Use(Settings{})()
	dir := b.TempDir()
	for b.Loop() {
		ForDir(dir)
	}
}
