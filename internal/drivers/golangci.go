package drivers

// golangci-lint with the plugin is built from the module proxy: it makes the same
// program as "golangci-lint custom", which clones a repository. Its modules (190)
// are those of a go.mod that is written for the build; ours does not know them.

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed" // for the program
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// GolangciLint is the version of golangci-lint that the plugin is tested with.
const GolangciLint = "v2.15.0"

var (
	//go:embed golangci/main.go.txt
	mainFile string
	//go:embed golangci/go.mod.txt
	modFile string
)

// ErrUnavailable says that golangci-lint cannot be had on this machine.
var ErrUnavailable = errors.New("the modules of golangci-lint " + GolangciLint + " cannot be had")

// BuildGolangci returns the name of golangci-lint with the plugin as it is in the
// module of the working directory. The binary is kept in the user's cache, under a
// name that says what it is made of.
func BuildGolangci(ctx context.Context) (string, error) {
	root, err := goOutput(ctx, ".", "list", "-m", "-f", "{{.Dir}}")
	if err != nil {
		return "", err
	}
	key, err := ingredients(ctx, root)
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	cache = filepath.Join(cache, "zmqlint", "golangci-lint")
	binary := filepath.Join(cache, "custom-gcl-"+key)
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	if _, err := os.Stat(binary); err == nil {
		return binary, os.Chtimes(binary, time.Now(), time.Now())
	}
	if err := os.MkdirAll(cache, 0o777); err != nil {
		return "", err
	}
	prune(cache)
	return binary, build(ctx, root, cache, binary)
}

// ingredients is a digest of what the binary is made of. Reading the files makes
// go test notice when a result that it keeps is out of date.
func ingredients(ctx context.Context, root string) (string, error) {
	const format = `{{if and .Module .Module.Main}}{{$dir := .Dir}}{{range .GoFiles}}{{$dir}}/{{.}}
{{end}}{{range .EmbedFiles}}{{$dir}}/{{.}}
{{end}}{{end}}`
	files, err := goOutput(ctx, root, "list", "-deps", "-f", format, "./plugin")
	if err != nil {
		return "", err
	}
	h := sha256.New()
	fmt.Fprintln(h, runtime.Version(), GolangciLint, root, mainFile, modFile)
	lines := strings.FieldsFunc(files, func(r rune) bool { return r == '\n' })
	for _, name := range append(lines, filepath.Join(root, "go.mod"), filepath.Join(root, "go.sum")) {
		text, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s %x\n", name, sha256.Sum256(text))
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:8]), nil
}

// prune removes binaries that were not used for two hours: each is 55 MB, and a
// change of the code makes another.
func prune(cache string) {
	filepath.WalkDir(cache, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		if info, err := d.Info(); err == nil && time.Since(info.ModTime()) > 2*time.Hour {
			os.Remove(name)
		}
		return nil
	})
}

func build(ctx context.Context, root, cache, binary string) error {
	dir, err := os.MkdirTemp(cache, "build-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	replace := strings.NewReplacer("GOLANGCI", GolangciLint, "ZMQLINT", strconv.Quote(root))
	for name, text := range map[string]string{"main.go": mainFile, "go.mod": modFile} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(replace.Replace(text)), 0o666); err != nil {
			return err
		}
	}
	if _, err := goOutput(ctx, dir, "list", "-mod=mod", "-deps", "."); err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	made := filepath.Join(dir, filepath.Base(binary))
	if _, err := goOutput(ctx, dir, "build", "-mod=mod", "-trimpath", "-ldflags=-s -w", "-o", made, "."); err != nil {
		return err
	}
	return os.Rename(made, binary)
}

// goOutput runs the go command, with the workspace of nobody.
func goOutput(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOWORK=off")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", args[0], err, bytes.TrimSpace(stderr.Bytes()))
	}
	return strings.TrimSpace(string(out)), nil
}
