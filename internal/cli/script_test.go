package cli_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/zmqlint/zmqlint/internal/cli"
)

var compileSchema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	return jsonschema.NewCompiler().Compile("../../docs/zmqlint.schema.json")
})

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"zmqlint": func() {
			becomePlain()
			dir, err := os.Getwd()
			if err != nil {
				panic(err)
			}
			os.Exit(cli.Main(context.Background(), os.Args[1:],
				cli.Stdio{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, os.Environ(), dir))
		},
	})
}

// becomePlain and plain replace the command in a script by another build of it:
// race_test.go.
var (
	becomePlain = func() {}
	plain       = func(*testing.T) func(script string) []string { return func(string) []string { return nil } }
)

// TestScript runs testdata/script. The scripts need neither network nor libzmq:
// ZMQ4 in their go.mod stands for the copy of zmq4 in the module cache.
func TestScript(t *testing.T) {
	env := goEnv(t, "GOCACHE", "GOMODCACHE", "GOROOT")
	zmq4 := goOutput(t, "list", "-m", "-f", "{{.Dir}}", "github.com/pebbe/zmq4")
	plainFor := plain(t)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Vars = append(e.Vars, env...)
			e.Vars = append(e.Vars, "GOPROXY=off", "GOFLAGS=-mod=mod", "GOTOOLCHAIN=local", "GOWORK=off", "GONOSUMDB=*")
			e.Vars = append(e.Vars, plainFor(strings.TrimPrefix(filepath.Base(e.WorkDir), "script-"))...)
			return placeZMQ4(e.WorkDir, zmq4)
		},
		Condition: condition,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":    exits,
			"validate": validate,
			"bigfile":  bigFile,
			"sample":   sample,
		},
	})
}

// condition knows what a script may need or may have to do without.
func condition(name string) (bool, error) {
	switch name {
	case "root": // no file mode keeps root from reading
		return os.Geteuid() == 0, nil
	case "libzmq":
		return exec.Command("pkg-config", "--exists", "libzmq").Run() == nil, nil
	}
	return false, fmt.Errorf("unknown condition %q", name)
}

// exits CODE PROGRAM ARG… runs a program and wants that exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code program [args…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("%s: exit code %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

// validate checks the last standard output against the published schema.
func validate(ts *testscript.TestScript, neg bool, args []string) {
	report, err := jsonschema.UnmarshalJSON(strings.NewReader(ts.ReadFile("stdout")))
	ts.Check(err)
	schema, err := compileSchema()
	ts.Check(err)
	err = schema.Validate(report)
	if neg && err == nil {
		ts.Fatalf("the report is valid")
	}
	if !neg {
		ts.Check(err)
	}
}

// bigFile NAME SIZE HEADER… writes a Go file of about SIZE bytes that begins
// with the header lines.
func bigFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: bigfile name size header…")
	}
	size, err := strconv.Atoi(args[1])
	ts.Check(err)
	b := bytes.NewBufferString(strings.Join(args[2:], "\n") + "\n")
	for i := 0; b.Len() < size; i++ {
		b.WriteString("\nvar Table" + strconv.Itoa(i) + " = []string{\"" + strings.Repeat("x", 1000) + "\"}\n")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o666))
}

// placeZMQ4 puts the place where zmq4 is on this machine into the go.mod of a
// script, if it has one.
func placeZMQ4(workDir, zmq4 string) error {
	file := filepath.Join(workDir, "go.mod")
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	return os.WriteFile(file, bytes.ReplaceAll(data, []byte("=> ZMQ4"), []byte("=> "+strconv.Quote(zmq4))), 0o666)
}

func goEnv(t *testing.T, names ...string) (env []string) {
	for _, name := range names {
		env = append(env, name+"="+goOutput(t, "env", name))
	}
	return env
}

func goOutput(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command("go", args...).Output()
	if err != nil {
		t.Fatalf("go %s: %v", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out))
}
