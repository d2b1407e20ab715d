// Package standin makes a stand-in for the module zmq4, with which the go command
// and what is built on it load packages that use zmq4 where there is no libzmq.
//
// zmqlint itself does without (internal/load). go vet and golangci-lint have the
// go command build zmq4 before they ask any analyzer, and that takes the headers
// of libzmq and a C compiler. The stand-in has the declarations of the zmq4 that
// the module is built with, bodies that panic, and no C (internal/zmqstub).
//
// It takes the place of zmq4 in one of two ways; a module has both.
//
//   - A copy of go.mod that replaces zmq4, for -modfile. Nothing else changes,
//     so the go command needs nothing that it did not need before. But workspaces
//     refuse the flag, golangci-lint has none to pass it on, and in GOFLAGS it
//     ends golang.org/x/tools/go/packages.
//   - A go.work that uses the modules that are worked on, where they are, and
//     replaces zmq4, for GOWORK. Every tool passes that on. A workspace has the
//     go command read the go.mod of every module that is required.
//
// The go command refuses to overlay files of the module cache, and takes a
// vendor directory as it is.
package standin

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// zmq4 is the module that has a stand-in.
const zmq4 = "github.com/pebbe/zmq4"

// Config says for what, and where.
type Config struct {
	Dir string   // of the module, or below it
	Env []string // of the go command
	Out string   // folder to write to; "" is one in the user's cache
}

// Standin is a stand-in that was written.
type Standin struct {
	Version string   // of zmq4: "v1.4.0"; "" when go.mod puts something else in its place
	Dir     string   // the module
	Work    string   // the go.work
	Env     []string // what the go command has to be run with to use it: GOWORK, and GOFLAGS where that is in the way
	Flags   []string // or these, without a workspace: -modfile, and -mod where the user has it; none for a workspace
}

// Make writes the stand-in.
func Make(ctx context.Context, cfg Config) (*Standin, error) {
	m := &maker{Config: cfg, ctx: ctx}
	if err := m.goEnv(); err != nil {
		return nil, err
	}
	if err := m.vendored(); err != nil {
		return nil, err
	}
	if err := m.find(); err != nil {
		return nil, err
	}
	if err := m.place(); err != nil {
		return nil, err
	}
	s := &Standin{Version: m.version(), Work: filepath.Join(m.Out, "go.work")}
	// The rules that ask for the version read it off the name (analyzers/version).
	s.Dir = filepath.Join(m.Out, "pebbe", "zmq4@"+cmp.Or(s.Version, "replaced"))
	if err := m.writeModule(s.Dir); err != nil {
		return nil, err
	}
	if err := m.writeWork(s.Work, s.Dir); err != nil {
		return nil, err
	}
	s.Env = append([]string{"GOWORK=" + s.Work}, m.flags()...)
	if m.env.GOWORK == "" {
		mod := filepath.Join(m.Out, "go.mod")
		s.Flags = []string{"-modfile=" + mod}
		if m.mod != "" {
			s.Flags = append(s.Flags, "-mod="+m.mod)
		}
		return s, m.writeMod(mod, s.Dir)
	}
	return s, nil
}

type maker struct {
	Config
	ctx context.Context
	mod string // the user's -mod, if any
	env struct{ GOMOD, GOWORK, GOFLAGS, GOOS, GO111MODULE string }
	pkg struct { // zmq4
		Dir    string
		Module *struct {
			Version string
			Replace *struct{ Path string }
		}
		Error *struct{ Err string }
	}
}

// goCommand runs the go command and reads its output, which is JSON.
func (m *maker) goCommand(into any, args ...string) error {
	cmd := exec.CommandContext(m.ctx, "go", args...)
	cmd.Dir = m.Dir
	cmd.Env = append(slices.Clip(m.Env), "PWD="+m.Dir)
	out, err := cmd.Output()
	switch exit, failed := errors.AsType[*exec.ExitError](err); {
	case errors.Is(err, exec.ErrNotFound):
		return errors.New("the go command is not in PATH")
	case failed && len(exit.Stderr) > 0:
		return errors.New(strings.TrimSpace(string(exit.Stderr)))
	case err != nil:
		return fmt.Errorf("go %s: %w", args[0], err)
	}
	return json.Unmarshal(out, into)
}

