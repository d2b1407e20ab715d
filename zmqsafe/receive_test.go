package zmqsafe

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pebbe/zmq4"
)

// receive runs Receive until stop is called, which returns its error and fails
// when it does not end soon.
func receive(t testing.TB, s *Socket, l Limits, h Handler) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- Receive(ctx, s, l, h) }()
	var once sync.Once
	var err error
	stop = func() error {
		once.Do(func() {
			cancel()
			select {
			case err = <-ended:
			case <-time.After(5 * time.Second):
				t.Error("Receive does not end")
			}
		})
		return err
	}
	t.Cleanup(func() { stop() })
	return stop
}

func TestReceive(t *testing.T) {
	server, client := pair(t, zmq4.PULL, zmq4.PUSH, Options{})
	got := make(chan string, 10)
	stop := receive(t, server, Limits{}, func(_ context.Context, m *Message) error {
		got <- string(m.Frames[0])
		return nil
	})
	for i := range 5 {
		send(t, client, fmt.Sprint(i))
	}
	for i := range 5 {
		if m := <-got; m != fmt.Sprint(i) {
			t.Errorf("got %q, not %d", m, i)
		}
	}
	if _, err := server.Recv(bounded(t)); !errors.Is(err, ErrConcurrentUse) {
		t.Errorf("Recv beside Receive: %v", err)
	}
	if err := Receive(bounded(t), server, Limits{}, nil); !errors.Is(err, ErrConcurrentUse) {
		t.Errorf("a second Receive: %v", err)
	}
	begin := time.Now()
	if err := stop(); !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
	if d := time.Since(begin); d > time.Second {
		t.Errorf("ended after %v", d)
	}
	if s := server.Stats(); s.Received != 5 || s.Handled != 5 {
		t.Errorf("statistics are %+v", s)
	}
	send(t, client, "later")
	recv(t, server) // it is the program's again
}

func TestReceiveEndsWithTheSocket(t *testing.T) {
	for _, n := range []int{1, 3} {
		// Also while it waits for a limit that is not reached for an hour.
		for _, l := range []Limits{{Concurrency: n}, {Concurrency: n, Rate: 1. / 3600, Burst: 1}} {
			server, client := pair(t, zmq4.PULL, zmq4.PUSH, Options{})
			handled := make(chan bool, 1)
			ended := make(chan error)
			go func() {
				ended <- Receive(context.Background(), server, l, func(context.Context, *Message) error { handled <- true; return nil })
			}()
			send(t, client, "x")
			<-handled
			if err := server.Close(); err != nil {
				t.Error(err)
			}
			if err := <-ended; !errors.Is(err, ErrClosed) {
				t.Errorf("ended with %v", err)
			}
		}
	}
}

func TestConcurrencyIsBounded(t *testing.T) {
	server, client := pair(t, zmq4.ROUTER, zmq4.DEALER, Options{})
	var now, most atomic.Int64
	stop := receive(t, server, Limits{Concurrency: 3}, func(ctx context.Context, m *Message) error {
		n := now.Add(1)
		defer now.Add(-1)
		for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
		}
		time.Sleep(20 * time.Millisecond)
		return m.Reply(ctx, m.Frames...)
	})
	for i := range 12 {
		send(t, client, fmt.Sprint(i))
	}
	for range 12 {
		recv(t, client)
	}
	stop()
	if most.Load() != 3 {
		t.Errorf("%d at a time", most.Load())
	}
}

// Receive returns after its handlers, whose context has ended by then.
func TestReceiveWaitsForHandlers(t *testing.T) {
	for _, n := range []int{1, 2} {
		server, client := pair(t, zmq4.PULL, zmq4.PUSH, Options{})
		begun := make(chan bool)
		var done atomic.Bool
		stop := receive(t, server, Limits{Concurrency: n}, func(ctx context.Context, _ *Message) error {
			close(begun)
			<-ctx.Done()
			done.Store(true)
			return ctx.Err()
		})
		send(t, client, "x")
		<-begun
		if stop(); !done.Load() {
			t.Errorf("concurrency %d: returned before the handler", n)
		}
	}
}

func TestPanicsAreContained(t *testing.T) {
	for _, n := range []int{1, 2} {
		var log bytes.Buffer
		ctx := newContext(t, Config{Log: slog.New(slog.NewTextHandler(&log, nil))})
		server := listen(t, ctx, zmq4.ROUTER, Options{}, Local())
		client := dial(t, ctx, zmq4.DEALER, server, Options{}, Local())
		h := func(ctx context.Context, m *Message) error {
			if string(m.Frames[0]) == "bad" {
				panic("secret detail")
			}
			return m.Reply(ctx, []byte("fine"))
		}
		stop := receive(t, server, Limits{Concurrency: n}, h)
		send(t, client, "bad")
		answer := recv(t, client).Frames
		if r, ok := AsRejection(answer); !ok || r.Reason != ReasonFailed || strings.Contains(fmt.Sprint(textOf(answer)), "secret") {
			t.Errorf("the answer is %q", answer)
		}
		send(t, client, "good")
		if got := textOf(recv(t, client).Frames); got[0] != "fine" {
			t.Errorf("after the panic: %q", got)
		}
		stop()
		if s := server.Stats(); s.Panicked != 1 || s.Failed != 1 || s.Handled != 1 {
			t.Errorf("statistics are %+v", s)
		}
		if !strings.Contains(log.String(), "secret detail") || !strings.Contains(log.String(), "receive_test.go") {
			t.Errorf("log is %q", log.String())
		}
		// Or they end it.
		ended := make(chan error)
		go func() {
			ended <- Receive(context.Background(), server, Limits{Concurrency: n, StopOnPanic: true}, h)
		}()
		send(t, client, "bad")
		var p *PanicError
		if err := <-ended; !errors.As(err, &p) || p.Value != "secret detail" {
			t.Errorf("ended with %v", err)
		}
	}
}

