package certs

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func testPair(t *testing.T) Certificate {
	t.Helper()
	key := mustSecret(t, clientSecret)
	return Certificate{Public: key.Public(), Secret: key, Metadata: Metadata{{"name", "Alice"}}}
}

func TestSaveAndLoad(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "client.key")
	c := testPair(t)
	if err := c.Save(name); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]fs.FileMode{name: 0o644, name + SecretSuffix: 0o600} {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if runtime.GOOS != "windows" && info.Mode() != want {
			t.Errorf("%s has mode %v, want %v", file, info.Mode(), want)
		}
	}
	for _, n := range []string{name, name + SecretSuffix} {
		if got, err := Load(n); err != nil || !same(got, c) {
			t.Errorf("Load(%s): %v, %v", n, got, err)
		}
	}
	if got, err := LoadPublic(name); err != nil || got.Public != c.Public || !got.Secret.IsZero() || got.Name() != "Alice" {
		t.Errorf("LoadPublic: %v, %v", got, err)
	}
	if _, err := LoadPublic(name + SecretSuffix); err == nil || !strings.Contains(err.Error(), "there is a secret key in it") {
		t.Errorf("LoadPublic of the secret file: %v", err)
	}
	if left := names(t, dir); !slices.Equal(left, []string{"client.key", "client.key_secret"}) {
		t.Errorf("the folder holds %v", left)
	}
	if data, _ := os.ReadFile(name); leaks(string(data), clientSecret) {
		t.Error("the secret is in the public file")
	}
}

func TestSaveReplacesNothing(t *testing.T) {
	c := testPair(t)
	for _, there := range []string{"k", "k_secret"} {
		dir := t.TempDir()
		name := filepath.Join(dir, "k")
		write(t, filepath.Join(dir, there), "mine", 0o600)
		if err := c.Save(name); !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), there) {
			t.Errorf("%s is there: %v", there, err)
		}
		if left := names(t, dir); !slices.Equal(left, []string{there}) {
			t.Errorf("the folder holds %v", left)
		}
		if err := c.SavePublic(filepath.Join(dir, there)); !errors.Is(err, fs.ErrExist) {
			t.Errorf("SavePublic: %v", err)
		}
		if err := c.Replace(name); err != nil {
			t.Error(err)
		}
		if got, err := Load(name); err != nil || !same(got, c) {
			t.Errorf("replaced: %v, %v", got, err)
		}
	}
}

func TestReplaceMode(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no modes")
	}
	name := filepath.Join(t.TempDir(), "k")
	write(t, name+SecretSuffix, "old", 0o666)
	if err := testPair(t).Replace(name); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(name); err != nil {
		t.Errorf("the mode of the old file stays: %v", err)
	}
}

func TestSaveRefuses(t *testing.T) {
	c := testPair(t)
	public := Certificate{Public: c.Public}
	swapped := Certificate{Public: mustPublic(t, serverPublic), Secret: c.Secret}
	noted := Certificate{Public: c.Public, Secret: c.Secret, Metadata: Metadata{{"a b", "c"}}}
	twice := Certificate{Public: c.Public, Secret: c.Secret, Metadata: Metadata{{"a", "b"}, {"a", "c"}}}
	dir := t.TempDir()
	for name, err := range map[string]error{
		"no secret":      public.Save(filepath.Join(dir, "a")),
		"nothing":        Certificate{}.SavePublic(filepath.Join(dir, "b")),
		"other key":      swapped.Save(filepath.Join(dir, "c")),
		"metadata":       noted.Save(filepath.Join(dir, "d")),
		"metadata twice": twice.SavePublic(filepath.Join(dir, "e")),
		"name":           c.Save(filepath.Join(dir, "f_secret")),
		"no folder":      c.Save(filepath.Join(dir, "g", "h")),
	} {
		if err == nil {
			t.Errorf("%s: saved", name)
		}
	}
	if left := names(t, dir); len(left) > 0 {
		t.Errorf("the folder holds %v", left)
	}
	if err := os.Mkdir(filepath.Join(dir, "i"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := c.Replace(filepath.Join(dir, "i")); err == nil {
		t.Error("a folder was replaced")
	}
}

func TestModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no modes")
	}
	name := filepath.Join(t.TempDir(), "it's a key")
	if err := testPair(t).Save(name); err != nil {
		t.Fatal(err)
	}
	secret := name + SecretSuffix
	for mode, ok := range map[fs.FileMode]bool{0o600: true, 0o400: true, 0o700: true, 0o640: false, 0o604: false, 0o620: false, 0o644: false, 0o610: false, 0o601: false} {
		chmod(t, secret, mode)
		_, err := Load(name)
		if ok != (err == nil) || !ok && !errors.Is(err, ErrExposed) {
			t.Errorf("secret file with mode %o: %v", mode, err)
		}
		if !ok && !strings.HasSuffix(err.Error(), `run: chmod 600 '`+strings.ReplaceAll(secret, "'", `'\''`)+`'`) {
			t.Errorf("the error has no command to run: %v", err)
		}
	}
	for mode, ok := range map[fs.FileMode]bool{0o644: true, 0o664: true, 0o444: true, 0o666: false, 0o646: false} {
		chmod(t, name, mode)
		if _, err := LoadPublic(name); ok != (err == nil) || !ok && !errors.Is(err, ErrExposed) {
			t.Errorf("public file with mode %o: %v", mode, err)
		}
	}
	// The certificate that others can read is not taken in place of the one
	// that is refused.
	chmod(t, name, 0o644)
	chmod(t, secret, 0o644)
	if _, err := Load(name); !errors.Is(err, ErrExposed) {
		t.Error(err)
	}
}