func (m *maker) goEnv() error {
	if err := m.goCommand(&m.env, "env", "-json", "GOMOD", "GOWORK", "GOFLAGS", "GOOS", "GO111MODULE"); err != nil {
		return err
	}
	if gowork, ok := original(m.env.GOWORK); ok {
		m.Env = append(slices.Clip(m.Env), "GOWORK="+gowork)
		return m.goEnv()
	}
	if m.env.GOWORK == "off" {
		m.env.GOWORK = ""
	}
	if m.env.GO111MODULE == "off" || m.env.GOWORK == "" && (m.env.GOMOD == "" || m.env.GOMOD == os.DevNull) {
		return fmt.Errorf("no go.mod in %s or above it: a stand-in is for a module", m.Dir)
	}
	return nil
}

// root is the folder of the workspace or the module.
func (m *maker) root() string {
	if m.env.GOWORK != "" {
		return filepath.Dir(m.env.GOWORK)
	}
	return filepath.Dir(m.env.GOMOD)
}

// vendored refuses what is built from a vendor directory: zmq4 there would have
// to be replaced in place, and without vendor/ other modules are missing.
func (m *maker) vendored() error {
	for _, f := range strings.Fields(m.env.GOFLAGS) {
		if value, ok := strings.CutPrefix("-"+strings.TrimLeft(strings.Trim(f, `'"`), "-"), "-mod="); ok {
			m.mod = value
		}
	}
	_, err := os.Stat(filepath.Join(m.root(), "vendor", "modules.txt"))
	if m.mod == "vendor" || m.mod == "" && err == nil {
		return fmt.Errorf("%s is built from its vendor directory, which go does not let a stand-in replace: "+
			"run zmqlint itself, which needs none, or, where the modules can be downloaded, GOFLAGS=-mod=mod zmqlint stub", m.root())
	}
	return nil
}

// find asks where zmq4 is. cgo is on, as without it there are build constraints
// that leave out whole packages; nothing is built.
func (m *maker) find() error {
	m.Env = append(slices.Clip(m.Env), "CGO_ENABLED=1")
	if err := m.goCommand(&m.pkg, "list", "-e", "-find", "-json=Dir,Module,Error", zmq4); err != nil {
		return err
	}
	switch {
	case m.pkg.Dir != "" && m.pkg.Module != nil:
		return nil
	case m.pkg.Error != nil:
		return fmt.Errorf("zmq4 cannot be had: %s", m.pkg.Error.Err)
	}
	return fmt.Errorf("%s does not use %s", m.root(), zmq4)
}

var released = regexp.MustCompile(`[\\/]pebbe[\\/]zmq4@(v[^\\/]+)$`)

// version is the one of zmq4, "" when it is a fork or a folder that has none.
func (m *maker) version() string {
	if r := m.pkg.Module.Replace; r == nil {
		return m.pkg.Module.Version
	}
	if found := released.FindStringSubmatch(m.pkg.Dir); found != nil {
		return found[1]
	}
	return ""
}

// flags are the flags of the user without what a workspace refuses.
func (m *maker) flags() []string {
	fields := strings.Fields(m.env.GOFLAGS)
	kept := slices.DeleteFunc(slices.Clone(fields), func(f string) bool {
		name, _, _ := strings.Cut("-"+strings.TrimLeft(strings.Trim(f, `'"`), "-"), "=")
		return name == "-mod" || name == "-modfile"
	})
	if len(kept) == len(fields) {
		return nil
	}
	return []string{"GOFLAGS=" + strings.Join(kept, " ")}
}