func TestHandlerErrorsAreAnswered(t *testing.T) {
	server, client := pair(t, zmq4.REP, zmq4.REQ, Options{})
	receive(t, server, Limits{}, func(ctx context.Context, m *Message) error {
		switch string(m.Frames[0]) {
		case "error":
			return errors.New("secret detail")
		case "rejection":
			return fmt.Errorf("wrapped: %w", Rejection{Reason: "busy", RetryAfter: 1500 * time.Microsecond})
		case "replied":
			return errors.Join(m.Reply(ctx, []byte("answer")), errors.New("and then"))
		}
		return nil // without a reply
	})
	for request, want := range map[string]string{"error": ReasonFailed, "rejection": "busy", "silent": ReasonFailed, "replied": ""} {
		send(t, client, request)
		answer := recv(t, client).Frames
		r, ok := AsRejection(answer)
		if ok != (want != "") || r.Reason != want {
			t.Errorf("%s: answer is %q", request, answer)
		}
		if request == "rejection" && r.RetryAfter != 2*time.Millisecond {
			t.Errorf("try again after %v", r.RetryAfter)
		}
	}
	eventually(t, "all are counted", func() bool { s := server.Stats(); return s.Failed == 4 && s.Handled == 0 })
}

func TestReceiveGoesOnAfterOversize(t *testing.T) {
	ctx := newContext(t, quiet)
	server := listen(t, ctx, zmq4.PULL, Options{MaxFrames: 2}, Local())
	client := dial(t, ctx, zmq4.PUSH, server, Options{}, Local())
	got := make(chan string, 2)
	events := make(chan Event, 10)
	receive(t, server, Limits{Hook: func(e Event) { events <- e }}, func(_ context.Context, m *Message) error { got <- string(m.Frames[0]); return nil })
	send(t, client, "1", "2", "3")
	send(t, client, "next")
	if m := <-got; m != "next" {
		t.Errorf("got %q", m)
	}
	if e := <-events; e.Outcome != Discarded || !errors.Is(e.Err, ErrTooLarge) {
		t.Errorf("event is %+v", e)
	}
}

func TestMessages(t *testing.T) {
	server, client := pair(t, zmq4.PULL, zmq4.PUSH, Options{})
	for i := range 5 {
		send(t, client, fmt.Sprint(i))
	}
	n := 0
	for m, err := range Messages(bounded(t), server, Limits{}) {
		if err != nil {
			t.Fatal(err)
		}
		if string(m.Frames[0]) != fmt.Sprint(n) {
			t.Errorf("got %q", m.Frames)
		}
		if n++; n == 3 {
			break
		}
	}
	ctx := short(t, 50*time.Millisecond)
	var last error
	for m, err := range Messages(ctx, server, Limits{}) {
		if last = err; err == nil {
			n++
		} else if m != nil {
			t.Error("a message along with an error")
		}
	}
	if n != 5 || !errors.Is(last, context.DeadlineExceeded) {
		t.Errorf("%d messages, %v", n, last)
	}
}

func TestMessagesKeepsREPInStep(t *testing.T) {
	server, client := pair(t, zmq4.REP, zmq4.REQ, Options{})
	send(t, client, "1")
	for range Messages(bounded(t), server, Limits{}) {
		break
	}
	if r, ok := AsRejection(recv(t, client).Frames); !ok || r.Reason != ReasonFailed {
		t.Errorf("answer is %v", r)
	}
	send(t, client, "2")
	recv(t, server)
}

// A proxy carries requests, answers and refusals; who is gone does not stop it.
func TestForward(t *testing.T) {
	ctx := newContext(t, quiet)
	front := listen(t, ctx, zmq4.ROUTER, Options{}, Local())
	back, err := Listen(ctx, zmq4.DEALER, "inproc://back", Options{}, Local())
	if err != nil {
		t.Fatal(err)
	}
	receive(t, front, Limits{}, Forward(back))
	receive(t, back, Limits{}, Forward(front))
	worker := dial(t, ctx, zmq4.ROUTER, back, Options{}, Local())
	client := dial(t, ctx, zmq4.DEALER, front, Options{}, Local())
	gone := dial(t, ctx, zmq4.DEALER, front, Options{}, Local())
	send(t, gone, "question")
	late := recv(t, worker)
	if err := gone.Close(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(50 * time.Millisecond)
	if err := worker.Send(bounded(t), append(late.Envelope, late.Frames...)...); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the answer to nobody is counted", func() bool { return back.Stats().Failed == 1 })
	send(t, client, "a", "", "b")
	m := recv(t, worker)
	if err := worker.Send(bounded(t), append(m.Envelope, m.Frames...)...); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%q", textOf(recv(t, client).Frames)); got != `["a" "" "b"]` {
		t.Errorf("got %s", got)
	}
}
