package lsp

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// hot is a module of n packages that all import one, in which the edits are.
func hot(n int) string {
	var b strings.Builder
	b.WriteString("-- go.mod --\nmodule example.com/m\n\ngo 1.22\n\nZMQ4\n")
	b.WriteString(`-- hot/hot.go --
package hot

import zmq "github.com/pebbe/zmq4"

func Open(t zmq.Type, endpoint string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(t)
	if err != nil {
		return nil, err
	}
	return s, s.Bind(endpoint)
}
`)
	for i := range n {
		fmt.Fprintf(&b, `-- p%d/p.go --
package p%[1]d

import (
	"net/http"

	zmq "github.com/pebbe/zmq4"

	"example.com/m/hot"
)

type Server struct{ s *zmq.Socket }

func New() (*Server, error) {
	s, err := hot.Open(zmq.PULL, "tcp://*:%[1]d")
	return &Server{s}, err
}

func (v *Server) Run(w http.ResponseWriter) error {
	for {
		m, err := v.s.Recv(0)
		if err != nil {
			return err
		}
		go w.Write([]byte(m))
	}
}
`, i)
	}
	return b.String()
}

// BenchmarkEdit is the time from an edit to the diagnostics of the version that
// it made, the pause before an analysis included, and what the server holds
// after 500 edits. LSP_BENCH names a Go file of a project to edit in place of
// the one made here.
func BenchmarkEdit(b *testing.B) {
	file := os.Getenv("LSP_BENCH")
	if file == "" {
		file = filepath.Join(zmqtest.Module(b, hot(40)), "hot", "hot.go")
	}
	dir, name := filepath.Split(file)
	c := start(b, filepath.Clean(dir), "", "GOFLAGS=-mod=mod")
	begun := time.Now()
	c.didOpen(name)
	c.diagnostics(name)
	b.ReportMetric(float64(time.Since(begun).Milliseconds()), "ms/first")

	text := c.open[c.uri(name)].Text
	at := strings.Index(text, "\nfunc ")
	at += strings.Index(text[at:], "{\n") + 2
	here := newText(text).position(at)
	const inserted = "\tif os := 1; os > 2 {\n\t}\n"
	var took []time.Duration
	edit := func() {
		begun := time.Now()
		if strings.HasPrefix(c.open[c.uri(name)].Text[at:], inserted) {
			c.change(name, contentChange{&span{here, position{here.Line + 2, 0}}, ""})
		} else {
			c.change(name, contentChange{&span{here, here}, inserted})
		}
		c.diagnostics(name)
		took = append(took, time.Since(begun))
		if testing.Verbose() {
			b.Logf("%d: %v", len(took), took[len(took)-1])
		}
	}
	edit() // nothing that is paid once
	took = nil
	for b.Loop() {
		for range edits {
			edit()
		}
	}
	slices.Sort(took)
	for _, p := range []int{50, 95, 100} {
		b.ReportMetric(float64(took[(len(took)-1)*p/100].Microseconds())/1000, fmt.Sprintf("ms/p%d", p))
	}
	before := heap()
	for len(took) < 5*edits {
		edit()
	}
	b.ReportMetric(before, "MB/early")
	b.ReportMetric(heap(), "MB/late")
}

// edits are those of one round.
const edits = 100

func heap() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}