func TestWrongFiles(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	c := testPair(t)
	if err := c.Save(at("real")); err != nil {
		t.Fatal(err)
	}
	write(t, at("public only"), string(c.format(false, now)), 0o644)
	write(t, at("both in one"), string(c.format(true, now)), 0o600)
	write(t, at("oversize_secret"), strings.Repeat("#\n", maxFileSize/2)+"\n", 0o600)
	write(t, at("largest_secret"), strings.Repeat("#\n", (maxFileSize-len(pair))/2)+pair, 0o600)
	if err := os.Mkdir(at("folder_secret"), 0o700); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"missing":     "no such file",
		"oversize":    "more than 65536 bytes",
		"folder":      "is a directory",
		"public only": "has no secret key",
		"both in one": "", "largest": "",
	}
	if runtime.GOOS != "windows" {
		if err := os.Symlink(at("real_secret"), at("link_secret")); err != nil {
			t.Fatal(err)
		}
		want["link"] = "is a symbolic link"
		if err := makeFIFO(at("pipe_secret")); err != nil {
			t.Fatal(err)
		}
		want["pipe"] = "is no regular file"
	}
	for name, text := range want {
		_, err := Load(at(name))
		if text == "" && err != nil || text != "" && (err == nil || !strings.Contains(err.Error(), text)) {
			t.Errorf("%s: %v, want %q", name, err, text)
		}
	}
	if _, err := Load(at("missing")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if _, err := Load(at("public only")); !errors.Is(err, ErrNoSecret) {
		t.Error(err)
	}
}

func TestFromEnv(t *testing.T) {
	t.Setenv("PUB", clientPublic)
	t.Setenv("SEC", clientSecret)
	t.Setenv("OTHER", serverPublic)
	t.Setenv("LONG", clientSecret+"\n")
	t.Setenv("EMPTY", "")
	for _, names := range [][2]string{{"PUB", "SEC"}, {"", "SEC"}} {
		if c, err := FromEnv(names[0], names[1]); err != nil || c.Secret.Z85() != clientSecret || c.Public.Z85() != clientPublic {
			t.Errorf("%q: %v, %v", names, c, err)
		}
	}
	if c, err := FromEnv("OTHER", ""); err != nil || !c.Secret.IsZero() || c.Public.Z85() != serverPublic {
		t.Errorf("public key only: %v, %v", c, err)
	}
	for names, want := range map[[2]string]string{
		{"", ""}:              "no environment variable is named",
		{"PUB", "NOT_SET"}:    "environment variable NOT_SET is not set",
		{"NOT_SET", "SEC"}:    "environment variable NOT_SET is not set",
		{"PUB", "LONG"}:       "environment variable LONG: the secret key has 41 characters",
		{"PUB", "EMPTY"}:      "environment variable EMPTY: the secret key has 0 characters",
		{"OTHER", "SEC"}:      "environment variables OTHER and SEC: the public key is not that of the secret key",
		{"SEC", "PUB"}:        "environment variables SEC and PUB: the public key is not that of the secret key",
		{"EMPTY", "NOT_SET "}: "NOT_SET",
	} {
		c, err := FromEnv(names[0], names[1])
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, %v, want %q", names, c, err, want)
		} else if leaks(err.Error(), clientSecret) {
			t.Errorf("%q: the error shows the secret: %v", names, err)
		}
	}
}
