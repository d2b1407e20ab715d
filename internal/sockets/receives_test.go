package sockets

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// Each case is a program; want has a line for each receive of each loop: the
// line of the loop in the program, the call, and the sockets.
var loopCases = []struct{ name, src, want string }{
	{"in the loop itself", `
func f() {
	s, _ := zmq.NewSocket(zmq.PULL)
	s.Bind("tcp://*:1")
	for {
		s.Recv(0)
	}
}`, `5: Recv PULL bound to tcp://*:1`},
	{"in a helper", `
func g(s *zmq.Socket) { s.Recv(0) }
func f() {
	s, _ := zmq.NewSocket(zmq.PULL)
	s.Bind("tcp://*:1")
	for {
		g(s)
	}
}`, `6: Recv PULL bound to tcp://*:1`},
	{"copied by value", `
func mk() zmq.Socket {
	s, _ := zmq.NewSocket(zmq.DEALER)
	s.Connect("tcp://h:1")
	return *s
}
func g(s *zmq.Socket) { s.Recv(0) }
func f() {
	s := mk()
	for {
		g(&s)
	}
}`, `10: Recv DEALER`},
	{"what a poller returns", `
func f() {
	a, _ := zmq.NewSocket(zmq.PULL)
	a.Bind("tcp://*:1")
	p := zmq.NewPoller()
	p.Add(a, zmq.POLLIN)
	for {
		items, _ := p.Poll(-1)
		for _, item := range items {
			item.Socket.Recv(0)
		}
	}
}`, "7: Poll\n7: Recv PULL bound to tcp://*:1"},
	{"a poller in a field", `
type T struct{ p *zmq.Poller }
func mk() *T {
	a, _ := zmq.NewSocket(zmq.PULL)
	a.Bind("tcp://*:1")
	t := &T{p: zmq.NewPoller()}
	t.p.Add(a, zmq.POLLIN)
	return t
}
func (t *T) run() {
	for {
		items, _ := t.p.Poll(-1)
		items[0].Socket.Recv(0)
	}
}
func f() { mk().run() }`, "11: Poll\n11: Recv PULL bound to tcp://*:1"},
	{"a poller in a field, and nobody who calls both methods", `
type T struct{ s *zmq.Socket; p *zmq.Poller }
func New() *T {
	t := new(T)
	t.s, _ = zmq.NewSocket(zmq.DEALER)
	t.s.Connect("tcp://h:1")
	t.p = zmq.NewPoller()
	t.p.Add(t.s, zmq.POLLIN)
	return t
}
func (t *T) Work() {
	for {
		items, _ := t.p.Poll(-1)
		items[0].Socket.Recv(0)
	}
}`, "12: Poll\n12: Recv DEALER"},
	{"a drain inside a loop", `
func drain(s *zmq.Socket) {
	for {
		if _, err := s.Recv(zmq.DONTWAIT); err != nil { return }
	}
}
func f(s *zmq.Socket) {
	for { drain(s) }
}`, "3: Recv of what nobody knows\n8: Recv of what nobody knows (outside)"},
	{"handler of a Reactor", `
func f() {
	a, _ := zmq.NewSocket(zmq.PULL)
	a.Bind("tcp://*:1")
	r := zmq.NewReactor()
	r.AddSocket(a, zmq.POLLIN, func(zmq.State) error { _, err := a.Recv(0); return err })
	r.Run(-1)
}`, `6: Recv PULL bound to tcp://*:1 (handler)`},
	{"frames of one message", `
func f(s *zmq.Socket) {
	for {
		for {
			s.Recv(0)
			if more, _ := s.GetRcvmore(); !more { break }
		}
	}
}`, `4: Recv of what nobody knows`},
	{"tries again until it has one", `
func g(s *zmq.Socket) string {
	for {
		m, err := s.Recv(0)
		if err == nil { return m }
	}
}
func f(s *zmq.Socket) {
	for {
		g(s)
	}
}`, `9: Recv of what nobody knows`},
	{"a fixed number of turns", `
func f(s *zmq.Socket) {
	for i := 0; i < 10; i++ { s.Recv(0) }
}`, ``},
	{"a socket for each turn", `
func f() {
	for {
		s, _ := zmq.NewSocket(zmq.SUB)
		s.Connect("tcp://h:1")
		s.Recv(0)
		s.Close()
	}
}`, ``},
	{"a method of a generic type", `
type T[X any] struct{ s *zmq.Socket; decode func(string) X }
func (t *T[X]) run() {
	for { m, _ := t.s.Recv(0); t.decode(m) }
}
func f() {
	t := &T[int]{}
	t.s, _ = zmq.NewSocket(zmq.PULL)
	t.s.Bind("tcp://*:1")
	t.run()
}`, "4: Recv PULL bound to tcp://*:1"},
	{"a helper that tries again while nothing is there", `package p

import (
	"errors"
	"syscall"

	zmq "github.com/pebbe/zmq4"
)
func take(s *zmq.Socket) (string, error) {
	for {
		m, err := s.Recv(0)
		if zmq.AsErrno(err) == zmq.Errno(syscall.EINTR) || errors.Is(err, zmq.Errno(syscall.EAGAIN)) { continue }
		return m, err
	}
}
func f(s *zmq.Socket) {
	for { take(s) }
}`, "13: Recv of what nobody knows"},
	{"a count and nothing around it", `
func f(s *zmq.Socket) {
	for {
		for i := 0; i < 100; i++ { s.Recv(0) }
	}
}`, "3: Recv of what nobody knows"},
	{"a constructor that binds or connects", `
func mk(t zmq.Type, endpoint string, bind bool) *zmq.Socket {
	s, _ := zmq.NewSocket(t)
	if bind { s.Bind(endpoint) } else { s.Connect(endpoint) }
	return s
}
func f() {
	a, b := mk(zmq.PULL, "tcp://*:1", true), mk(zmq.SUB, "tcp://h:2", false)
	go func() { for { a.Recv(0) } }()
	for { b.Recv(0) }
}`, "9: Recv PULL bound to tcp://*:1\n10: Recv SUB"},
}

func TestLoops(t *testing.T) {
	for _, c := range loopCases {
		t.Run(c.name, func(t *testing.T) {
			fset, u, err := unit(t, c.src)
			if err != nil {
				t.Fatal(err)
			}
			p := newProgram(fset, []Unit{u})
			var got []string
			for _, l := range p.solveAll()[u.Pkg].Loops {
				for _, r := range l.Receives {
					line := fmt.Sprintf("%d: %s", fset.Position(l.Pos).Line-zmqtest.SnippetHead, r.Name)
					for _, s := range r.Sockets {
						line += " " + cmp.Or(s.Types.String(), "of what nobody knows")
						if e := s.Bound.String(); e != "" {
							line += " bound to " + e
						}
					}
					if r.Outside {
						line += " (outside)"
					}
					if l.Handler {
						line += " (handler)"
					}
					got = append(got, line)
				}
			}
			if diff := gocmp.Diff(c.want, strings.Join(got, "\n")); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
