package sockets

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each case is a few functions; the summary of f is what its callers see.
var summaryCases = []struct{ name, src, want string }{
	{"setter on a parameter", `func f(s *zmq.Socket) { s.SetLinger(0) }`, `param0: must LINGER`},
	{"setter under a condition", `func f(s *zmq.Socket, on bool) { if on { s.SetLinger(0) } }`, `param0: may LINGER`},
	{"error returns do not count", `func f(s *zmq.Socket) error {
		if err := s.SetLinger(0); err != nil { return err }
		return s.SetSndhwm(10)
	}`, `param0: must SNDHWM LINGER`},
	{"goto failure", `func f(s *zmq.Socket) error {
		err := s.SetLinger(0)
		if err != nil { goto fail }
		err = s.SetSndhwm(10)
		if err != nil { goto fail }
		return nil
	fail:
		s.Close()
		return err
	}`, "param0: must SNDHWM LINGER\nClose on param0 after must LINGER; may SNDHWM"},
	{"fresh result", `func f() (*zmq.Socket, error) {
		s, err := zmq.NewSocket(zmq.PUB)
		if err != nil { return nil, err }
		s.SetLinger(0)
		return s, nil
	}`, `result 0 = new socket, must LINGER`},
	{"result in a field", `type T struct{ s *zmq.Socket }
	func f() *T { s, _ := zmq.NewSocket(zmq.PUB); return &T{s: s} }`, `result 0.s = new socket, nothing`},
	{"store into the receiver", `type T struct{ s *zmq.Socket }
	func f(t *T) { t.s, _ = zmq.NewSocket(zmq.PUB); t.s.SetLinger(0) }`, `param0.s := new socket, must LINGER`},
	{"pending open through a field", `type T struct{ s *zmq.Socket }
	func f(t *T) error { t.s.SetSndhwm(1); return t.s.Bind("tcp://*:1") }`,
		"param0.s: must SNDHWM; open\nBind on param0.s after must SNDHWM"},
	{"through a helper", `func g(s *zmq.Socket) { s.SetLinger(0) }
	func f(s *zmq.Socket) { g(s); s.Connect("tcp://h:1") }`, "param0: must LINGER; open\nConnect on param0 after must LINGER"},
	{"the parameter comes back", `func f(s *zmq.Socket) *zmq.Socket { s.SetLinger(0); return s }`, "param0: must LINGER\nresult 0 = param0"},
	{"never returns", `func f(*zmq.Socket) { panic("x") }`, `does not return`},
	{"calls one that never returns", `func g() { panic("x") }
	func f(s *zmq.Socket, on bool) { if on { s.SetSndhwm(1) } else { g() } }`, `param0: must SNDHWM`},
	{"table of closures", `func f(s *zmq.Socket) error {
		for _, set := range []func() error{
			func() error { return s.SetLinger(0) },
			func() error { return s.SetSndhwm(1) },
		} {
			if err := set(); err != nil { return err }
		}
		return nil
	}`, `param0: must SNDHWM LINGER`},
	{"table of structures", `func f(s *zmq.Socket) error {
		for _, o := range []struct{ name string; set func() error }{
			{"linger", func() error { return s.SetLinger(0) }},
			{"hwm", func() error { return s.SetSndhwm(1) }},
		} {
			if err := o.set(); err != nil { return err }
		}
		return nil
	}`, `param0: must SNDHWM LINGER`},
	{"loop over a literal list of sockets", `func f(a, b *zmq.Socket) error {
		for _, s := range []*zmq.Socket{a, b} {
			if err := s.SetLinger(0); err != nil { return err }
		}
		return nil
	}`, "param0: must LINGER\nparam1: must LINGER"},
	{"loop that may run not once", `func f(s *zmq.Socket, values []int) error {
		for _, n := range values {
			if err := s.SetSndhwm(n); err != nil { return err }
		}
		return nil
	}`, `param0: may SNDHWM`},
	{"table of method values", `func f(s *zmq.Socket) {
		for _, set := range []func(int) error{s.SetSndhwm, s.SetRcvhwm} { set(10) }
	}`, `param0: must RCVHWM SNDHWM`},
	{"functional options", `type option func(*zmq.Socket) error
	func linger() option { return func(s *zmq.Socket) error { return s.SetLinger(0) } }
	func f(s *zmq.Socket, opts ...option) error {
		for _, o := range opts { if err := o(s); err != nil { return err } }
		return nil
	}
	func main() { s, _ := zmq.NewSocket(zmq.PUB); f(s, linger()) }`, `param0: must LINGER`},
	{"curve in a helper", `func f(s *zmq.Socket, key string) error { return s.ServerAuthCurve("d", key) }`,
		`param0: must CURVE_SERVER CURVE_SECRETKEY ZAP_DOMAIN; mechanism CURVE server`},
	{"curve by configuration", `func f(s *zmq.Socket, key string) { if key != "" { s.ServerAuthCurve("d", key) } }`,
		`param0: may CURVE_SERVER CURVE_SECRETKEY ZAP_DOMAIN; mechanism as before or CURVE server`},
	{"errors.Join", `func f(s *zmq.Socket) error { return join(s.SetLinger(0), s.SetSndhwm(1)) }
	func join(...error) error { return nil }`, `param0: must SNDHWM LINGER`},
	{"embedded socket", `type T struct{ *zmq.Socket }
	func f(t T) error { return t.Bind("tcp://*:1") }`, "param0.Socket: open\nBind on param0.Socket after nothing"},
	{"heartbeats turned off", `func f(s *zmq.Socket) { s.SetHeartbeatIvl(0) }`, ""},
	{"error kept in a field", `type B struct{ s *zmq.Socket; err error }
	func f(b *B) *B { if b.err == nil { b.err = b.s.SetLinger(0) }; return b }`, "param0.s: must LINGER\nresult 0 = param0"},
	{"socket behind an interface", `type S interface{ SetSndhwm(int) error; Bind(string) error }
	var _ S = (*zmq.Socket)(nil)
	func f(s S) error { s.SetSndhwm(1); return s.Bind("tcp://*:1") }`, "param0: must SNDHWM; open\nBind on param0 after must SNDHWM"},
	{"chain of conditions on err", `func f(s *zmq.Socket) error {
		err := s.SetLinger(0)
		if err == nil { err = s.SetSndhwm(1) }
		if err == nil { err = s.SetRcvhwm(1) }
		return err
	}`, `param0: must RCVHWM SNDHWM LINGER`},
	{"loops in loops", `func f(s, t *zmq.Socket, n, m int) {
		for ; n > 0; n-- {
			for ; m > n; m-- {
				for m > 7 { use(s); if m == 9 { s = t } }
				s.SetLinger(0)
			}
			s.SetSndhwm(1)
		}
	}
	func use(*zmq.Socket) {}`, "param1: may SNDHWM LINGER\nparam0: may SNDHWM LINGER"},
	{"PanicOnError returns", `type checker interface { PanicOnError(error) }
	func f(s *zmq.Socket, c checker) { c.PanicOnError(s.SetLinger(0)); s.SetSndhwm(1) }`, `param0: must SNDHWM LINGER`},
	{"one of a map", `func f(s *zmq.Socket, key string) {
		map[string]func(){"linger": func() { s.SetLinger(0) }, "hwm": func() { s.SetSndhwm(1) }}[key]()
	}`, `param0: may SNDHWM LINGER`},
	{"handed to unknown code in a structure", `type T struct{ s *zmq.Socket }
	func f(t *T, hook func(*T)) { hook(t); t.s.SetLinger(0) }`,
		"param0: unknown (handed to a function value that cannot be followed)\nparam0.s: unknown (handed to a function value that cannot be followed); must LINGER"},
	{"handed to unknown code before", `type T struct{ s *zmq.Socket }
	func g(t *T, hook func(*T)) { hook(t) }
	func f(hook func(*T)) *T { s, _ := zmq.NewSocket(zmq.PUB); t := &T{s}; g(t, hook); return t }`,
		"result 0.s = new socket, unknown (handed to a function value that cannot be followed)"},
	{"methods of an embedded interface", `type setter interface{ set(*zmq.Socket) }
	type namedSetter interface { setter; name() string }
	type a struct{}
	func (a) set(s *zmq.Socket) { s.SetLinger(0); s.SetSndhwm(1) }
	func (a) name() string { return "a" }
	type b struct{}
	func (b) set(s *zmq.Socket) { s.SetLinger(0) }
	func e(x namedSetter, s *zmq.Socket) { x.set(s) }
	func f(x setter, s *zmq.Socket) { x.set(s) }`, `param1: must LINGER; may SNDHWM`},
}

func TestSummary(t *testing.T) {
	for _, tc := range summaryCases {
		t.Run(tc.name, func(t *testing.T) {
			p := analyzed(t, tc.src)
			got := "no function f"
			for _, fn := range p.funcs {
				if fn.Name() == "f" {
					got = p.infos[fn].summary.String()
				}
			}
			if diff := cmp.Diff(strings.Split(tc.want, "\n"), strings.Split(got, "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}
