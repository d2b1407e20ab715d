package recvloop

import (
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// FuzzRecvloop holds the promise that no program that type-checks makes the
// analyzer panic, run for long, or report something that is nowhere.
func FuzzRecvloop(f *testing.F) {
	f.Add(functions)
	for _, src := range []string{
		`func f(s *zmq.Socket) { for { if _, err := s.Recv(0); err != nil { continue } } }`,
		`func f(s *zmq.Socket) { again: m, err := s.Recv(0); if err == nil { _ = m }; goto again }`,
		`func f(s *zmq.Socket, c chan string) { for { select { case m := <-c: _ = m; default: m, _ := s.Recv(1); go func() { c <- m }() } } }`,
		`type T[X any] struct{ s *zmq.Socket; q []X; f func(string) X }; func (t *T[X]) run() { for { m, _ := t.s.Recv(0); t.q = append(t.q, t.f(m)) } }`,
		`func f(s *zmq.Socket, n int) string { m, err := s.Recv(0); if err != nil && n > 0 { return f(s, n-1) }; return m }; func g(s *zmq.Socket) { for { f(s, 3) } }`,
		`func a(s *zmq.Socket) bool { return b(s) }; func b(s *zmq.Socket) bool { if _, err := s.Recv(0); err != nil { return a(s) }; return true }; func c(s *zmq.Socket) { for a(s) {} }`,
		`func f(s *zmq.Socket) { m := map[string]int{}; n := 0; for { x, _ := s.Recv(0); m[x]++; n++; if m[x] > 3 || n%5 == 0 { n = 0; continue }; m = nil } }`,
		`func f(s *zmq.Socket) { var q [][]byte; for { x, _ := s.RecvMessageBytes(0); q = append(q[:len(q)/2], x...); for range q { q = q[1:] } } }`,
		`func f(s *zmq.Socket) { for range 3 { for { defer func() { recover() }(); s.Recv(0) } } }`,
		`func f(p *zmq.Poller, ss ...*zmq.Socket) { for { for _, it := range func() []zmq.Polled { i, _ := p.Poll(0); return i }() { switch it.Socket { case ss[0]: it.Socket.Recv(0); break; default: return } } } }`,
		`func f(s *zmq.Socket) { r := zmq.NewReactor(); var n []string; r.AddSocket(s, zmq.POLLIN, func(zmq.State) error { m, e := s.Recv(0); n = append(n, m); return e }); r.Run(-1) }`,
		`type I interface{ Take() (string, error) }; type S struct{ *zmq.Socket }; func (s S) Take() (string, error) { return s.Recv(0) }; func f(i I) { for { if m, err := i.Take(); err == nil { println(m) } } }`,
		`func f(s *zmq.Socket) { var err error; g := func() { _, err = s.Recv(0) }; for err == nil { g() } }`,
		`func f(s *zmq.Socket, t <-chan int) { for n := range t { for i := 0; i < n; i++ { m, _ := s.Recv(0); if m == "" { break } } } }`,
	} {
		f.Add(src)
	}
	s := zmqtest.NewSnippets(f)
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 1<<14 {
			return
		}
		checked, err := s.Check(src)
		if err != nil {
			return // does not type-check
		}
		pass := passOf(s, checked)
		pass.Report = func(d analysis.Diagnostic) {
			if !d.Pos.IsValid() || d.End < d.Pos {
				t.Errorf("at %d to %d: %s", d.Pos, d.End, d.Message)
			}
		}
		start := time.Now()
		if _, err := Analyzer.Run(pass); err != nil {
			t.Error(err)
		}
		if took := time.Since(start); took > time.Minute {
			t.Errorf("took %s", took)
		}
	})
}
