package drivers

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

var (
	ctx = context.Background()
	// scratch names a file in a folder that all tests share.
	scratch func(name string) string
)

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "zmqlint-drivers-")
	if err != nil {
		panic(err)
	}
	scratch = func(name string) string { return filepath.Join(dir, name) }
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}
