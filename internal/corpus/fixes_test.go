package corpus

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zmqlint/zmqlint/internal/fix/mend"
	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

const loop = `package p

import zmq "github.com/pebbe/zmq4"

func Loop(s *zmq.Socket) {
	for {
		msg, err := s.Recv(0)
		if err != nil {
			continue
		}
		println(msg)
	}
}
`

func TestProveFixes(t *testing.T) {
	root := zmqtest.Module(t, "-- go.mod --\nmodule example.com/p\n\ngo 1.21\n\nZMQ4\n-- p.go --\n"+loop)
	run := Run{Dir: ".", Patterns: []string{"./..."}, Env: []string{"GOWORK=off", "GOFLAGS=-mod=mod"}}
	proofs, err := ProveFixes(t.Context(), root, Repo{Runs: []Run{run, run}})
	if err != nil || len(proofs) != 2 {
		t.Fatal(proofs, err)
	}
	all := Tallies{}
	for _, p := range proofs {
		for _, f := range p.Failures {
			t.Error(f)
		}
		all.Add(p)
	}
	want := &mend.Tally{Findings: 2, Fixable: 2, Alone: 2, Together: 2}
	if diff := cmp.Diff(want, all["recv-error-spin"]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if text, err := os.ReadFile(filepath.Join(root, "p.go")); string(text) != loop {
		t.Errorf("the checkout was changed: %s (%v)", text, err)
	}
}

func TestTallies(t *testing.T) {
	var out strings.Builder
	all := Tallies{"b": {Findings: 3, Fixable: 2, Decisions: 1, Alone: 2, Together: 1}, "a": {Findings: 1}}
	if err := all.Write(&out); err != nil {
		t.Fatal(err)
	}
	var got [][]string
	for line := range strings.Lines(out.String()) {
		got = append(got, strings.Fields(line))
	}
	want := [][]string{
		got[0], {"1", "0", "0", "0", "0", "a"}, {"3", "2", "1", "2", "1", "b"}, {"4", "2", "1", "2", "1", "all"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
