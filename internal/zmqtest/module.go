package zmqtest

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"
)

var zmq4Dir = sync.OnceValues(func() (string, error) {
	dirs, err := moduleDirs(zmq4Path)
	if err != nil {
		return "", err
	}
	return dirs[0], nil
})

// Module writes an archive of files into a new directory. ZMQ4 on a line of a
// go.mod requires zmq4 and replaces it by the directory that this module has it
// in, so that nothing is downloaded.
func Module(t testing.TB, archive string) string {
	t.Helper()
	zmq4, err := zmq4Dir()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		data := strings.ReplaceAll(string(f.Data), "ZMQ4\n",
			"require "+zmq4Path+" v1.4.0\nreplace "+zmq4Path+" => "+filepath.ToSlash(zmq4)+"\n")
		if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Offline is the environment in which the go command gets by with what is
// there.
func Offline(extra ...string) []string {
	return append(os.Environ(), append([]string{"GOPROXY=off", "GOFLAGS=", "GOWORK=", "GO111MODULE=", "GOTOOLCHAIN=local"}, extra...)...)
}
