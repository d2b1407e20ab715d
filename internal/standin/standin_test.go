package standin_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zmqlint/zmqlint/internal/standin"
	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// without is an environment in which nothing of C can be built.
var without = append(os.Environ(), "CGO_ENABLED=0", "CC=/nonexistent", "PKG_CONFIG=/nonexistent", "GOWORK=off", "GOFLAGS=")

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

const app = "package app\n\nimport (\n\tzmq \"github.com/pebbe/zmq4\"\n\tdraft \"github.com/pebbe/zmq4/draft\"\n)\n\n" +
	"func Open() error {\n\ts, err := zmq.NewSocket(zmq.PUB)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn s.Bind(\"inproc://a\")\n}\n\n" +
	"var _ *draft.Socket\n"

// goSum is that of this module, which has zmq4.
func goSum(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../go.sum")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// build builds packages, and logs what the go command says.
func build(t *testing.T, dir string, env []string, patterns ...string) error {
	t.Helper()
	cmd := exec.Command("go", append([]string{"build"}, patterns...)...)
	cmd.Dir, cmd.Env = dir, append(slices.Clip(without), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Logf("%s", out)
	}
	return err
}

// TestReleases: with the stand-in of every release, and of draft, a package
// builds without C.
func TestReleases(t *testing.T) {
	for _, version := range zmqtest.Versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			if _, err := zmqtest.Download(version); err != nil {
				t.Skipf("cannot be had: %v", err)
			}
			dir := t.TempDir()
			write(t, dir, map[string]string{
				"app.go": app,
				"go.mod": "module app\n\ngo 1.24\n\nrequire github.com/pebbe/zmq4 " + version + "\n",
			})
			env := append(slices.Clip(without), "GOFLAGS=-mod=mod") // completes go.sum
			if build(t, dir, env, ".") == nil {
				t.Fatal("it builds without the stand-in")
			}
			s, err := standin.Make(t.Context(), standin.Config{Dir: dir, Env: env, Out: "stub"})
			if err != nil {
				t.Fatal(err)
			}
			if s.Version != version {
				t.Errorf("version %q, want %s", s.Version, version)
			}
			if err := build(t, dir, s.Env, "."); err != nil {
				t.Errorf("with go.work: %v", err)
			}
			if err := build(t, dir, nil, append(s.Flags, ".")...); err != nil {
				t.Errorf("with go.mod: %v", err)
			}
			again(t, dir, env, s)
		})
	}
}

// again makes the stand-in once more, where it is in use already.
func again(t *testing.T, dir string, env []string, first *standin.Standin) {
	t.Helper()
	before, err := os.ReadFile(first.Work)
	if err != nil {
		t.Fatal(err)
	}
	s, err := standin.Make(t.Context(), standin.Config{Dir: dir, Env: append(slices.Clip(env), first.Env...), Out: filepath.Dir(first.Work)})
	if err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(s.Work)
	if err != nil || !bytes.Equal(before, after) || s.Dir != first.Dir {
		t.Errorf("%v: go.work was\n%s\nand is\n%s", err, before, after)
	}
}

