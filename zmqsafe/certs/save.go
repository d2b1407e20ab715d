package certs

// Writing of certificate files. Each is written beside its place under another
// name, synced and then moved, so that no reader sees half of one and a crash
// leaves the old file or the new one.

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Save writes NAME, the public certificate to hand out, and NAME_secret, which
// has both keys and mode 0600. It replaces no file: the error is fs.ErrExist
// when there is one of them, and then nothing is written.
func (c Certificate) Save(name string) error { return c.save(name, false) }

// Replace is Save where files may be there already. A secret key that it
// replaces is lost.
func (c Certificate) Replace(name string) error { return c.save(name, true) }

func (c Certificate) save(name string, replace bool) error {
	if c.Secret.IsZero() {
		return fmt.Errorf("%s: %w", name, ErrNoSecret)
	}
	if strings.HasSuffix(name, SecretSuffix) {
		return fmt.Errorf("%s: the name of the public file must not end in %s, which the other one gets", name, SecretSuffix)
	}
	secret := name + SecretSuffix
	if !replace {
		for _, file := range []string{name, secret} {
			if err := absent(file); err != nil {
				return err
			}
		}
	}
	if err := c.write(secret, true, replace); err != nil {
		return err
	}
	err := c.write(name, false, replace)
	if err != nil && !replace {
		err = errors.Join(err, os.Remove(secret)) // nobody has the public key of it
	}
	return err
}

// SavePublic writes the public certificate alone, to a file that is not there
// yet.
func (c Certificate) SavePublic(name string) error {
	if err := absent(name); err != nil {
		return err
	}
	return c.write(name, false, false)
}

// ReplacePublic is SavePublic where the file may be there already.
func (c Certificate) ReplacePublic(name string) error { return c.write(name, false, true) }

func absent(name string) error {
	_, err := os.Lstat(name)
	switch {
	case err == nil:
		return &fs.PathError{Op: "create", Path: name, Err: fs.ErrExist}
	case errors.Is(err, fs.ErrNotExist):
		return nil
	}
	return err
}

// write writes one file.
func (c Certificate) write(name string, secret, replace bool) (err error) {
	if err := errors.Join(c.check(), c.Metadata.check()); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	data := c.format(secret, time.Now())
	defer clear(data)
	// CreateTemp makes it with mode 0600, so a secret is never exposed. The dot
	// keeps the name out of LoadDir.
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	_, err = f.Write(data)
	if err == nil && !secret {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err = place(f.Name(), name, replace); err != nil {
		return err
	}
	syncDir(filepath.Dir(name))
	return nil
}

// place gives a file its name. A link, unlike a renaming, replaces nothing.
func place(temp, name string, replace bool) error {
	if replace {
		if info, err := os.Lstat(name); err == nil {
			if err := regular(name, info.Mode()); err != nil {
				return err
			}
		}
		return os.Rename(temp, name)
	}
	if err := os.Link(temp, name); err == nil {
		return os.Remove(temp)
	} else if errors.Is(err, fs.ErrExist) {
		return &fs.PathError{Op: "create", Path: name, Err: fs.ErrExist}
	}
	if err := absent(name); err != nil { // the file system has no links
		return err
	}
	return os.Rename(temp, name)
}

// syncDir makes a renaming last. Not every system can do it, and the files are
// right without.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		d.Sync()
		d.Close()
	}
}

const publicBanner = `#   ZeroMQ CURVE Public Certificate
#   Exchange securely, or use a secure mechanism to verify the contents
#   of this file after exchange. Store public certificates in your home
#   directory, in the .curve subdirectory.
`

const secretBanner = `#   ZeroMQ CURVE **Secret** Certificate
#   DO NOT PROVIDE THIS FILE TO OTHER USERS nor change its permissions.
`

// format lays a certificate out as zcert_save does. Keys are in quotation marks
// because Z85 has #, which begins a comment.
func (c Certificate) format(secret bool, now time.Time) []byte {
	banner := publicBanner
	if secret {
		banner = secretBanner
	}
	b := fmt.Appendf(make([]byte, 0, 4096), "#   ****  Generated on %s by zmqlint  ****\n%s\nmetadata\n",
		now.UTC().Format(time.DateTime), banner)
	for _, f := range c.Metadata {
		quote := `"`
		if strings.Contains(f.Value, quote) {
			quote = `'`
		}
		b = fmt.Appendf(b, "    %s = %s%s%s\n", f.Name, quote, f.Value, quote)
	}
	b = append(b, "curve\n    public-key = \""+c.Public.Z85()+"\"\n"...)
	if secret {
		b = append(b, "    secret-key = \""+c.Secret.Z85()+"\"\n"...)
	}
	return b
}
