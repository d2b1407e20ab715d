// Package zmqtest runs analyzers over the project's testdata.
//
// The testdata imports zmq4. Its declarations are made from zmq4's own sources
// by the code that the loader uses, so that no hand-written copy can differ
// from it, and the tests need no libzmq. analysistest wants a GOPATH; each run
// gets one of its own with a copy of testdata/src and the generated zmq4:
//
//	testdata/src/RULE/{reported,may,silent,unsupported}/*.go
package zmqtest

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/zmqlint/zmqlint/internal/zmqstub"
)

const (
	modulePath = "github.com/zmqlint/zmqlint"
	zmq4Path   = "github.com/pebbe/zmq4"
)

// Run applies the analyzer to packages of testdata/src and holds what it
// reports against the want comments.
func Run(t testing.TB, a *analysis.Analyzer, pkgs ...string) []*analysistest.Result {
	t.Helper()
	return analysistest.Run(t, GOPATH(t), a, pkgs...)
}

// GOPATH makes a temporary GOPATH that holds the project's testdata/src and
// zmq4 with its draft package. It also turns cgo off for the rest of the test
// process, for which the standard library would need a C compiler.
func GOPATH(t testing.TB) string {
	t.Helper()
	files, err := tree()
	if err != nil {
		t.Fatalf("zmqtest: %v", err)
	}
	dir := t.TempDir()
	for name, data := range files {
		file := filepath.Join(dir, "src", name)
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// tree returns the files of the GOPATH by their path below src.
var tree = sync.OnceValues(func() (map[string][]byte, error) {
	if err := os.Setenv("CGO_ENABLED", "0"); err != nil {
		return nil, err
	}
	dirs, err := moduleDirs(modulePath, zmq4Path)
	if err != nil {
		return nil, err
	}
	files, err := testdata(filepath.Join(dirs[0], "testdata", "src"))
	if err != nil {
		return nil, err
	}
	for _, pkg := range []string{"", "draft"} {
		stubs, err := Stubs(filepath.Join(dirs[1], pkg), runtime.GOOS)
		if err != nil {
			return nil, err
		}
		for name, src := range stubs {
			files[filepath.Join(zmq4Path, pkg, name)] = src
		}
	}
	return files, nil
})

// Stubs makes the stub of every Go file in a directory of zmq4's sources, its
// tests apart, by file name.
func Stubs(dir, goos string) (map[string][]byte, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if out[filepath.Base(name)], err = zmqstub.Source(name, src, zmqstub.Options{GOOS: goos, DropBodies: true}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// testdata reads the files below dir; a project without any has none.
func testdata(dir string) (map[string][]byte, error) {
	files := map[string][]byte{}
	if _, err := os.Stat(dir); os.IsNotExist(err) {
		return files, nil
	}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err == nil {
			files[rel], err = os.ReadFile(name)
		}
		return err
	})
	return files, err
}

// moduleDirs returns where the sources of modules of the build list are.
func moduleDirs(paths ...string) ([]string, error) {
	cmd := exec.Command("go", append([]string{"list", "-m", "-f", "{{.Dir}}"}, paths...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	return strings.Split(strings.TrimSpace(string(out)), "\n"), err
}
