package sockets

import (
	"testing"
)

// FuzzEngine holds the promise that no program that type-checks makes the
// engine panic or lose a function.
func FuzzEngine(f *testing.F) {
	for _, tc := range summaryCases {
		f.Add(tc.src)
	}
	f.Add(library)
	for _, src := range []string{
		`func f() { var s *zmq.Socket; defer s.Close(); for { s.Bind("x"); if s == nil { continue } ; break } }`,
		`type N struct{ next *N; s *zmq.Socket }; func f(n *N) { for ; n != nil; n = n.next { n.s.SetLinger(0); n.s.Bind("tcp://*:1") } }`,
		`func f(m map[string]*zmq.Socket, c chan *zmq.Socket) { for k, s := range m { _ = k; c <- s }; (<-c).Connect("a") }`,
		`func f[T interface{ Bind(string) error }](x T) error { return x.Bind("tcp://*:1") }; func g(s *zmq.Socket) { f(s) }`,
		`func f(s *zmq.Socket, n int) { if n > 0 { g(s, n-1) } }; func g(s *zmq.Socket, n int) { s.SetLinger(0); f(s, n); s.Bind("ipc://@x") }`,
		`var s, _ = zmq.NewSocket(zmq.PUB); func init() { s.SetLinger(-1); s.Bind("tcp://" + "*:" + "1") }`,
		`type I interface{ Open() error }; type A struct{ *zmq.Socket }; func (a A) Open() error { return a.Bind("") }; func f(i I) { i.Open() }`,
		`func f(ss ...*zmq.Socket) { for _, s := range ss { go func() { defer s.Close(); s.Connect("tcp://h:1") }() } }`,
		`func f(x any) { switch s := x.(type) { case *zmq.Socket: s.SetRcvhwm(0); case func(*zmq.Socket): s(nil) } }`,
		`type T struct{ s *zmq.Socket }; func g(ts []T) *zmq.Socket { return ts[0].s }; func h(ts map[int]*T) *T { return ts[1] }; func f(ts []T, m map[int]*T) { g(ts).Bind("a"); h(m).s.Bind("b") }`,
		`func f(s [3]*zmq.Socket, i int) { s[i].Bind("x"); t := s; t[0].SetLinger(1000) }`,
	} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 1<<14 {
			return
		}
		fset, u, err := unit(t, src)
		if err != nil {
			return // does not type-check
		}
		p := newProgram(fset, []Unit{u})
		p.solveAll()
		p.export()
		for _, pr := range p.Problems {
			t.Errorf("%s: %s", pr.What, pr.Why)
		}
	})
}
