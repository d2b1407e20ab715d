package sockets

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each case is a program; want has a line for each socket of each open: the
// call, the socket, where it leads, and what is set before.
var perCallCases = []struct{ name, src, want string }{
	{"one helper for bind and connect", `
func mk(t zmq.Type, endpoint string, bind bool) *zmq.Socket {
	s, _ := zmq.NewSocket(t)
	if bind { s.Bind(endpoint) } else { s.Connect(endpoint) }
	return s
}
func f() {
	mk(zmq.PULL, "tcp://*:1", true)
	mk(zmq.PUSH, "tcp://h:2", false)
}`, "Bind PULL tcp://*:1 nothing\nConnect PUSH tcp://h:2 nothing"},
	{"one way only", `
func mk(endpoint string, bind bool) {
	s, _ := zmq.NewSocket(zmq.PULL)
	if !bind { s.Connect(endpoint); return }
	s.Bind(endpoint)
}
func f() { mk("tcp://*:1", true) }`, "Bind PULL tcp://*:1 nothing"},
	{"an option of some callers", `
func mk(endpoint string, limited bool) {
	s, _ := zmq.NewSocket(zmq.PULL)
	if limited { s.SetRcvhwm(10) }
	s.Bind(endpoint)
}
func f() { mk("tcp://*:1", true); mk("inproc://a", false) }`, "Bind PULL tcp://*:1 must RCVHWM\nBind PULL inproc://a nothing"},
	{"a helper that sets what it is told to", `
func set(s *zmq.Socket, limited bool, t zmq.Type) {
	if limited { s.SetRcvhwm(10) }
	if t == zmq.SUB { s.SetSubscribe("") }
}
func f() {
	s, _ := zmq.NewSocket(zmq.PULL)
	set(s, true, zmq.PULL)
	s.Bind("tcp://*:1")
}
func g() {
	s, _ := zmq.NewSocket(zmq.SUB)
	set(s, false, zmq.SUB)
	s.Connect("tcp://h:1")
}`, "Bind PULL tcp://*:1 must RCVHWM\nConnect SUB tcp://h:1 must SUBSCRIBE"},
	{"a constructor that is told", `
func mk(limited bool) *zmq.Socket {
	s, _ := zmq.NewSocket(zmq.PULL)
	if limited { s.SetRcvhwm(10) }
	return s
}
func f() { mk(true).Bind("tcp://*:1"); mk(false).Bind("tcp://*:2") }`, "Bind PULL tcp://*:1 must RCVHWM\nBind PULL tcp://*:2 nothing"},
	{"a caller that does not know", `
func mk(limited bool) *zmq.Socket {
	s, _ := zmq.NewSocket(zmq.PULL)
	if limited { s.SetRcvhwm(10) }
	return s
}
func F(limited bool) { mk(limited).Bind("tcp://*:1") }`, "Bind PULL tcp://*:1 may RCVHWM"},
}

func TestPerCall(t *testing.T) {
	for _, c := range perCallCases {
		t.Run(c.name, func(t *testing.T) {
			fset, u, err := unit(t, c.src)
			if err != nil {
				t.Fatal(err)
			}
			p := newProgram(fset, []Unit{u})
			var got []string
			for _, o := range p.solveAll()[u.Pkg].Opens {
				for _, use := range o.Contexts {
					state := State{Must: use.Before.Must, May: use.Before.May, Mech: fresh().Mech}
					got = append(got, fmt.Sprintln(o.Name, use.Types, use.Endpoint.String(), state))
				}
			}
			if diff := cmp.Diff(c.want, strings.TrimSpace(strings.Join(got, ""))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
