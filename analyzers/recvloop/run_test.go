package recvloop

import (
	"go/ast"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/sockets"
	"github.com/zmqlint/zmqlint/internal/zmqtest"
)

// The functions below say in their comments what they return when messages
// arrive, when every receive fails, and when nothing is there.
const functions = `package p

import (
	"errors"
	"fmt"
	"log"
	"strings"
	"syscall"
	"time"

	zmq "github.com/pebbe/zmq4"
)

func loop(s *zmq.Socket) {
	for {
		s.Recv(0)
	}
}

// arrives: unknown zero
// fails: zero failure
// nothing: zero failure
func plain(s *zmq.Socket) (string, error) { return s.Recv(0) }

// arrives: unknown zero
// fails: zero some
// nothing: zero some
func wraps(s *zmq.Socket) (string, error) {
	m, err := s.Recv(0)
	if err != nil {
		return "", fmt.Errorf("receive: %w", err)
	}
	return m, nil
}

// arrives: some some
// fails: zero zero
// nothing: zero zero
func frames(s *zmq.Socket) ([]string, bool) {
	m, err := s.RecvMessage(0)
	return m, err == nil
}

// arrives: unknown
// fails: never
// nothing: never
func panics(s *zmq.Socket) string {
	m, err := s.Recv(0)
	if err != nil {
		log.Panic(err)
	}
	return m
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// arrives: unknown
// fails: never
// nothing: never
func panicsInHelper(s *zmq.Socket) string {
	m, err := s.Recv(0)
	must(err)
	return m
}

// arrives: zero
// fails: some
// nothing: zero
func isTerm(s *zmq.Socket) bool {
	_, err := s.Recv(0)
	return zmq.AsErrno(err) == zmq.ETERM
}

// arrives: zero
// fails: zero
// nothing: some
func isAgain(s *zmq.Socket) bool {
	_, err := s.Recv(zmq.DONTWAIT)
	return errors.Is(err, zmq.Errno(syscall.EAGAIN))
}

// arrives: zero
// fails: some
// nothing: zero
func asTerm(s *zmq.Socket) bool {
	_, err := s.Recv(0)
	var no zmq.Errno
	return errors.As(err, &no) && no == zmq.ETERM
}

// arrives: zero
// fails: zero
// nothing: zero
func asOther(s *zmq.Socket) bool {
	_, err := s.Recv(0)
	var no syscall.Errno
	return errors.As(err, &no)
}

// arrives: zero
// fails: some
// nothing: zero
func asserted(s *zmq.Socket) bool {
	_, err := s.Recv(0)
	no, ok := err.(zmq.Errno)
	return ok && no == zmq.ETERM
}

// arrives: zero
// fails: some
// nothing: zero
func text(s *zmq.Socket) bool {
	_, err := s.Recv(0)
	return err != nil && err.Error() == "Context was terminated"
}

func temporary(err error) bool {
	switch zmq.AsErrno(err) {
	case zmq.Errno(syscall.EAGAIN), zmq.Errno(syscall.EINTR):
		return true
	}
	return false
}

// arrives: zero
// fails: zero
// nothing: some
func asked(s *zmq.Socket) bool {
	_, err := s.Recv(zmq.DONTWAIT)
	return temporary(err)
}

// arrives: some zero
// fails: zero failure
// nothing: zero zero
func polls(p *zmq.Poller) (int, error) {
	items, err := p.Poll(time.Second)
	return len(items), err
}

// arrives: some zero
// fails: zero failure
// nothing: some zero
func pollsAll(p *zmq.Poller) ([]zmq.Polled, error) { return p.PollAll(time.Second) }

// arrives: unknown
// fails: never
// nothing: never
func first(s *zmq.Socket) string {
	m, _ := s.RecvMessage(0)
	return m[0]
}

// arrives: unknown
// fails: unknown
// nothing: unknown
func recovered(s *zmq.Socket) (first string) {
	defer func() { recover() }()
	m, _ := s.RecvMessage(0)
	return m[0]
}

// arrives: some
// fails: zero
// nothing: zero
func atLeastOne(p *zmq.Poller) bool {
	items, _ := p.Poll(0)
	return len(items) >= 1
}

// arrives: unknown zero
// fails: zero failure
// nothing: never
func again(s *zmq.Socket) (string, error) {
	for {
		m, err := s.Recv(zmq.DONTWAIT)
		if zmq.AsErrno(err) == zmq.Errno(syscall.EAGAIN) {
			time.Sleep(time.Millisecond)
			continue
		}
		return m, err
	}
}

// arrives: zero
// fails: failure
// nothing: failure
func named(s *zmq.Socket) (err error) {
	defer log.Print(&err)
	_, err = s.Recv(0)
	if err != nil {
		return
	}
	return nil
}

// arrives: unknown
// fails: zero
// nothing: zero
func words(s *zmq.Socket) bool {
	m, _ := s.Recv(0)
	return len(strings.Fields(m)) > 0
}

// arrives: unknown
// fails: unknown
// nothing: unknown
func recursive(s *zmq.Socket, n int) error {
	_, err := s.Recv(0)
	if n > 0 {
		return recursive(s, n-1)
	}
	return err
}
`

