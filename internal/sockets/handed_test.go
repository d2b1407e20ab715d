package sockets

import (
	"go/types"
	"slices"
	"testing"
)

// Opens that one call brings about come in the order of the code, on every
// run: of findings at one place the first is kept.
func TestHandedOpensAreInOrder(t *testing.T) {
	s := *shared()
	if s.err != nil {
		t.Fatal(s.err)
	}
	_, lib, err := s.unit(`package lib

import zmq "github.com/pebbe/zmq4"

func Open(s *zmq.Socket) {
	s.Connect("tcp://a:1")
	s.Connect("tcp://b:1")
	s.Connect("tcp://c:1")
	s.Connect("tcp://d:1")
}
`)
	if err != nil {
		t.Fatal(err)
	}
	s.other = map[string]*types.Package{"example.com/lib": lib.Pkg}
	fset, u, err := s.unit(`package main

import (
	"example.com/lib"
	zmq "github.com/pebbe/zmq4"
)

func main() {
	s, _ := zmq.NewSocket(zmq.PUB)
	lib.Open(s)
}
`)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"tcp://a:1", "tcp://b:1", "tcp://c:1", "tcp://d:1"}
	for range 10 {
		p := newProgram(fset, []Unit{lib, u})
		p.roots = map[*types.Package]bool{u.Pkg: true}
		var got []string
		for _, o := range p.solveAll()[u.Pkg].Opens {
			got = append(got, o.Endpoint.String())
		}
		if !slices.Equal(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
	}
}
