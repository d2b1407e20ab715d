package corpus

import (
	"testing"
	"time"

	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// TestPerPackage: what only the whole load tells is not known, what facts tell is.
func TestPerPackage(t *testing.T) {
	root := zmqtest.Module(t, `-- go.mod --
module example.com/p

go 1.21

ZMQ4
-- lib/lib.go --
package lib

import zmq "github.com/pebbe/zmq4"

type Server struct{ Endpoint string }

func (s *Server) Listen(z *zmq.Socket) error { return z.Bind(s.Endpoint) }

func Local(id string) string { return "inproc://" + id }
-- main.go --
package main

import (
	zmq "github.com/pebbe/zmq4"

	"example.com/p/lib"
)

func main() {
	s, _ := zmq.NewSocket(zmq.PUB)
	s.Bind(lib.Local("a"))
	z, _ := zmq.NewSocket(zmq.PUB)
	(&lib.Server{Endpoint: "ipc:///run/p/socket"}).Listen(z)
}
`)
	repo := Repo{Runs: []Run{{Dir: ".", Patterns: []string{"./..."}, Env: []string{"GOWORK=off", "GOFLAGS=-mod=mod"}}}}
	a, err := Runner{Timeout: time.Minute, PerPackage: true}.Analyze(t.Context(), root, repo)
	if err != nil || len(a.NotAnalyzed) > 0 {
		t.Fatal(err, a.NotAnalyzed)
	}
	found := false
	for _, f := range a.Findings {
		if f.Rule == "no-curve" {
			found = true
			if f.File != "main.go" || f.Line != 13 {
				t.Errorf("%+v", f)
			}
		}
	}
	if !found {
		t.Errorf("no-curve is not among %+v", a.Findings)
	}
}
