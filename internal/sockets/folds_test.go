package sockets

import (
	"fmt"
	"strings"
	"testing"
)

// Each case has one bind; want is where it leads.
var endpointCases = []struct{ name, src, want string }{
	{"a scheme that is there already", `
func start(addr string) {
	s, _ := zmq.NewSocket(zmq.PULL)
	if !strings.HasPrefix(addr, "tcp://") { addr = "tcp://" + addr }
	s.Bind(addr)
}
func f() { start("tcp://127.0.0.1:1337") }`, "tcp://127.0.0.1:1337"},
	{"a scheme that is missing for one of two", `
func start(addr string) {
	s, _ := zmq.NewSocket(zmq.PULL)
	if !strings.Contains(addr, "://") { addr = "tcp://" + addr }
	s.Bind(addr)
}
func f() { start("ipc:///run/x.sock"); start("10.0.0.1:5") }`, "ipc:///run/x.sock or tcp://10.0.0.1:5"},
	{"a default for what is never empty", `
func start(addr string) {
	s, _ := zmq.NewSocket(zmq.PULL)
	if addr == "" { addr = "tcp://*:1" }
	s.Bind(addr)
}
func f() { start("tcp://10.0.0.1:5") }`, "tcp://10.0.0.1:5"},
	{"a default for what may be empty", `
func start(addr string) {
	s, _ := zmq.NewSocket(zmq.PULL)
	if addr == "" { addr = "tcp://*:1" }
	s.Bind(addr)
}
func f() { start(os.Args[1]) }`, "tcp://*:1 (fall-back)"},
	{"a field of any type", `
type option struct{ value any }
func start(o option) {
	s, _ := zmq.NewSocket(zmq.PULL)
	s.Bind("tcp://" + o.value.(string))
}
func f() { start(option{true}); start(option{7}); start(option{""}); start(option{"*:5"}) }`, "tcp://*:5"},
	{"many names", `
func start(name string) {
	s, _ := zmq.NewSocket(zmq.PULL)
	s.Bind("inproc://" + name)
}
func f() {` + strings.Repeat("\n\tstart(NAME)", 17) + `
}`, "inproc://…"},
}

func TestEndpoints(t *testing.T) {
	for _, c := range endpointCases {
		t.Run(c.name, func(t *testing.T) {
			src := c.src
			for i := range 17 {
				src = strings.Replace(src, "NAME", fmt.Sprintf("%q", fmt.Sprint(i, "x")), 1)
			}
			fset, u, err := unit(t, "package p\nimport (\"os\"; \"strings\"; zmq \"github.com/pebbe/zmq4\")\nvar _ = os.Args\nvar _ = strings.Contains\n"+src)
			if err != nil {
				t.Fatal(err)
			}
			opens := newProgram(fset, []Unit{u}).solveAll()[u.Pkg].Opens
			if len(opens) != 1 || opens[0].Endpoint.String() != c.want {
				t.Errorf("%d opens, the first to %s, want %s", len(opens), opens[0].Endpoint, c.want)
			}
		})
	}
}
