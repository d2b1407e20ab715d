package sockets

import (
	"bytes"
	"encoding/gob"
	"go/types"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

const library = `package lib

import (
	"fmt"
	"strings"

	zmq "github.com/pebbe/zmq4"
)

type Server struct {
	Name string
	sock *zmq.Socket
}

func New(t zmq.Type) (*Server, error) {
	s, err := zmq.NewSocket(t)
	if err != nil {
		return nil, err
	}
	s.SetLinger(0)
	return &Server{sock: s}, nil
}

func (s *Server) Limit(n int) error { return s.sock.SetRcvhwm(n) }

func (s *Server) Listen(endpoint string) error { return s.sock.Bind("tcp://" + endpoint) }

func Harden(s *zmq.Socket) error { return s.SetMaxmsgsize(1 << 20) }

func Open(s *zmq.Socket, endpoint string) error { return s.Connect(endpoint) }

func Pair(endpoint string) *zmq.Socket {
	s, _ := zmq.NewSocket(zmq.PAIR)
	s.Bind(endpoint)
	return s
}

func Dial(t zmq.Type, endpoint string, bind bool, as string) *zmq.Socket {
	s, _ := zmq.NewSocket(t)
	if as == "safe" {
		s.SetRcvhwm(10)
	}
	if bind {
		s.Bind(endpoint)
	} else {
		s.Connect(endpoint)
	}
	return s
}

func InProcess(id string) string { return "inproc://" + id }

func TCP(host string, port int) string {
	if port == 0 {
		port = 5555
	}
	return fmt.Sprintf("tcp://%s:%v", host, port)
}

func Prefixed(endpoint string) string {
	if !strings.HasPrefix(endpoint, "tcp://") {
		return "tcp://" + endpoint
	}
	return endpoint
}

func Must(err error) {
	if err != nil {
		fail()
	}
}

func Fail() { fail() }

func fail() { panic("failed") }
`

func libraryFact(t *testing.T) (*PackageFact, Unit) {
	t.Helper()
	fset, u, err := unit(t, library)
	if err != nil {
		t.Fatal(err)
	}
	p := newProgram(fset, []Unit{u})
	p.solveAll()
	fact := p.export()
	if fact == nil {
		t.Fatal("no fact")
	}
	return fact, u
}

func encoded(t *testing.T, f *PackageFact) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFactIsDeterministic(t *testing.T) {
	first, _ := libraryFact(t)
	want := encoded(t, first)
	for range 5 {
		next, _ := libraryFact(t)
		if got := encoded(t, next); !bytes.Equal(got, want) {
			t.Fatalf("two runs differ:\n%s", cmp.Diff(first, next))
		}
	}
}

func TestFactRoundTrip(t *testing.T) {
	fact, _ := libraryFact(t)
	var got PackageFact
	if err := gob.NewDecoder(bytes.NewReader(encoded(t, fact))).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(*fact, got); diff != "" {
		t.Error(diff)
	}
}

func TestFactOfAnotherVersionIsIgnored(t *testing.T) {
	fact, u := libraryFact(t)
	fact.Version++
	if fact.function(u.Pkg.Scope().Lookup("Harden").(*types.Func)) != nil {
		t.Error("a fact of a version that this code does not know was used")
	}
}

// An importer sees what the library does through facts alone: the same as when
// both are analysed together.
func TestFactAcrossPackages(t *testing.T) {
	fact, lib := libraryFact(t)
	s := zmqtest.NewSnippets(t)
	s.Other = map[string]*types.Package{"example.com/lib": lib.Pkg}
	cases := []struct{ name, body, want string }{
		// The library knows by its field which socket Listen binds, and judges.
		{"constructor, setter, open", `s, _ := lib.New(zmq.PUB); s.Limit(5); s.Listen("*:1")`, "nothing opened"},
		{"helper", `s, _ := zmq.NewSocket(zmq.SUB); lib.Harden(s); s.Connect("tcp://h:1")`,
			"Connect SUB tcp://h:1: must MAXMSGSIZE"},
		{"opened by the library", `s, _ := zmq.NewSocket(zmq.SUB); lib.Harden(s); lib.Open(s, "tcp://h:1")`,
			"Connect SUB tcp://h:1: must MAXMSGSIZE"},
		{"made and opened by the library", `lib.Pair("tcp://h:1")`, "Bind PAIR tcp://h:1: nothing"},
		{"the same in the process", `lib.Pair("inproc://h")`, "Bind PAIR inproc://h: nothing"},
		{"told to bind", `lib.Dial(zmq.PULL, "tcp://h:1", true, "")`, "Bind PULL tcp://h:1: nothing"},
		{"told to connect", `lib.Dial(zmq.PUSH, "tcp://h:1", false, "safe")`, "Connect PUSH tcp://h:1: must RCVHWM"},
		{"told by a variable", `var as string; flag.StringVar(&as, "as", "", ""); lib.Dial(zmq.SUB, "tcp://h:1", true, as)`, "Bind SUB tcp://h:1: may RCVHWM"},
		{"endpoint of the library", `s, _ := zmq.NewSocket(zmq.SUB); s.Bind(lib.InProcess("a"))`, "Bind SUB inproc://a: nothing"},
		{"endpoint made of numbers", `s, _ := zmq.NewSocket(zmq.SUB); s.Bind(lib.TCP("127.0.0.1", 1))`, "Bind SUB tcp://127.0.0.1:1 or tcp://127.0.0.1:5555: nothing"},
		{"endpoint made of a host that is not known", `s, _ := zmq.NewSocket(zmq.SUB); s.Bind(lib.TCP(flag.Arg(0), 1))`, "Bind SUB tcp://…: nothing"},
		{"endpoint that is completed", `s, _ := zmq.NewSocket(zmq.SUB); s.Bind(lib.Prefixed("*:1"))`, "Bind SUB tcp://*:1: nothing"},
		{"never returns", `s, _ := zmq.NewSocket(zmq.SUB)
			if s == nil { lib.Fail() } else { lib.Harden(s) }
			s.Connect("tcp://h:1")`, "Connect SUB tcp://h:1: must MAXMSGSIZE"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			fset, u, err := unitOf(s, "package main\n\nimport (\n\t\"flag\"\n\t\"example.com/lib\"\n\tzmq \"github.com/pebbe/zmq4\"\n)\n\nvar _ zmq.Type\nvar _ = flag.Arg\n\nfunc main() {\n"+tc.body+"\n}\n")
			if err != nil {
				t.Fatal(err)
			}
			p := newProgram(fset, []Unit{u})
			p.facts = func(pkg *types.Package) *PackageFact {
				if pkg == lib.Pkg {
					return fact
				}
				return nil
			}
			res := p.solveAll()[u.Pkg]
			got := "nothing opened"
			for _, o := range res.Opens {
				got = o.Name + " " + o.Types.String() + " " + o.Endpoint.String() + ":"
				for _, c := range o.Contexts {
					got += " " + c.Before.String()
				}
			}
			if got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}
