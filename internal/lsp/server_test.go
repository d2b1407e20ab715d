package lsp

import (
	"testing"

	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

const project = `
-- go.mod --
module example.com/m

go 1.22

ZMQ4
-- main.go --
package main

import zmq "github.com/pebbe/zmq4"

func main() {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		panic(err)
	}
	s.SetRcvhwm(0)
	if err := s.Bind("tcp://*:5555"); err != nil {
		panic(err)
	}
}
`

func TestDiagnostics(t *testing.T) {
	c := start(t, zmqtest.Module(t, project), "")
	c.didOpen("main.go")
	for _, d := range c.diagnostics("main.go") {
		t.Logf("%+v", d)
	}
	var h hover
	c.call("textDocument/hover", positionParams{textDocumentID{c.uri("main.go")}, position{10, 12}}, &h)
	t.Logf("%+v", h)
	c.call("textDocument/hover", positionParams{textDocumentID{c.uri("main.go")}, position{10, 15}}, &h)
	t.Logf("%+v", h)
}
