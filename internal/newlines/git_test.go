package newlines

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// repository is a working tree under test.
type repository struct {
	*testing.T
	Git
}

func newRepository(t *testing.T) repository {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	r := repository{t, Git{t.TempDir(), append(os.Environ(),
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com",
		"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com", "GIT_CEILING_DIRECTORIES="+os.TempDir())}}
	r.git("init", "--quiet", "--initial-branch=main")
	return r
}

func (r repository) git(args ...string) {
	r.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = r.Dir, r.Env
	if out, err := cmd.CombinedOutput(); err != nil {
		r.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func (r repository) write(name string, lines ...string) {
	r.Helper()
	file := filepath.Join(r.Dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		r.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o666); err != nil {
		r.Fatal(err)
	}
}

func (r repository) commit() {
	r.Helper()
	r.git("add", ".")
	r.git("commit", "--quiet", "-m", "x")
}

func (r repository) want(l *Lines, name string, n int, want string) {
	r.Helper()
	if got := l.numbers(name, n); got != want {
		r.Errorf("%s: new are %q, want %q", name, got, want)
	}
}

func TestFromRevision(t *testing.T) {
	r := newRepository(t)
	text := strings.Split("package p\n\nfunc a() {}\n\nfunc b() {}\n\nfunc c() {}", "\n")
	for _, name := range []string{"committed.go", "staged.go", "changed.go", "same.go", "old.go", "bin.go", "Dockerfile", "sub/é x.go"} {
		r.write(name, text...)
	}
	r.write(".gitignore", "ignored.go")
	r.write(".gitattributes", "bin.go binary")
	r.commit()
	r.git("tag", "before")

	edited := func(line string) []string {
		out := append([]string{}, text...)
		out[4] = line
		return out
	}
	r.write("committed.go", edited("func committed() {}")...)
	r.git("mv", "old.go", "renamed.go")
	r.write("renamed.go", edited("func renamed() {}")...)
	r.commit()
	r.write("staged.go", edited("func staged() {}")...)
	r.git("add", ".")
	r.write("changed.go", edited("func changed() {}")...)
	r.write("bin.go", edited("func bin() {}")...)
	r.write("Dockerfile", edited("changed")...)
	r.write("sub/é x.go", edited("func umlaut() {}")...)
	r.write("untracked.go", "package p")
	r.write("sub/go.mod", "module x")
	r.write("ignored.go", "package p")

	for _, setting := range [][2]string{ // what a user may have configured
		{"diff.noprefix", "true"}, {"diff.mnemonicPrefix", "true"}, {"diff.relative", "true"}, {"color.ui", "always"},
		{"diff.renames", "false"}, {"diff.external", "false"}, {"diff.context", "9"}, {"status.relativePaths", "false"},
	} {
		r.git("config", setting[0], setting[1])
	}
	for _, dir := range []string{r.Dir, filepath.Join(r.Dir, "sub")} {
		l, err := Git{dir, r.Env}.FromRevision(t.Context(), "before")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"committed.go", "staged.go", "changed.go", "renamed.go", "Dockerfile", "sub/é x.go"} {
			r.want(l, name, 7, "5")
		}
		r.want(l, "bin.go", 2, "1 2") // git does not say which
		r.want(l, "same.go", 7, "")
		r.want(l, "ignored.go", 2, "")
		r.want(l, "untracked.go", 2, "1 2")
		r.want(l, "sub/go.mod", 2, "1 2")
	}
	l, err := r.FromRevision(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	r.want(l, "committed.go", 7, "")
	r.want(l, "changed.go", 7, "5")
}

func TestFromMergeBase(t *testing.T) {
	r := newRepository(t)
	r.write("a.go", "package p", "", "var a = 1", "", "var b = 1", "")
	r.commit()
	r.git("checkout", "--quiet", "-b", "topic")
	r.write("a.go", "package p", "", "var a = 1", "", "var b = 2", "")
	r.commit()
	r.git("checkout", "--quiet", "main")
	r.write("a.go", "package p", "", "var a = 2", "", "var b = 1", "")
	r.commit()
	r.git("checkout", "--quiet", "topic")

	l, err := r.FromMergeBase(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	r.want(l, "a.go", 5, "5")
	if l, err = r.FromRevision(t.Context(), "main"); err != nil {
		t.Fatal(err)
	}
	r.want(l, "a.go", 5, "3 5") // what main has changed since differs too
}

func TestGitErrors(t *testing.T) {
	r := newRepository(t)
	r.write("a.go", "package p")
	r.commit()
	r.write("b.go", "package p")
	r.commit()
	r.git("checkout", "--quiet", "--orphan", "other")
	r.git("commit", "--quiet", "-m", "x")
	r.git("checkout", "--quiet", "main")
	outside, bare, shallow := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "clone")
	r.git("clone", "--quiet", "--bare", r.Dir, bare)
	r.git("clone", "--quiet", "--depth=1", "file://"+filepath.ToSlash(r.Dir), shallow)

	revision := func(dir, name string) error {
		_, err := Git{dir, r.Env}.FromRevision(t.Context(), name)
		return err
	}
	_, unrelated := r.FromMergeBase(t.Context(), "other")
	_, unknown := r.FromMergeBase(t.Context(), "nosuch")
	for _, test := range []struct {
		name string
		err  error
		want string
	}{
		{"no revision", revision(r.Dir, "nosuch"), `git knows no revision "nosuch"`},
		{"option", revision(r.Dir, "--output=x"), `git knows no revision "--output=x"`},
		{"file", revision(r.Dir, "HEAD:a.go"), `git knows no revision "HEAD:a.go"`},
		{"no branch", unknown, `git knows no revision "nosuch"`},
		{"unrelated", unrelated, "other and HEAD have no commit in common"},
		{"no repository", revision(outside, "HEAD"), "git: not a git repository"},
		{"bare", revision(bare, "HEAD"), "work tree"},
		{"shallow", revision(shallow, "HEAD~1"), "the clone is shallow; fetch the history"},
	} {
		if test.err == nil || !strings.Contains(test.err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", test.name, test.err, test.want)
		}
	}
	if strings.Contains(revision(r.Dir, "nosuch").Error(), "shallow") {
		t.Error("a whole clone is called shallow")
	}
	t.Setenv("PATH", outside)
	if err := revision(r.Dir, "HEAD"); err == nil || !strings.Contains(err.Error(), "git is needed") {
		t.Errorf("without git: %v", err)
	}
}
