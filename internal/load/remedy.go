package load

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// A remedy is a way to list a module that the go command refuses as it is,
// without changing any of the user's files.
type remedy struct {
	when  []string // parts of go's message
	note  string
	apply func(l *loader, cfg *packages.Config) (undo func(), ok bool)
}

var remedies = []*remedy{
	{
		when: []string{"inconsistent vendoring"},
		note: "vendor/ does not agree with go.mod; the module cache is used instead: run go mod vendor",
		apply: func(l *loader, cfg *packages.Config) (func(), bool) {
			cfg.BuildFlags = append(cfg.BuildFlags, "-mod=readonly")
			return func() {}, true
		},
	},
	{
		when: []string{"go.work", "go work", "workspace"},
		note: "the workspace cannot be used; the module is analysed by itself (GOWORK=off)",
		apply: func(l *loader, cfg *packages.Config) (func(), bool) {
			cfg.Env = append(cfg.Env, "GOWORK=off")
			return func() {}, l.env.GOWORK != "" && l.env.GOWORK != "off"
		},
	},
	{
		when:  []string{"updates to go.mod needed", "missing go.sum entry", "updating go.sum", "updating go.mod"},
		note:  "go.mod or go.sum is out of date; a copy brought up to date is used instead: run go mod tidy",
		apply: useCopy,
	},
}

func remedyFor(err error) *remedy {
	msg := err.Error()
	for _, r := range remedies {
		if slices.ContainsFunc(r.when, func(s string) bool { return strings.Contains(msg, s) }) {
			return r
		}
	}
	return nil
}

// useCopy lets go update a copy of go.mod and go.sum.
func useCopy(l *loader, cfg *packages.Config) (undo func(), ok bool) {
	if l.env.GOMOD == "" || l.env.GOMOD == os.DevNull || strings.Contains(l.env.GOFLAGS, "-modfile=") {
		return nil, false
	}
	tmp, err := os.MkdirTemp("", "zmqlint-mod")
	if err != nil {
		return nil, false
	}
	undo = func() { os.RemoveAll(tmp) }
	sum := strings.TrimSuffix(l.env.GOMOD, ".mod") + ".sum"
	for src, dst := range map[string]string{l.env.GOMOD: "go.mod", sum: "go.sum"} {
		data, err := os.ReadFile(src)
		if os.IsNotExist(err) {
			continue // a module may have no go.sum
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(tmp, dst), data, 0o600)
		}
		if err != nil {
			undo()
			return nil, false
		}
	}
	// -modfile is refused in a workspace.
	cfg.Env = append(cfg.Env, "GOWORK=off")
	cfg.BuildFlags = append(cfg.BuildFlags, "-mod=mod", "-modfile="+filepath.Join(tmp, "go.mod"))
	return undo, true
}
