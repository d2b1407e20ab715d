package recvloop

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/zmqlint/zmqlint/internal/finding"
	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// Generated code has long blocks, many cases, deep calls and functions that
// call each other; none of it may take long.
func TestBoundedTime(t *testing.T) {
	repeat := func(n int, line func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(line(i))
		}
		return b.String()
	}
	const loop = "func f(s *zmq.Socket) { p := new(string); n := 0; last := time.Now(); for { m, err := s.Recv(0); if err != nil { continue }; *p = m; n++; "
	const rest = " work(*p, n, last) } }\nfunc work(...any) {}\n"
	for name, src := range map[string]string{
		"long block": loop + repeat(20_000, func(int) string { return "*p = *p + `x`; " }) + rest,
		"decisions": loop + repeat(200, func(i int) string {
			return fmt.Sprintf("if n > %d { work(m) } else if time.Since(last) > %d { last = time.Now() }; ", i, i)
		}) + rest,
		"deep calls": loop + "if c0(m == `a`, m == `b`, true, err) != nil { continue }; " + rest + repeat(2000, func(i int) string {
			return fmt.Sprintf("func c%d(a, b, c bool, e error) error { if a { return c%d(!a, b, c, e) }; if b { return c%[2]d(a, !b, c, e) }; return c%[2]d(a, b, !c, e) }\n", i, i+1)
		}) + "func c2000(a, b, c bool, e error) error { return e }\n",
		"recursion": loop + "r0(s, 9); " + rest + repeat(60, func(i int) string {
			return fmt.Sprintf("func r%d(s *zmq.Socket, n int) error { ", i) +
				repeat(12, func(j int) string {
					return fmt.Sprintf("if n > %d { if err := r%d(s, n-1); err != nil { return err } }; ", j, (i*7+j)%60)
				}) + "_, err := s.Recv(0); return err }\n"
		}),
		"goto": "func f(s *zmq.Socket) { n := 0; var err error\n" + repeat(1000, func(i int) string {
			return fmt.Sprintf("L%d: n++; if n%%%d == 0 { goto L%d }\n", i, i+2, (i*37+11)%1000)
		}) + "if _, err = s.Recv(0); err != nil { goto L3 }; goto L0 }\n",
	} {
		t.Run(name, func(t *testing.T) {
			s := zmqtest.NewSnippets(t)
			checked, err := s.Check("package p\n\nimport (\n\t\"time\"\n\n\tzmq \"github.com/pebbe/zmq4\"\n)\n\nvar _ = time.Now\n\n" + src)
			if err != nil {
				t.Fatal(err)
			}
			pass := passOf(s, checked)
			start := time.Now()
			found, err := Analyzer.Run(pass)
			if err != nil {
				t.Fatal(err)
			}
			// What is not bounded takes hours; a busy machine with the race
			// detector takes half a minute.
			if took := time.Since(start); took > 3*time.Minute {
				t.Errorf("took %s", took)
			}
			if len(found.(finding.List)) == 0 {
				t.Error("the loop was not found")
			}
		})
	}
}
