package modules

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestModules(t *testing.T) {
	root := t.TempDir()
	work, deep := filepath.Join(root, "go.work"), filepath.Join(root, "a", "b")
	if err := os.MkdirAll(filepath.Join(deep, "go.mod"), 0o777); err != nil { // a directory
		t.Fatal(err)
	}
	if err := os.WriteFile(work, []byte("go 1.24\n\nuse ./a/\nuse ../beside\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if got := Upwards(deep, "go.work"); got != root {
		t.Errorf("go.work is in %q, want %q", got, root)
	}
	if got := Upwards(deep, "go.mod"); got != "" {
		t.Errorf("go.mod is in %q, want nowhere", got)
	}
	for gowork, want := range map[string]string{"": work, "auto": work, "off": "", "/else/go.work": "/else/go.work"} {
		if got := Work(deep, gowork); got != want {
			t.Errorf("with GOWORK=%s, %q holds, want %q", gowork, got, want)
		}
	}
	want := []string{filepath.Join(root, "a"), filepath.Join(filepath.Dir(root), "beside")}
	if got := Read(work); !slices.Equal(got, want) {
		t.Errorf("used are %q, want %q", got, want)
	}
	if got := Read(deep); got != nil {
		t.Errorf("used are %q, want none", got)
	}
	if !Within(deep, root) || !Within(root, root) || Within(root, deep) || Within(root+"x", root) {
		t.Error("Within is wrong")
	}
}
