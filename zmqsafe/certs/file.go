package certs

// Reading and naming of certificate files; save.go writes them.

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"
)

// SecretSuffix is what the name of the file with the secret has after that of
// the public one: a convention of CZMQ and pyzmq.
const SecretSuffix = "_secret"

// maxFileSize is far above what a certificate takes, and bounds what a wrong
// file name costs.
const maxFileSize = 64 << 10

// ErrExposed tells that a file has a mode by which others can read a secret in
// it, or replace the keys in it.
var ErrExposed = errors.New("others have access to it")

// Load reads a certificate with its secret. The file is NAME_secret, or NAME
// where that does not exist; NAME is given with or without the suffix. The
// error is [ErrNoSecret] when there is a public key only, [ErrExposed] when
// others can read or write the file, and tells the line of what is malformed.
func Load(name string) (Certificate, error) {
	file := strings.TrimSuffix(name, SecretSuffix) + SecretSuffix
	c, err := LoadFile(file)
	if errors.Is(err, fs.ErrNotExist) && file != name {
		secretErr := err
		if c, err = LoadFile(name); errors.Is(err, fs.ErrNotExist) {
			return Certificate{}, secretErr
		}
		file = name
	}
	if err == nil && c.Secret.IsZero() {
		err = fmt.Errorf("%s: %w", file, ErrNoSecret)
	}
	if err != nil {
		return Certificate{}, err
	}
	return c, nil
}

// LoadPublic reads the certificate of a peer from the file of that name. One
// with a secret is refused: a secret that went to other hands than its owner's
// has to be replaced.
func LoadPublic(name string) (Certificate, error) {
	c, err := LoadFile(name)
	if err != nil {
		return Certificate{}, err
	}
	if !c.Secret.IsZero() {
		return Certificate{}, fmt.Errorf("%s: there is a secret key in it; a certificate for others holds the public key only", name)
	}
	return c, nil
}

// LoadFile reads the file of that name and no other, with the secret if there
// is one in it. For a program that has to have its secret there is [Load], for
// the certificates of peers [LoadPublic].
func LoadFile(name string) (Certificate, error) {
	data, mode, err := readFile(name)
	if err != nil {
		return Certificate{}, err
	}
	defer clear(data)
	c, err := Parse(name, data)
	if err != nil {
		return Certificate{}, err
	}
	if err := exposure(name, mode, !c.Secret.IsZero()); err != nil {
		return Certificate{}, err
	}
	return c, nil
}

// readFile reads a regular file of bounded size. A symbolic link is refused,
// because its target can be exchanged by who can write any folder on the way.
func readFile(name string) ([]byte, fs.FileMode, error) {
	before, err := os.Lstat(name)
	if err != nil {
		return nil, 0, err
	}
	if err := regular(name, before.Mode()); err != nil {
		return nil, 0, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	if !os.SameFile(before, info) {
		return nil, 0, fmt.Errorf("%s: the file was exchanged while it was opened", name)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxFileSize+1))
	if err == nil && len(data) > maxFileSize {
		err = fmt.Errorf("%s: more than %d bytes: it is no certificate", name, maxFileSize)
	}
	return data, info.Mode(), err
}

func regular(name string, mode fs.FileMode) error {
	switch {
	case mode.IsRegular():
		return nil
	case mode.IsDir():
		return fmt.Errorf("%s: is a directory, want a certificate file", name)
	case mode&fs.ModeSymlink != 0:
		return fmt.Errorf("%s: is a symbolic link: name the file itself", name)
	}
	return fmt.Errorf("%s: is no regular file", name)
}

// exposure refuses modes by which others read a secret or write keys. The bits
// of the group cover access control lists as well: they are the upper bound of
// what a list gives to others than the owner.
func exposure(name string, mode fs.FileMode, secret bool) error {
	switch {
	case runtime.GOOS == "windows":
		return nil
	case secret && mode&0o077 != 0:
		return fmt.Errorf("%s: a secret key in a file of mode %04o: %w; run: chmod 600 %s", name, mode.Perm(), ErrExposed, shellQuote(name))
	case mode&0o002 != 0:
		return fmt.Errorf("%s: everyone can write it (mode %04o): %w; run: chmod o-w %s", name, mode.Perm(), ErrExposed, shellQuote(name))
	}
	return nil
}

// shellQuote quotes a name where a shell would not take it as it is.
func shellQuote(name string) string {
	plain := func(r rune) bool {
		return 'a' <= r|0x20 && r|0x20 <= 'z' || '0' <= r && r <= '9' || strings.ContainsRune("._-/+@", r)
	}
	if strings.TrimFunc(name, plain) == "" && !strings.HasPrefix(name, "-") {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
}
