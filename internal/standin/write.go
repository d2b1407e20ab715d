package standin

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"go/version"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/zmqlint/zmqlint/internal/zmqstub"
)

// place decides where to write.
func (m *maker) place() error {
	if m.Out == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return fmt.Errorf("no place for the stand-in (%w): name one with -o", err)
		}
		m.Out = filepath.Join(cache, "zmqlint", "stub", fmt.Sprintf("%x", sha256.Sum256([]byte(m.root())))[:16])
		return nil
	}
	if !filepath.IsAbs(m.Out) {
		m.Out = filepath.Join(m.Dir, m.Out)
	}
	return nil
}

// writeModule writes the packages of zmq4 without C. Its go.mod keeps the go
// version, which decides how the code is read.
func (m *maker) writeModule(dir string) error {
	for _, pkg := range []string{"", "draft"} {
		names, err := filepath.Glob(filepath.Join(m.pkg.Dir, pkg, "*.go"))
		if err != nil {
			return err
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			src, err := os.ReadFile(name)
			if err == nil {
				src, err = zmqstub.Source(name, src, zmqstub.Options{GOOS: m.env.GOOS, DropBodies: true})
			}
			if err == nil {
				err = write(filepath.Join(dir, pkg, filepath.Base(name)), src)
			}
			if err != nil {
				return err
			}
		}
	}
	f := new(modfile.File)
	if text, err := os.ReadFile(filepath.Join(m.pkg.Dir, "go.mod")); err == nil {
		if f, err = modfile.ParseLax("go.mod", text, nil); err != nil {
			return err
		}
	}
	own := new(modfile.File)
	if err := own.AddModuleStmt(zmq4); err != nil {
		return err
	}
	if f.Go != nil {
		if err := own.AddGoStmt(f.Go.Version); err != nil {
			return err
		}
	}
	text, err := own.Format()
	if err != nil {
		return err
	}
	return write(filepath.Join(dir, "go.mod"), text)
}

// writeWork writes a go.work that uses what is worked on, and the stand-in.
func (m *maker) writeWork(file, standin string) error {
	var work *modfile.WorkFile
	var err error
	if m.env.GOWORK != "" {
		work, err = m.workspace()
	} else {
		work, err = m.workspaceOfOne()
	}
	if err != nil {
		return err
	}
	for _, r := range work.Replace {
		if r.Old.Path == zmq4 {
			err = errors.Join(err, work.DropReplace(r.Old.Path, r.Old.Version))
		}
	}
	work.Cleanup()
	if err := errors.Join(err, work.AddReplace(zmq4, "", standin, "")); err != nil {
		return err
	}
	return write(file, append([]byte(madeFor+cmp.Or(m.env.GOWORK, "off")+"\n\n"), modfile.Format(work.Syntax)...))
}

// writeMod writes the module's go.mod with the stand-in, and its go.sum beside it.
// Relative names in it are relative to the module, wherever it lies.
func (m *maker) writeMod(file, standin string) error {
	text, err := os.ReadFile(m.env.GOMOD)
	if err != nil {
		return err
	}
	mod, err := modfile.Parse(m.env.GOMOD, text, nil)
	if err != nil {
		return err
	}
	for _, r := range mod.Replace {
		if r.Old.Path == zmq4 {
			err = errors.Join(err, mod.DropReplace(r.Old.Path, r.Old.Version))
		}
	}
	mod.Cleanup()
	if err := errors.Join(err, mod.AddReplace(zmq4, "", standin, "")); err != nil {
		return err
	}
	if text, err = mod.Format(); err != nil {
		return err
	}
	sums, err := os.ReadFile(filepath.Join(m.root(), "go.sum"))
	if err == nil {
		err = write(filepath.Join(filepath.Dir(file), "go.sum"), sums)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return write(file, text)
}

// madeFor begins a go.work that was written here, and is followed by the GOWORK
// that it stands for: who makes the stand-in anew may have set it already.
const madeFor = "// Made by zmqlint stub, for GOWORK="

// original is the GOWORK that a go.work stands for; ok is false when it is no
// stand-in's.
func original(work string) (gowork string, ok bool) {
	text, err := os.ReadFile(work)
	if err != nil {
		return "", false
	}
	line, _, _ := strings.Cut(string(text), "\n")
	return strings.CutPrefix(line, madeFor)
}

// workspaceOfOne has the module alone, and its versions.
func (m *maker) workspaceOfOne() (*modfile.WorkFile, error) {
	text, err := os.ReadFile(m.env.GOMOD)
	if err != nil {
		return nil, err
	}
	mod, err := modfile.Parse(m.env.GOMOD, text, nil)
	if err != nil {
		return nil, err
	}
	work := &modfile.WorkFile{Syntax: new(modfile.FileSyntax)}
	goVersion := "1.18" // the first with workspaces
	if mod.Go != nil && version.Compare("go"+mod.Go.Version, "go"+goVersion) > 0 {
		goVersion = mod.Go.Version
	}
	err = work.AddGoStmt(goVersion)
	if mod.Toolchain != nil {
		err = errors.Join(err, work.AddToolchainStmt(mod.Toolchain.Name))
	}
	return work, errors.Join(err, work.AddUse(m.root(), ""))
}

// workspace is the user's own, with absolute names.
func (m *maker) workspace() (*modfile.WorkFile, error) {
	text, err := os.ReadFile(m.env.GOWORK)
	if err != nil {
		return nil, err
	}
	work, err := modfile.ParseWork(m.env.GOWORK, text, nil)
	if err != nil {
		return nil, err
	}
	for _, u := range slices.Clone(work.Use) {
		if path := m.absolute(u.Path); path != u.Path {
			err = errors.Join(err, work.DropUse(u.Path), work.AddUse(path, ""))
		}
	}
	for _, r := range work.Replace {
		if r.New.Version == "" {
			err = errors.Join(err, work.AddReplace(r.Old.Path, r.Old.Version, m.absolute(r.New.Path), ""))
		}
	}
	sums, readErr := os.ReadFile(m.env.GOWORK + ".sum")
	if readErr == nil {
		err = errors.Join(err, write(filepath.Join(m.Out, "go.work.sum"), sums))
	}
	return work, err
}

func (m *maker) absolute(name string) string {
	name = filepath.FromSlash(name)
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(m.root(), name)
}

// write writes a file unless it is there already: a tool may be reading it.
func write(file string, text []byte) error {
	if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, text) {
		return nil
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o666)
}
