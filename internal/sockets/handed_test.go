package sockets

import (
	"go/types"
	"slices"
	"testing"

	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// Opens that one call brings about come in the order of the code, on every
// run: of findings at one place the first is kept.
func TestHandedOpensAreInOrder(t *testing.T) {
	s := zmqtest.NewSnippets(t)
	_, lib, err := unitOf(s, `package lib

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
	s.Other = map[string]*types.Package{"example.com/lib": lib.Pkg}
	fset, u, err := unitOf(s, `package main

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

// What zmqsafe opens and receives is its own affair, in packages that use it as
// well.
func TestSafeSocketsAreNotHanded(t *testing.T) {
	for path, want := range map[string]int{"example.com/lib": 1, "github.com/zmqlint/zmqlint/zmqsafe": 0} {
		s := zmqtest.NewSnippets(t)
		_, lib, err := unitOf(s, `package lib

import zmq "github.com/pebbe/zmq4"

func Open(s *zmq.Socket) { s.Bind("tcp://*:1") }

func Recv(s *zmq.Socket) { s.Recv(0) }
`)
		if err != nil {
			t.Fatal(err)
		}
		conf := types.Config{Importer: s}
		if lib.Pkg, err = conf.Check(path, s.Fset, lib.Files, lib.Info); err != nil {
			t.Fatal(err)
		}
		s.Other = map[string]*types.Package{path: lib.Pkg}
		fset, u, err := unitOf(s, `package main

import (
	lib "`+path+`"
	zmq "github.com/pebbe/zmq4"
)

func main() {
	s, _ := zmq.NewSocket(zmq.PUB)
	lib.Open(s)
	for {
		lib.Recv(s)
	}
}
`)
		if err != nil {
			t.Fatal(err)
		}
		p := newProgram(fset, []Unit{lib, u})
		p.roots = map[*types.Package]bool{u.Pkg: true}
		r := p.solveAll()[u.Pkg]
		if len(r.Opens) != want || len(r.Loops) != want {
			t.Errorf("%s: %d opens and %d loops, want %d of each", path, len(r.Opens), len(r.Loops), want)
		}
	}
}
