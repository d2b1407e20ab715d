package drivers

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zmqlint/zmqlint/internal/corpus"
	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

var (
	checkouts = flag.String("corpus", "", "folder with checkouts of public repositories: hold the drivers against each other there")
	only      = flag.String("repo", "", "one of them, OWNER+NAME")
)

// TestParityCorpus runs public repositories through each driver, as far as they
// build on this machine: make parity DIR=….
func TestParityCorpus(t *testing.T) {
	if *checkouts == "" {
		t.Skip("no checkouts: -corpus names their folder")
	}
	repos, err := corpus.Load(os.DirFS("../../corpus"))
	if err != nil {
		t.Fatal(err)
	}
	for _, repo := range repos {
		if *only != "" && repo.Name != *only {
			continue
		}
		for _, run := range repo.Runs {
			t.Run(repo.Name+" "+run.Dir, func(t *testing.T) { corpusRun(t, repo, run) })
		}
	}
}

func corpusRun(t *testing.T, repo corpus.Repo, run corpus.Run) {
	dir, err := filepath.EvalSymlinks(filepath.Join(*checkouts, repo.Name, filepath.FromSlash(run.Dir)))
	if err != nil {
		t.Skip(err)
	}
	r := Run{Dir: dir, Env: os.Environ(), Tags: run.Tags, Patterns: run.Patterns}
	for _, e := range run.Env {
		if flags, ok := strings.CutPrefix(e, "GOFLAGS="); ok {
			e = "GOFLAGS=" + strings.TrimSpace(os.Getenv("GOFLAGS")+" "+flags)
		}
		r.Env = append(r.Env, e)
	}
	r.Env = append(r.Env, "CGO_ENABLED=1")
	reaching, err := r.reaching(t)
	if err != nil {
		t.Skipf("go list: %v", err)
	}
	if len(reaching) == 0 {
		t.Skip("go finds no package that uses zmq4")
	}
	r.Patterns = reaching
	f, err := runAll(t, r)
	if err != nil {
		t.Skipf("it does not build here: %v", err)
	}
	onlyCommand, onlyPackages := f.same(t)
	for _, f := range onlyCommand {
		t.Logf("with the whole load alone: %s", f)
	}
	for _, f := range onlyPackages {
		t.Logf("without the whole load alone: %s", f)
	}
}

// reaching lists the folders of packages that use zmq4, without those that go
// cannot load: golangci-lint takes no import paths.
func (r Run) reaching(t *testing.T) (paths []string, err error) {
	args := []string{"list", "-e", "-f", `{{if not .DepsErrors}}{{if not .Error}}{{.Dir}}{{"\t"}}{{join .Deps " "}}{{end}}{{end}}`}
	out, err := r.command(t.Context(), nil, "go", append(args, r.withTags("-tags=", r.Patterns...)...)...)
	for line := range strings.Lines(string(out)) {
		dir, deps, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if slices.ContainsFunc(strings.Fields(deps), zmqapi.IsZMQ4) {
			paths = append(paths, "./"+r.relative(dir))
		}
	}
	return paths, err
}
