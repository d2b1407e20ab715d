package newlines

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Git is where and how git runs.
type Git struct {
	Dir string
	Env []string // nil is os.Environ()
}

// FromRevision returns what has changed since a revision: in later commits,
// in the index, in the working tree, and in files that git does not track and
// does not ignore. A file that was renamed is compared with what it was.
func (g Git) FromRevision(ctx context.Context, revision string) (*Lines, error) {
	root, err := g.Root(ctx)
	if err != nil {
		return nil, err
	}
	commit, err := g.commit(ctx, revision)
	if err != nil {
		return nil, err
	}
	return Git{root, g.Env}.since(ctx, commit)
}

// FromMergeBase returns what has changed since the current branch has left
// another one.
func (g Git) FromMergeBase(ctx context.Context, branch string) (*Lines, error) {
	root, err := g.Root(ctx)
	if err != nil {
		return nil, err
	}
	commit, err := g.commit(ctx, branch)
	if err != nil {
		return nil, err
	}
	base, err := g.run(ctx, "merge-base", commit, "HEAD")
	if err != nil {
		return nil, fmt.Errorf("%s and HEAD have no commit in common%s", branch, g.shallow(ctx))
	}
	return Git{root, g.Env}.since(ctx, base)
}

// Root returns the root of the working tree.
func (g Git) Root(ctx context.Context) (string, error) {
	root, err := g.run(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		return "", err
	}
	if root == "" { // a bare repository answers with nothing
		return "", errors.New("no working tree")
	}
	return filepath.FromSlash(root), nil
}

// commit returns the hash of a revision.
func (g Git) commit(ctx context.Context, revision string) (string, error) {
	hash, err := g.run(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return "", fmt.Errorf("git knows no revision %q%s", revision, g.shallow(ctx))
	}
	return hash, nil
}

// shallow explains the most frequent reason for a revision that is not there.
func (g Git) shallow(ctx context.Context) string {
	if is, err := g.run(ctx, "rev-parse", "--is-shallow-repository"); err != nil || is != "true" {
		return ""
	}
	return ": the clone is shallow; fetch the history (git fetch --unshallow; fetch-depth: 0 in GitHub's checkout action, GIT_DEPTH: 0 in GitLab)"
}

// diff says all that a configuration of git could say otherwise.
var diff = []string{
	"diff", "--unified=0", "--inter-hunk-context=0", "--find-renames", "--no-color", "--no-ext-diff", "--no-textconv",
	"--src-prefix=a/", "--dst-prefix=b/",
}

// since compares the working tree, whose root is the directory of g, with a
// commit.
func (g Git) since(ctx context.Context, commit string) (*Lines, error) {
	patch, err := g.output(ctx, slices.Concat(diff, []string{commit, "--"})...)
	if err != nil {
		return nil, err
	}
	l, err := FromPatch(bytes.NewReader(patch), g.Dir)
	if err != nil {
		return nil, fmt.Errorf("git diff: %w", err)
	}
	untracked, err := g.output(ctx, "ls-files", "-z", "--others", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	for name := range strings.SplitSeq(string(untracked), "\x00") {
		l.files[name] = &changes{all: true}
	}
	return l, nil
}

// run returns the first line of git's output.
func (g Git) run(ctx context.Context, args ...string) (string, error) {
	out, err := g.output(ctx, args...)
	line, _, _ := strings.Cut(string(out), "\n")
	return strings.TrimRight(line, "\r"), err
}

func (g Git) output(ctx context.Context, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir, cmd.Env = g.Dir, g.Env
	// Reading must not wait for the lock of somebody who writes.
	cmd.Env = append(cmd.Environ(), "GIT_OPTIONAL_LOCKS=0")
	out, err := cmd.Output()
	if err == nil {
		return out, nil
	}
	if errors.Is(err, exec.ErrNotFound) {
		return nil, errors.New("git is needed, and it is not in PATH")
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && len(exit.Stderr) > 0 {
		line, _, _ := strings.Cut(string(exit.Stderr), "\n")
		return nil, fmt.Errorf("git: %s", strings.TrimPrefix(strings.TrimSpace(line), "fatal: "))
	}
	return nil, fmt.Errorf("git: %w", err)
}
