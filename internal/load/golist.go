package load

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// goEnv is the part of the go command's environment that the load depends on.
type goEnv struct {
	GOOS, GOARCH, GOROOT, GOVERSION, GOFLAGS, GOMOD, GOWORK, GO111MODULE string
}

// openEnv asks the go command for its environment.
func (l *loader) openEnv(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "go", "env", "-json", "GOOS", "GOARCH", "GOROOT", "GOVERSION", "GOFLAGS", "GOMOD", "GOWORK", "GO111MODULE")
	cmd.Dir = l.cfg.Dir
	cmd.Env = append(slices.Clip(l.cfg.Env), "PWD="+cmd.Dir)
	out, err := cmd.Output()
	if err != nil {
		return goCommandError(err)
	}
	if err := json.Unmarshal(out, &l.env); err != nil {
		return fmt.Errorf("go env: %v", err)
	}
	return nil
}

func goCommandError(err error) error {
	var exit *exec.ExitError
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return errors.New("the go command is not in PATH; zmqlint asks it which packages there are")
	case errors.As(err, &exit) && len(exit.Stderr) > 0:
		return fmt.Errorf("go env: %s", strings.TrimSpace(string(exit.Stderr)))
	}
	return fmt.Errorf("go env: %w", err)
}

// noModule reports whether the go command runs outside a module.
func (e *goEnv) noModule() bool {
	return e.GO111MODULE != "off" && (e.GOWORK == "" || e.GOWORK == "off") && (e.GOMOD == "" || e.GOMOD == os.DevNull)
}

// splitTags splits a list of tags at commas and spaces.
func splitTags(s string) (tags []string, all bool) {
	for _, t := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' }) {
		if t == AllZMQ {
			all = true
		} else {
			tags = append(tags, t)
		}
	}
	return tags, all
}

// tagsOf returns the tags that a GOFLAGS value sets.
func tagsOf(goflags string) (tags []string) {
	for _, f := range strings.Fields(goflags) {
		if v, ok := strings.CutPrefix(strings.TrimLeft(strings.Trim(f, `'"`), "-"), "tags="); ok {
			tags, _ = splitTags(v)
		}
	}
	return tags
}

// A listing is what go list says about the patterns under some build tags.
type listing struct {
	tags    []string
	matched []*packages.Package // and by their Imports all that they depend on
}

// mode asks for nothing that needs compiled files or export data, so that go
// list runs neither compiler nor cgo.
const mode = packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps | packages.NeedModule | packages.NeedForTest

// list runs go list. Where go refuses the whole module for a reason that can
// be stepped round, it does so and says it in a notice.
func (l *loader) list(ctx context.Context, tags []string) (*listing, error) {
	cfg := &packages.Config{
		Context: ctx,
		Mode:    mode,
		Dir:     l.cfg.Dir,
		// CGO_ENABLED=1 keeps the files that import "C", zmq4's among them,
		// whatever the user's environment says and whether or not there is a
		// C compiler: go list does not call it.
		Env:     append(slices.Clip(l.cfg.Env), "CGO_ENABLED=1"),
		Tests:   l.cfg.Tests,
		Overlay: l.cfg.Overlay,
	}
	if len(tags) > 0 {
		cfg.BuildFlags = []string{"-tags=" + strings.Join(tags, ",")}
	}
	a := &attempt{cfg: cfg, tried: map[*remedy]bool{}}
	defer a.close()
	for {
		patterns := l.cfg.Patterns
		if !a.alone {
			patterns = l.expanded
		}
		pkgs, err := packages.Load(cfg, patterns...)
		if err == nil {
			err = unlisted(pkgs)
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		msg := zmq4Blocked(pkgs)
		if err != nil {
			msg = err.Error()
		}
		note := ""
		if msg != "" {
			if err := l.readEnv(); err != nil {
				return nil, err
			}
			a.env = l.env
			note = a.remedy(msg)
		}
		switch {
		case note != "":
			l.problem(Problem{File: l.cfg.Dir, Kind: Notice, Reason: note + " (go: " + oneLine(msg) + ")"})
		case err != nil:
			return nil, listError(err)
		default:
			a.restoreGoMod(pkgs)
			return &listing{tags, slices.DeleteFunc(pkgs, isTestMain)}, nil
		}
	}
}

// isTestMain reports whether p is the generated main package of a test binary.
func isTestMain(p *packages.Package) bool {
	return p.Name == "main" && strings.HasSuffix(p.ID, ".test")
}

// unlisted turns the error that a listing carries when it carries nothing
// else into an error of the listing.
func unlisted(pkgs []*packages.Package) error {
	for _, p := range pkgs {
		if len(p.Errors) == 0 || len(p.GoFiles)+len(p.IgnoredFiles) > 0 || p.ForTest != "" {
			continue
		}
		if msg := p.Errors[0].Msg; p.Dir == "" || strings.HasPrefix(msg, "no Go files in") {
			return errors.New(msg)
		}
	}
	return nil
}

// listError words the go command's refusal.
func listError(err error) error {
	msg := strings.TrimSpace(err.Error())
	msg = strings.TrimPrefix(msg, "err: exit status 1: stderr: ")
	return errors.New(strings.TrimPrefix(msg, "go: "))
}

func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.TrimPrefix(s, "err: exit status 1: stderr: ")), " ")
}
