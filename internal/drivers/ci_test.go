package drivers

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

func needBash(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip(err)
	}
}

func decode(t *testing.T, name string, into any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(read(t, "../..", name)), into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// TestPreCommit runs the hook as pre-commit does: the entry is a file of the
// repository that has the hook, the working directory is that of the user.
func TestPreCommit(t *testing.T) {
	needBash(t)
	var hooks []struct {
		ID, Language, Entry string
		Args                []string
		PassFilenames       bool `yaml:"pass_filenames"`
	}
	decode(t, ".pre-commit-hooks.yaml", &hooks)
	if len(hooks) != 1 || hooks[0].ID != "zmqlint" || hooks[0].Language != "script" || hooks[0].PassFilenames {
		t.Fatalf("hooks %+v", hooks)
	}
	entry, err := filepath.Abs(filepath.Join("../..", hooks[0].Entry))
	if err != nil {
		t.Fatal(err)
	}
	r := module(t, server)
	r.outcome(t, entry, hooks[0].Args...).wants(t, 1, "server.go:10:9: ", "(no-curve)")
	write(t, r.Dir, "server.go", "package app\n")
	r.outcome(t, entry, hooks[0].Args...).wants(t, 0, "!(no-curve)")
}

// TestPreCommitItself has pre-commit run the hook, with the files of this checkout
// as they are.
func TestPreCommitItself(t *testing.T) {
	if _, err := exec.LookPath("pre-commit"); err != nil {
		t.Skip(err)
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, ".git")); err != nil {
		t.Skip(err) // try-repo takes a repository
	}
	r := module(t, server)
	r.Env = append(r.Env, "PRE_COMMIT_HOME="+t.TempDir())
	for _, args := range [][]string{{"init", "-q"}, {"add", "."}} {
		r.outcome(t, "git", args...).wants(t, 0)
	}
	r.outcome(t, "pre-commit", "try-repo", root, "zmqlint", "--all-files").wants(t, 1, "server.go:10:9: ", "(no-curve)")
	write(t, r.Dir, "server.go", "package app\n")
	r.outcome(t, "git", "add", ".").wants(t, 0)
	r.outcome(t, "pre-commit", "try-repo", root, "zmqlint", "--all-files").wants(t, 0, "Passed", "!(no-curve)")
}

// action is action.yml as far as it is of interest here.
type action struct {
	Inputs map[string]struct{ Default string }
	Runs   struct {
		Steps []struct {
			Name, ID, Shell, Run, If, Uses string
			Env                            map[string]string
		}
	}
}

var expression = regexp.MustCompile(`^\$\{\{ inputs\.([a-z-]+) \}\}$`)

// TestAction runs the steps of the GitHub action that are scripts, in the
// environment that GitHub gives them.
func TestAction(t *testing.T) {
	needBash(t)
	var a action
	decode(t, "action.yml", &a)
	r := module(t, server)
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	run := func(inputs map[string]string) (o outcome, report string) {
		temp := t.TempDir()
		output := filepath.Join(temp, "output")
		env := append(slices.Clip(r.Env), "GITHUB_ACTION_PATH="+root, "RUNNER_TEMP="+temp, "GITHUB_OUTPUT="+output)
		for _, step := range a.Runs.Steps {
			if strings.Contains(step.Run, "${{") {
				t.Errorf("%s: an input inside of a script is code", step.Name)
			}
			if step.Run == "" {
				continue
			}
			here := Run{Dir: r.Dir, Env: slices.Clip(env)}
			for name, value := range step.Env {
				if m := expression.FindStringSubmatch(value); m != nil {
					value = a.Inputs[m[1]].Default
					if v, ok := inputs[m[1]]; ok {
						value = v
					}
				}
				here.Env = append(here.Env, name+"="+value)
			}
			if o = here.outcome(t, "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.Run); o.code != 0 {
				break
			}
		}
		text, _ := os.ReadFile(output)
		return o, strings.TrimPrefix(strings.TrimSpace(string(text)), "sarif=")
	}

	o, report := run(nil)
	o.wants(t, 1, "::error file=server.go,line=10,", "title=zmqlint%3A no-curve::")
	var sarif struct{ Runs []struct{ Results []any } }
	if text, err := os.ReadFile(report); err != nil || json.Unmarshal(text, &sarif) != nil || len(sarif.Runs[0].Results) < 3 {
		t.Errorf("report %q: %v, %+v", report, err, sarif)
	}
	o, report = run(map[string]string{"args": "-disable all -enable missing-options -fail-on error", "packages": ". ./..."})
	o.wants(t, 0, "missing-options", "!no-curve")
	if report == "" {
		t.Error("no report")
	}
	if o, report = run(map[string]string{"args": "-nothing"}); o.code != 2 || report != "" {
		t.Errorf("wrong usage: exit code %d, report %q", o.code, report)
	}
}
