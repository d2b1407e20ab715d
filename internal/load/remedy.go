package load

import (
	"errors"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/tools/go/packages"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// A remedy is a way to list a module that the go command refuses as it is,
// without changing any of the user's files.
type remedy struct {
	when  []string // parts of go's message
	note  string
	apply func(a *attempt, msg string) (ok bool)
}

// Each is tried once, in this order, and stays in force for the next.
var remedies = []*remedy{
	{
		when: []string{"-mod may only be set to readonly"},
		note: "a workspace takes no -mod=mod; GOFLAGS counts as without it",
		apply: func(a *attempt, _ string) bool {
			a.cfg.BuildFlags = append(a.cfg.BuildFlags, "-mod=readonly")
			return true
		},
	},
	{
		when: []string{"go.work", "go work", "workspace"},
		note: "the workspace cannot be used; the module is analysed by itself (GOWORK=off)",
		apply: func(a *attempt, _ string) bool {
			a.leaveWorkspace()
			return a.env.GOWORK != "" && a.env.GOWORK != "off"
		},
	},
	{
		when:  []string{"inconsistent vendoring", "reading ", "module lookup disabled"},
		note:  "vendor/ is used as it is, whatever go.mod says: run go mod vendor",
		apply: (*attempt).useVendor,
	},
	{
		when: []string{"inconsistent vendoring"},
		note: "vendor/ does not agree with go.mod; the module cache is used instead: run go mod vendor",
		apply: func(a *attempt, _ string) bool {
			a.cfg.BuildFlags = append(a.cfg.BuildFlags, "-mod=readonly")
			return true
		},
	},
	{
		when: []string{"updates to go.mod needed", "missing go.sum entry", "updating go.sum", "updating go.mod"},
		note: "go.mod or go.sum is out of date; a copy brought up to date is used instead: run go mod tidy",
		apply: func(a *attempt, _ string) bool {
			return a.useCopy(func(*modfile.File) error { return nil }, "-mod=mod")
		},
	},
}

// A blocked module is one whose go.mod cannot be had, and then go lists no
// import of any module. It is replaced by an empty one.
var blockedModule = regexp.MustCompile(`(\S+)@(v\S+): (?:reading \S+\.mod: |module lookup disabled|.*no such host)`)

const maxBlocked = 20

// An attempt is a listing that is being tried in one way after another.
type attempt struct {
	cfg     *packages.Config
	env     goEnv
	tried   map[*remedy]bool
	alone   bool     // outside the workspace
	blocked []string // modules replaced by empty ones
	tmp     string   // directory of the copy of go.mod
}

// remedy changes the attempt so that it may succeed where it failed with the
// message, and says how; it returns "" when there is nothing more to try.
func (a *attempt) remedy(msg string) (note string) {
	for _, r := range remedies {
		hit := slices.ContainsFunc(r.when, func(s string) bool { return strings.Contains(msg, s) })
		if hit && !a.tried[r] {
			a.tried[r] = true
			if r.apply(a, msg) {
				return r.note
			}
		}
	}
	if m := blockedModule.FindStringSubmatch(msg); m != nil && !slices.Contains(a.blocked, m[1]) && len(a.blocked) < maxBlocked {
		a.blocked = append(a.blocked, m[1])
		if a.useCopy(a.replaceBlocked, "-mod=mod") {
			return "module " + m[1] + " cannot be had and counts as empty"
		}
	}
	return ""
}

// replaceBlocked replaces each blocked module by an empty one.
func (a *attempt) replaceBlocked(f *modfile.File) error {
	dir := filepath.Join(a.tmp, "empty")
	for _, m := range a.blocked {
		sub := filepath.Join(dir, filepath.FromSlash(m))
		if err := errors.Join(
			os.MkdirAll(sub, 0o700),
			os.WriteFile(filepath.Join(sub, "go.mod"), []byte("module "+m+"\n"), 0o600),
			f.AddReplace(m, "", sub, ""),
		); err != nil {
			return err
		}
	}
	return nil
}

// useCopy makes go use a changed copy of go.mod, and of go.sum beside it.
func (a *attempt) useCopy(change func(*modfile.File) error, mod string) bool {
	if a.env.GOMOD == "" || a.env.GOMOD == os.DevNull || strings.Contains(a.env.GOFLAGS, "-modfile=") {
		return false
	}
	if a.tmp == "" {
		tmp, err := os.MkdirTemp("", "zmqlint-mod")
		if err != nil {
			return false
		}
		a.tmp = tmp
	}
	data, err := os.ReadFile(a.env.GOMOD)
	if err != nil {
		return false
	}
	f, err := modfile.ParseLax(a.env.GOMOD, data, nil)
	if err != nil || change(f) != nil {
		return false
	}
	if data, err = f.Format(); err != nil {
		return false
	}
	copied := filepath.Join(a.tmp, "go.mod")
	if os.WriteFile(copied, data, 0o600) != nil {
		return false
	}
	// A module may have no go.sum.
	if sum, err := os.ReadFile(strings.TrimSuffix(a.env.GOMOD, ".mod") + ".sum"); err == nil {
		if os.WriteFile(filepath.Join(a.tmp, "go.sum"), sum, 0o600) != nil {
			return false
		}
	}
	a.leaveWorkspace() // which refuses -modfile
	a.cfg.BuildFlags = append(a.cfg.BuildFlags, mod, "-modfile="+copied)
	return true
}

func (a *attempt) leaveWorkspace() {
	a.alone = true
	a.cfg.Env = append(a.cfg.Env, "GOWORK=off")
}

// restoreGoMod makes the packages name the user's go.mod, not the copy.
func (a *attempt) restoreGoMod(pkgs []*packages.Package) {
	if a.tmp == "" {
		return
	}
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		if p.Module != nil && p.Module.Main {
			p.Module.GoMod = a.env.GOMOD
		}
	})
}

// close removes the copy.
func (a *attempt) close() {
	if a.tmp != "" {
		os.RemoveAll(a.tmp)
	}
}

// zmq4Blocked returns the message when zmq4 is missing from the listing for
// the sake of another module.
func zmq4Blocked(pkgs []*packages.Package) (msg string) {
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		if zmqapi.IsZMQ4(p.PkgPath) && len(p.GoFiles) == 0 && len(p.Errors) > 0 {
			m := blockedModule.FindStringSubmatch(p.Errors[0].Msg)
			if m != nil && m[1] != p.PkgPath && m[1] != path.Dir(p.PkgPath) {
				msg = p.Errors[0].Msg
			}
		}
	})
	return msg
}
