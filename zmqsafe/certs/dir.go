package certs

// Directories of public certificates: who may connect. CZMQ's zcertstore reads
// them with all folders below; here a folder is left alone, so that a key moved
// to a folder "revoked" is revoked.

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// File is a certificate and the file that it was read from.
type File struct {
	Path string
	Certificate
}

// Name is what the metadata call the owner of the certificate, or else the name
// of the file without its ending.
func (f File) Name() string {
	if name := f.Certificate.Name(); name != "" {
		return name
	}
	base := filepath.Base(f.Path)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// LoadDir reads the public certificates of a directory: all files in it, sorted
// by name, except those whose name begins with a dot or ends in ~ or _secret.
// Folders are not looked into.
//
// What cannot be read as [LoadPublic] reads it, and a key that an earlier file
// has, is left out and told in the error, which joins one for each file. The
// certificates are returned along with the error, so that a program in service
// can go by them: a key whose file was removed is gone even while another file
// is broken. None are returned when the directory itself cannot be read, or
// when everyone can write it ([ErrExposed]).
func LoadDir(dir string) ([]File, error) {
	entries, err := list(dir)
	if err != nil {
		return nil, err
	}
	var files []File
	var problems []error
	seen := map[PublicKey]string{}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		c, err := LoadPublic(path)
		if err == nil && seen[c.Public] != "" {
			err = fmt.Errorf("%s: the key is that of %s as well", path, seen[c.Public])
		}
		if err != nil {
			problems = append(problems, err)
			continue
		}
		seen[c.Public] = path
		files = append(files, File{path, c})
	}
	return files, errors.Join(problems...)
}

// list is what LoadDir reads of a directory.
func list(dir string) ([]fs.DirEntry, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%s: is no directory", dir)
	}
	if err := exposure(dir, info.Mode(), false); err != nil {
		return nil, err
	}
	all, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	entries := all[:0]
	for _, e := range all {
		name := e.Name()
		if !e.IsDir() && !strings.HasPrefix(name, ".") && !strings.HasSuffix(name, "~") && !strings.HasSuffix(name, SecretSuffix) {
			entries = append(entries, e)
		}
	}
	return entries, nil
}

// unsettled is how long a file may change without its time of modification
// telling: two seconds, the step of the coarsest file system.
const unsettled = 2 * time.Second

// DirState identifies what LoadDir would read: it differs when a file was
// added, removed, renamed or changed. Take it before LoadDir, so that a change
// meanwhile shows in the next one. It costs one look at each file, and reads
// those that changed in the last two seconds, for which it differs once more
// when they have settled. The error is that of a directory that cannot be read.
func DirState(dir string) (string, error) {
	entries, err := list(dir)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, e := range entries {
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // removed since
		} else if err != nil {
			return "", err
		}
		addState(sum, filepath.Join(dir, e.Name()), info)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func addState(sum hash.Hash, path string, info fs.FileInfo) {
	name := info.Name()
	head := []int64{int64(len(name)), info.Size(), info.ModTime().UnixNano(), int64(info.Mode())}
	binary.Write(sum, binary.BigEndian, head) // a hash.Hash returns no error
	sum.Write([]byte(name))
	if age := time.Since(info.ModTime()); age < unsettled {
		// What cannot be read is for LoadDir to tell.
		if data, _, err := readFile(path); err == nil {
			content := sha256.Sum256(data)
			sum.Write(content[:])
		}
	}
}