// TestWorkspace: the modules of a workspace are used where they are, with its
// replacements, and zmq4 is the stand-in whatever stood there before.
func TestWorkspace(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"go.work": "go 1.24\n\nuse (\n\t./a\n\t./b\n)\n\nreplace example.com/c v1.0.0 => ./c\n\n" +
			"replace github.com/pebbe/zmq4 v1.4.0 => ./nowhere\n",
		"nowhere/go.mod": "module github.com/pebbe/zmq4\n",
		"nowhere/zmq4.go": "package zmq4\n\nimport \"C\"\n\ntype Socket struct{}\n\ntype Type int\n\nconst PUB = Type(1)\n\n" +
			"func NewSocket(t Type) (*Socket, error) { return nil, nil }\n\nfunc (*Socket) Bind(string) error { return nil }\n\nconst Own = 1\n",
		"nowhere/draft/draft.go": "package draft\n\ntype Socket struct{}\n",
		"a/go.mod":               "module example.com/a\n\ngo 1.24\n\nrequire github.com/pebbe/zmq4 v1.4.0\n",
		"a/app.go":               app + "\nconst _ = zmq.Own\n",
		"b/go.mod":               "module example.com/b\n\ngo 1.24\n\nrequire example.com/c v1.0.0\n",
		"b/b.go":                 "package b\n\nimport (\n\t_ \"example.com/a\"\n\t_ \"example.com/c\"\n)\n",
		"c/go.mod":               "module example.com/c\n",
		"c/c.go":                 "package c\n",
	})
	env := slices.DeleteFunc(slices.Clone(without), func(e string) bool { return strings.HasPrefix(e, "GOWORK=") })
	s, err := standin.Make(t.Context(), standin.Config{Dir: filepath.Join(dir, "a"), Env: env, Out: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if s.Version != "" {
		t.Errorf("a folder has version %q", s.Version)
	}
	if len(s.Flags) > 0 {
		t.Errorf("flags for a workspace: %q", s.Flags)
	}
	again(t, filepath.Join(dir, "a"), env, s)
	if err := build(t, dir, s.Env, "./a", "./b"); err != nil {
		t.Error(err)
	}
}

// TestReplaced: a module that is replaced by a folder, also where its name is
// relative, stays so.
func TestReplaced(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"app/go.mod": "module example.com/app\n\ngo 1.24\n\nrequire (\n\texample.com/c v1.0.0\n\tgithub.com/pebbe/zmq4 v1.4.0\n)\n\nreplace example.com/c => ../c\n",
		"app/go.sum": goSum(t),
		"app/app.go": strings.Replace(app, "import (", "import (\n\t_ \"example.com/c\"", 1),
		"c/go.mod":   "module example.com/c\n",
		"c/c.go":     "package c\n\nconst C = 1\n",
	})
	s, err := standin.Make(t.Context(), standin.Config{Dir: filepath.Join(dir, "app"), Env: without, Out: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if err := build(t, filepath.Join(dir, "app"), s.Env, "."); err != nil {
		t.Errorf("with go.work: %v", err)
	}
	if err := build(t, filepath.Join(dir, "app"), nil, append(s.Flags, ".")...); err != nil {
		t.Errorf("with go.mod: %v", err)
	}
}

// TestRefused: what cannot work is said in plain words, and nothing is written.
func TestRefused(t *testing.T) {
	const mod = "module app\n\ngo 1.24\n"
	const requires = mod + "\nrequire github.com/pebbe/zmq4 v1.4.0\n"
	modules := "# github.com/pebbe/zmq4 v1.4.0\n## explicit\ngithub.com/pebbe/zmq4\n"
	for name, test := range map[string]struct {
		files map[string]string
		env   []string
		want  string
	}{
		"no module":  {nil, nil, "no go.mod in "},
		"GOPATH":     {map[string]string{"go.mod": requires}, []string{"GO111MODULE=off"}, "no go.mod in "},
		"no zmq4":    {map[string]string{"go.mod": mod}, nil, "zmq4 cannot be had: no required module provides package github.com/pebbe/zmq4"},
		"vendored":   {map[string]string{"go.mod": requires, "vendor/modules.txt": modules}, nil, " is built from its vendor directory, "},
		"-mod":       {map[string]string{"go.mod": requires}, []string{"GOFLAGS=-mod=vendor"}, " is built from its vendor directory, "},
		"bad go.mod": {map[string]string{"go.mod": "modul app\n"}, nil, "go.mod:1: unknown directive: modul"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, out := t.TempDir(), filepath.Join(t.TempDir(), "stub")
			write(t, dir, test.files)
			_, err := standin.Make(t.Context(), standin.Config{Dir: dir, Env: append(slices.Clip(without), test.env...), Out: out})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if _, err := os.Stat(out); err == nil {
				t.Error("something was written")
			}
		})
	}
}

// TestVendoredModules: the modules in place of the vendor directory, for who can
// download them. Flags of the user stay, apart from those that a workspace refuses.
func TestVendoredModules(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"go.mod":             "module app\n\ngo 1.16\n\nrequire github.com/pebbe/zmq4 v1.4.0\n",
		"go.sum":             goSum(t),
		"app.go":             app,
		"vendor/modules.txt": "",
	})
	s, err := standin.Make(t.Context(), standin.Config{Dir: dir, Env: append(slices.Clip(without), "GOFLAGS=-mod=mod -trimpath"), Out: "stub"})
	if err != nil {
		t.Fatal(err)
	}
	if want := "GOFLAGS=-trimpath"; !slices.Contains(s.Env, want) {
		t.Errorf("got %q, want %s", s.Env, want)
	}
	if err := build(t, dir, s.Env, "."); err != nil {
		t.Errorf("with go.work: %v", err)
	}
	if err := build(t, dir, nil, append(s.Flags, ".")...); err != nil {
		t.Errorf("with go.mod: %v", err)
	}
}
