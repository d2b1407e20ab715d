package corpus

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Prepare makes a checkout fit for the go command and brings the modules that
// its runs need, and prints each command. The steps of a run are
//
//	init PATH   go mod init PATH, when there is no go.mod
//	sums        let the go command complete go.mod and go.sum
//
// Modules are brought by listing the packages and not by `go mod download`,
// which would bring every module of the graph, most of them for nothing.
func (r Runner) Prepare(ctx context.Context, root string, repo Repo, log io.Writer) error {
	for _, run := range repo.Runs {
		list := []string{"list", "-deps", "-e", "-f", "{{with .Error}}{{printf \"%q\" .Err}}{{end}}"}
		if run.Tags != "" {
			list = append(list, "-tags", run.Tags)
		}
		for _, step := range run.Prepare {
			verb, path, _ := strings.Cut(step, " ")
			switch verb {
			case "init":
				mod := filepath.Join(root, filepath.FromSlash(run.Dir), "go.mod")
				if _, err := os.Stat(mod); !errors.Is(err, fs.ErrNotExist) {
					continue
				}
				if _, err := r.goCommand(ctx, root, run, log, "mod", "init", path); err != nil {
					return err
				}
			case "sums":
				list = append(list, "-mod=mod")
			default:
				return fmt.Errorf("%s: step %q is not known", repo.Name, step)
			}
		}
		broken, err := r.goCommand(ctx, root, run, log, append(list, run.Patterns...)...)
		if err != nil {
			return err
		}
		// Modules can be gone from the world: what needs them is analysed as far as it goes.
		if n := len(broken); n > 0 {
			fmt.Fprintf(log, "%s: packages that cannot be loaded: %d, the first: %s\n", repo.Name, n, broken[0])
		}
	}
	return nil
}

// goCommand prints and runs a go command and returns the lines of its output.
func (r Runner) goCommand(ctx context.Context, root string, run Run, log io.Writer, args ...string) ([]string, error) {
	fmt.Fprintf(log, "%s: go %s\n", filepath.Join(filepath.Base(root), run.Dir), strings.Join(args, " "))
	out, err := r.command(ctx, root, run, "go", args...)
	return slices.DeleteFunc(strings.Split(string(out), "\n"), func(l string) bool { return l == "" }), err
}
