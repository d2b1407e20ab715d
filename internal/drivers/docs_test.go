package drivers

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/zmqlint/zmqlint/internal/standin"
	"github.com/zmqlint/zmqlint/nogo"
)

// block is a block of code of a page, with the comment above it.
type block struct{ about, lang, text string }

var blocks = regexp.MustCompile("(?m)^<!-- (.+) -->\n```([a-z]+)\n((?s:.*?))^```$")

func page(t *testing.T, name string) (list []block) {
	t.Helper()
	for _, m := range blocks.FindAllStringSubmatch(read(t, "../../docs", name), -1) {
		list = append(list, block{m[1], m[2], m[3]})
	}
	if len(list) == 0 {
		t.Fatalf("%s: no blocks", name)
	}
	return list
}

// TestPages runs what the pages say, each line by itself, in a module that has
// findings. "exit N" is the exit code of the last line; @latest is this module.
func TestPages(t *testing.T) {
	needBash(t)
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"go-vet.md", "ci.md", "golangci-lint.md"} {
		t.Run(name, func(t *testing.T) {
			bin := filepath.Dir(zmqlint(t))
			if name == "golangci-lint.md" {
				bin = commands(t, zmqlint(t), golangci(t))
			}
			for i, b := range page(t, name) {
				code, ok := strings.CutPrefix(b.about, "run: exit ")
				if !ok {
					continue
				}
				t.Run(strconv.Itoa(i), func(t *testing.T) {
					r := withoutWorkspace(t, module(t, mendable))
					if name == "golangci-lint.md" {
						write(t, r.Dir, ".golangci.yml", golangciConfig(t))
					}
					r.Env = append(slices.Clip(r.Env), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
					o := r.outcome(t, "bash", "-c", local(b.text, root))
					if want, err := strconv.Atoi(code); err != nil || o.code != want {
						t.Errorf("exit code %d, want %s (%v)", o.code, code, err)
					}
					if want, _ := strconv.Atoi(code); want == 1 && !strings.Contains(o.stdout+o.stderr, "wildcard-bind") || t.Failed() {
						t.Errorf("in\n%s\nit printed\n%s%s", b.text, o.stdout, o.stderr)
					}
				})
			}
		})
	}
}

var getTool = regexp.MustCompile(`go get -tool (\S+)@latest`)

// local makes the commands of a page use the module as it is here, where it is
// not published: go get would ask for it all the same.
func local(script, root string) string {
	const module = "github.com/zmqlint/zmqlint"
	return getTool.ReplaceAllString(script, "go mod edit -tool=$1 -require="+module+"@v0.0.0 -replace="+module+"="+root+" && go mod tidy")
}

// withoutWorkspace puts the stand-in for zmq4 into go.mod: a page has a plain
// module in mind.
func withoutWorkspace(t *testing.T, r Run) Run {
	t.Helper()
	r.Env = append(r.Env, "GOWORK=off")
	s, err := standin.Make(t.Context(), standin.Config{Dir: r.Dir, Env: r.Env, Out: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	write(t, r.Dir, "go.mod", read(t, r.Dir, "go.mod")+"\nreplace github.com/pebbe/zmq4 => "+s.Dir+"\n")
	return r
}

// commands is a folder with zmqlint and custom-gcl.
func commands(t *testing.T, zmqlint, golangci string) string {
	t.Helper()
	dir := t.TempDir()
	for name, binary := range map[string]string{"zmqlint": zmqlint, "custom-gcl": golangci} {
		if err := os.Symlink(binary, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// golangciConfig is the configuration that the page has, in two pieces.
func golangciConfig(t *testing.T) (text string) {
	t.Helper()
	for _, b := range page(t, "golangci-lint.md") {
		if strings.HasSuffix(b.about, ".golangci.yml") {
			text += b.text
		}
	}
	return text + "run: {allow-parallel-runners: true}\n"
}

// TestProgramOfPage: the program that the page has is the one that is tested.
func TestProgramOfPage(t *testing.T) {
	text := page(t, "golangci-lint.md")[0].text
	_, tested, _ := strings.Cut(strings.ReplaceAll(mainFile, "GOLANGCI", GolangciLint), "package main")
	if text != "package main"+tested {
		t.Errorf("the page has\n%s", text)
	}
}

// TestSeverities: golangci-lint gives findings the severity of the page.
func TestSeverities(t *testing.T) {
	gcl := golangci(t)
	r := module(t, mendable)
	write(t, r.Dir, ".golangci.yml", golangciConfig(t))
	o := r.outcome(t, gcl, "run", "--enable-only=zmqlint", "--output.json.path=stdout", "--show-stats=false")
	var report struct {
		Issues []struct{ Text, Severity string }
	}
	if err := json.Unmarshal([]byte(o.stdout), &report); err != nil || len(report.Issues) == 0 {
		t.Fatalf("%v in %s%s", err, o.stdout, o.stderr)
	}
	for _, i := range report.Issues {
		if isError := strings.HasSuffix(i.Text, "(no-curve)"); isError != (i.Severity == "error") {
			t.Errorf("%s is a %s", i.Text, i.Severity)
		}
	}
}

// TestNogoPage: the settings of the page are accepted.
func TestNogoPage(t *testing.T) {
	var config map[string]struct {
		Flags map[string]string `json:"analyzer_flags"`
	}
	if err := json.Unmarshal([]byte(page(t, "bazel.md")[0].text), &config); err != nil {
		t.Fatal(err)
	}
	for name, value := range config[nogo.Analyzer.Name].Flags {
		if err := nogo.Analyzer.Flags.Set(name, value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestWorkflow: what the workflow of the page gives to the action are inputs of it.
func TestWorkflow(t *testing.T) {
	var a action
	decode(t, "action.yml", &a)
	var w struct {
		Jobs map[string]struct {
			Steps []struct {
				Uses string
				With map[string]string
			}
		}
	}
	if err := yaml.Unmarshal([]byte(page(t, "ci.md")[1].text), &w); err != nil {
		t.Fatal(err)
	}
	used := false
	for _, step := range w.Jobs["zmqlint"].Steps {
		if !strings.HasPrefix(step.Uses, "zmqlint/zmqlint@") {
			continue
		}
		used = true
		for name := range step.With {
			if _, ok := a.Inputs[name]; !ok {
				t.Errorf("the action has no input %q", name)
			}
		}
	}
	if !used {
		t.Error("the workflow does not use the action")
	}
}
