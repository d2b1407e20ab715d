package load

import (
	"go/ast"
	"testing"
)

// sourced is a program whose sockets, configuration and flags are in packages
// of their own, and another program with the same configuration.
const sourced = `
-- go.mod --
module example.com/m
go 1.22
require example.com/kit v0.0.0
replace example.com/kit => ./kit
ZMQ4
-- sock/sock.go --
package sock

import (
	"example.com/m/conf"

	zmq "github.com/pebbe/zmq4"
)

func Open(c *conf.Conf) error {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	return s.Bind("tcp://" + c.BindIP + ":5555")
}
-- conf/conf.go --
package conf

type Conf struct{ BindIP string }
-- flags/flags.go --
package flags

import (
	"flag"

	"example.com/m/conf"
	"example.com/m/flags/addr"
)

func Add(c *conf.Conf) { flag.StringVar(&c.BindIP, "bind", addr.Any(), "") }
-- flags/addr/addr.go --
package addr

import "example.com/m/flags/addr/deep"

func Any() string { deep.Log(); return "0.0.0.0" }
-- flags/addr/deep/deep.go --
package deep

func Log() {}
-- plugin/plugin.go --
package plugin
-- kit/go.mod --
module example.com/kit
-- kit/kit.go --
package kit

func Ready() {}
-- cmd/serve/main.go --
package main

import (
	"example.com/kit"
	"example.com/m/conf"
	"example.com/m/flags"
	_ "example.com/m/plugin"
	"example.com/m/sock"
)

func main() {
	var c conf.Conf
	flags.Add(&c)
	kit.Ready()
	_ = sock.Open(&c)
}
-- cmd/other/main.go --
package main

import (
	"example.com/m/conf"
	"example.com/m/otherflags"
)

func main() { otherflags.Add(new(conf.Conf)) }
-- otherflags/flags.go --
package otherflags

import "example.com/m/conf"

func Add(c *conf.Conf) { c.BindIP = "127.0.0.1" }
`

func TestSources(t *testing.T) {
	dir := tree(t, sourced)
	res := load(t, Config{Dir: dir})
	equal(t, "packages", ids(res.Packages), "example.com/m/cmd/serve example.com/m/sock")
	equal(t, "loaded", ids(res.Load), "example.com/kit example.com/m/cmd/serve example.com/m/conf "+
		"example.com/m/flags example.com/m/flags/addr example.com/m/sock")
	for _, p := range res.Load {
		for _, f := range p.Syntax {
			for _, d := range f.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && fn.Body == nil {
					t.Errorf("%s: %s has no body", p.ID, fn.Name.Name)
				}
			}
		}
	}

	// Outside the patterns, but reached from them.
	res = load(t, Config{Dir: dir, Patterns: []string{"./sock"}})
	equal(t, "packages", ids(res.Packages), "example.com/m/sock")
	equal(t, "loaded", ids(res.Load), "example.com/m/conf example.com/m/sock")
}

// A source with errors takes nothing away from what is reported on.
func TestBrokenSource(t *testing.T) {
	dir := tree(t, sourced+"-- conf/broken.go --\npackage conf\n\nfunc Broken() { return nowhere }\n")
	res := load(t, Config{Dir: dir})
	equal(t, "loaded", ids(res.Packages), "example.com/m/cmd/serve example.com/m/sock")
	equal(t, "problems", problems(res, dir), "")
}

// What is a source under some tags only is the same package for those that use
// it without.
func TestSourceOfOneVariant(t *testing.T) {
	res := load(t, Config{Tags: AllZMQ, Dir: tree(t, `
-- go.mod --
module example.com/m
go 1.22
ZMQ4
-- wrap/wrap.go --
package wrap

import (
	"example.com/m/a"

	zmq "github.com/pebbe/zmq4"
)

func Send(s *zmq.Socket, m a.Message) { _, _ = s.SendBytes(m.B.C.D, 0) }
-- a/a.go --
package a

import "example.com/m/b"

type Message struct{ B b.B }
-- b/b.go --
package b

import "example.com/m/c"

type B struct{ C c.C }
-- c/c.go --
package c

type C struct{ D []byte }
-- serve/plain.go --
package serve

import _ "example.com/m/wrap"
-- serve/tagged.go --
//go:build tagged

package serve

import (
	"example.com/m/a"
	"example.com/m/b"
	"example.com/m/c"
	"example.com/m/wrap"

	zmq "github.com/pebbe/zmq4"
)

func Serve(s *zmq.Socket) { wrap.Send(s, a.Message{B: b.B{C: c.C{}}}) }
`)})
	equal(t, "loaded", ids(res.Load), "example.com/m/a example.com/m/b example.com/m/c "+
		"example.com/m/serve example.com/m/serve example.com/m/wrap")
	for _, p := range res.Load {
		if p.IllTyped {
			t.Errorf("%s: %v", p.ID, p.Errors)
		}
	}
}