func TestResults(t *testing.T) {
	pass, loops := analyzed(t, functions)
	worlds := newWorlds(loops, nil)
	byName := map[string]*ssa.Function{}
	for _, fn := range loops[0].Program.FunctionsOf(loops[0].Fn) {
		byName[fn.Name()] = fn
	}
	n := 0
	for _, decl := range pass.Files[0].Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok || fn.Doc == nil {
			continue
		}
		n++
		for line := range strings.Lines(fn.Doc.Text()) {
			hyp, want, ok := strings.Cut(strings.TrimSpace(line), ": ")
			if !ok {
				t.Fatalf("%s: %q", fn.Name.Name, line)
			}
			w := worlds[map[string]hypothesis{"arrives": arrives, "fails": fails, "nothing": nothing}[hyp]]
			if got := w.helper(byName[fn.Name.Name]).String(); got != want {
				t.Errorf("%s, %s: %s, want %s", fn.Name.Name, hyp, got, want)
			}
		}
	}
	if n == 0 {
		t.Error("no function says what it returns")
	}
}

// String is what a function returns.
func (r *run) String() string {
	if !r.returns {
		return "never"
	}
	var out []string
	for _, k := range r.results {
		out = append(out, map[kind]string{unseen: "unseen", zero: "zero", some: "some", failure: "failure", unknown: "unknown"}[k])
	}
	return strings.Join(out, " ")
}

// analyzed runs the engine over a program.
func analyzed(t testing.TB, src string) (*analysis.Pass, []*sockets.Loop) {
	t.Helper()
	s := zmqtest.NewSnippets(t)
	checked, err := s.Check(src)
	if err != nil {
		t.Fatal(err)
	}
	pass := passOf(s, checked)
	return pass, pass.ResultOf[sockets.Analyzer].(*sockets.Result).Loops
}

// passOf is what an analysis driver hands to the analyzer.
func passOf(s *zmqtest.Snippets, checked zmqtest.Snippet) *analysis.Pass {
	pass := &analysis.Pass{
		Analyzer: Analyzer, Fset: s.Fset, Files: []*ast.File{checked.File}, Pkg: checked.Pkg, TypesInfo: checked.Info,
		Report:            func(analysis.Diagnostic) {},
		ImportPackageFact: func(p *types.Package, f analysis.Fact) bool { return false },
		ExportPackageFact: func(analysis.Fact) {},
	}
	res, _ := sockets.Analyzer.Run(pass)
	pass.ResultOf = map[*analysis.Analyzer]any{sockets.Analyzer: res}
	return pass
}
