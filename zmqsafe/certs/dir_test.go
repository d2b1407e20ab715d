package certs

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// dirOf makes a folder with the public certificates of some names.
func dirOf(t *testing.T, names ...string) (dir string, keys map[string]PublicKey) {
	t.Helper()
	dir, keys = t.TempDir(), map[string]PublicKey{}
	chmod(t, dir, 0o755) // whatever the umask is
	for _, name := range names {
		c, err := New()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.SavePublic(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		keys[name] = c.Public
	}
	return dir, keys
}

func TestLoadDir(t *testing.T) {
	dir, keys := dirOf(t, "b.key", "a.txt", "c", ".hidden", "old~", "server_secret")
	for _, folder := range []string{"revoked", "x.key"} {
		if err := os.Mkdir(filepath.Join(dir, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	c := testPair(t)
	if err := c.SavePublic(filepath.Join(dir, "revoked", "alice.key")); err != nil {
		t.Fatal(err)
	}
	files, err := LoadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		got = append(got, f.Name())
		if f.Public != keys[filepath.Base(f.Path)] {
			t.Errorf("%s has another key", f.Path)
		}
	}
	if strings.Join(got, " ") != "a b c" {
		t.Errorf("got %v", got)
	}
	if err := c.SavePublic(filepath.Join(dir, "z.key")); err != nil {
		t.Fatal(err)
	}
	if files, err = LoadDir(dir); err != nil || len(files) != 4 || files[3].Name() != "Alice" {
		t.Errorf("got %v, %v", files, err)
	}
}

// TestMountedSecret has the layout of a Kubernetes volume: links to files by way
// of a folder that is a link, which an update turns to another one.
func TestMountedSecret(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege on Windows")
	}
	mount := t.TempDir()
	for _, version := range []string{"..1", "..2"} {
		dir, keys := dirOf(t, "a.key")
		if err := errors.Join(
			os.Rename(dir, filepath.Join(mount, version)),
			os.RemoveAll(filepath.Join(mount, "..data")),
			os.Symlink(version, filepath.Join(mount, "..data")),
			os.RemoveAll(filepath.Join(mount, "a.key")),
			os.Symlink(filepath.Join("..data", "a.key"), filepath.Join(mount, "a.key")),
		); err != nil {
			t.Fatal(err)
		}
		files, err := LoadDir(filepath.Join(mount, "..data"))
		if err != nil || len(files) != 1 || files[0].Public != keys["a.key"] {
			t.Errorf("..data holds %v, %v", files, err)
		}
		if files, err := LoadDir(mount); err == nil || len(files) > 0 {
			t.Errorf("links are read: %v, %v", files, err)
		}
	}
}

// TestLoadDirBroken: what is broken keeps nobody else out, and lets nobody in.
func TestLoadDirBroken(t *testing.T) {
	dir, _ := dirOf(t, "a.key", "m.key", "z.key")
	data, err := os.ReadFile(filepath.Join(dir, "a.key"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "copy.key"), string(data), 0o644)
	write(t, filepath.Join(dir, "half.key"), string(data[:len(data)-9]), 0o644)
	write(t, filepath.Join(dir, "pair.key"), pair, 0o600)
	want := []string{"copy.key: the key is that of", "half.key:9: a quotation mark", "pair.key: there is a secret key in it"}
	if runtime.GOOS != "windows" {
		if err := os.Symlink("/etc/passwd", filepath.Join(dir, "link.key")); err != nil {
			t.Fatal(err)
		}
		want = append(want, "link.key: is a symbolic link")
	}
	files, err := LoadDir(dir)
	if len(files) != 3 || err == nil {
		t.Fatalf("got %v, %v", files, err)
	}
	for _, text := range want {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("%q is missing in:\n%v", text, err)
		}
	}
	if leaks(err.Error(), clientSecret) {
		t.Errorf("the error shows the secret: %v", err)
	}
}

func TestLoadDirNone(t *testing.T) {
	dir, _ := dirOf(t, "a.key")
	for name, path := range map[string]string{"missing": filepath.Join(dir, "x"), "file": filepath.Join(dir, "a.key")} {
		if files, err := LoadDir(path); err == nil || files != nil {
			t.Errorf("%s: %v, %v", name, files, err)
		}
		if _, err := DirState(path); err == nil {
			t.Errorf("%s has a state", name)
		}
	}
	if runtime.GOOS == "windows" {
		return
	}
	chmod(t, dir, 0o777)
	if files, err := LoadDir(dir); !errors.Is(err, ErrExposed) || files != nil {
		t.Errorf("a folder that everyone can write: %v, %v", files, err)
	}
}

func TestDirState(t *testing.T) {
	dir, _ := dirOf(t, "a.key", "b.key")
	state := func() string {
		t.Helper()
		s, err := DirState(dir)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	path := filepath.Join(dir, "a.key")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := []byte(strings.Replace(string(data), clientPublic[:1], "!", 1))
	last := state()
	if state() != last {
		t.Error("nothing changed, and the state is another one")
	}
	for _, step := range []struct {
		what string
		do   func() error
	}{
		{"content within the step of the clock", func() error {
			return errors.Join(os.WriteFile(path, append(changed[:len(changed)-1], '#'), 0o644), os.Chtimes(path, info.ModTime(), info.ModTime()))
		}},
		{"time", func() error { return os.Chtimes(path, time.Time{}, info.ModTime().Add(-time.Hour)) }},
		{"mode", func() error { return os.Chmod(path, 0o600) }},
		{"removal", func() error { return os.Remove(path) }},
		{"renaming", func() error { return os.Rename(filepath.Join(dir, "b.key"), path) }},
		{"addition", func() error { return os.WriteFile(filepath.Join(dir, "c.key"), nil, 0o644) }},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		now := state()
		if now == last {
			t.Errorf("%s does not show in the state", step.what)
		}
		last = now
	}
	write(t, filepath.Join(dir, ".c.key.123"), "x", 0o600)
	if state() != last {
		t.Error("a file that does not count shows in the state")
	}
}
