package zmqsafe

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pebbe/zmq4"
)

func TestConcurrentUseIsAnError(t *testing.T) {
	server, client := pair(t, zmq4.DEALER, zmq4.DEALER, Options{})
	ctx, cancel := context.WithCancel(context.Background())
	got := make(chan error)
	go func() { _, err := server.Recv(ctx); got <- err }()
	eventually(t, "receiving", server.inUse.Load)
	if err := server.Subscribe(""); !errors.Is(err, ErrConcurrentUse) {
		t.Errorf("subscribe: %v", err)
	}
	if _, err := server.Recv(ctx); !errors.Is(err, ErrConcurrentUse) {
		t.Errorf("receive: %v", err)
	}
	if err := server.Send(ctx, []byte("x")); !errors.Is(err, ErrConcurrentUse) {
		t.Errorf("send: %v", err)
	}
	cancel()
	if err := <-got; !errors.Is(err, context.Canceled) {
		t.Errorf("the first receive: %v", err)
	}
	// And then it is as good as before.
	send(t, client, "after")
	if m := recv(t, server); string(m.Frames[0]) != "after" {
		t.Errorf("got %q", m.Frames)
	}
}

// Goroutines that do everything at once neither crash nor lose work.
func TestManyGoroutines(t *testing.T) {
	server, client := pair(t, zmq4.DEALER, zmq4.DEALER, Options{SndHWM: 10000, RcvHWM: 10000})
	const posters, each = 8, 50
	ctx, cancel := context.WithCancel(context.Background())
	var received atomic.Int64
	var wg, readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for ctx.Err() == nil {
				_, err := server.Recv(ctx)
				switch {
				case err == nil:
					received.Add(1)
				case errors.Is(err, ErrConcurrentUse):
					time.Sleep(time.Millisecond)
				case !errors.Is(err, context.Canceled):
					t.Errorf("receive: %v", err)
				}
			}
		})
	}
	for range posters {
		wg.Go(func() {
			for range each {
				if err := client.PostMessage(bounded(t), []byte("x")); err != nil {
					t.Errorf("post: %v", err)
				}
				if err := server.PostMessage(bounded(t), []byte("y")); err != nil {
					t.Errorf("post to the one that receives: %v", err)
				}
			}
		})
	}
	wg.Wait()
	eventually(t, "all messages arrive", func() bool { return received.Load() == posters*each })
	cancel()
	readers.Wait()
	if n := client.Stats().Sent; n != posters*each {
		t.Errorf("sent %d", n)
	}
}

func TestPostWakesTheOwner(t *testing.T) {
	server, client := pair(t, zmq4.DEALER, zmq4.DEALER, Options{})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	done := make(chan struct{})
	go func() { defer close(done); server.Recv(ctx) }()
	eventually(t, "receiving", server.inUse.Load)
	before := time.Now()
	if err := server.PostMessage(bounded(t), []byte("x")); err != nil {
		t.Fatal(err)
	}
	if d := time.Since(before); d > time.Second {
		t.Errorf("took %v", d)
	}
	if m := recv(t, client); string(m.Frames[0]) != "x" {
		t.Errorf("got %q", m.Frames)
	}
	if err := server.Post(bounded(t), func(*zmq4.Socket) error { panic("oops") }); !isPanic(err, "oops") {
		t.Errorf("a panic of posted work: %v", err)
	}
	cause := errors.New("cause")
	if err := server.Post(bounded(t), func(*zmq4.Socket) error { return cause }); err != cause {
		t.Errorf("an error of posted work: %v", err)
	}
	cancel()
	<-done
}

func isPanic(err error, value any) bool {
	var p *PanicError
	return errors.As(err, &p) && p.Value == value && strings.Contains(string(p.Stack), "_test.go")
}

func TestPostEndsWithItsContext(t *testing.T) {
	server, _ := pair(t, zmq4.PULL, zmq4.PUSH, Options{})
	begun, finish := make(chan struct{}), make(chan struct{})
	long := make(chan error)
	go func() {
		long <- server.Post(bounded(t), func(*zmq4.Socket) error { close(begun); <-finish; return nil })
	}()
	<-begun
	ran := false
	err := server.Post(short(t, 20*time.Millisecond), func(*zmq4.Socket) error { ran = true; return nil })
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error is %v", err)
	}
	close(finish)
	if err := <-long; err != nil {
		t.Error(err)
	}
	if err := server.Post(bounded(t), func(*zmq4.Socket) error { return nil }); err != nil || ran {
		t.Errorf("%v; withdrawn work was done: %v", err, ran)
	}
}

func TestCloseEndsCalls(t *testing.T) {
	server, _ := pair(t, zmq4.PULL, zmq4.PUSH, Options{})
	got := make(chan error)
	go func() { _, err := server.Recv(context.Background()); got <- err }()
	eventually(t, "receiving", server.inUse.Load)
	if err := server.Close(); err != nil {
		t.Error(err)
	}
	if err := <-got; !errors.Is(err, ErrClosed) {
		t.Errorf("receive: %v", err)
	}
	for name, err := range map[string]error{
		"receive":   second(server.Recv(bounded(t))),
		"send":      server.Send(bounded(t), []byte("x")),
		"post":      server.Post(bounded(t), func(*zmq4.Socket) error { return nil }),
		"message":   server.PostMessage(bounded(t), []byte("x")),
		"subscribe": server.Subscribe(""),
	} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("%s after close: %v", name, err)
		}
	}
	if err := server.Close(); err != nil {
		t.Errorf("close again: %v", err)
	}
}

func TestRecvEndsWithItsContext(t *testing.T) {
	server, _ := pair(t, zmq4.PULL, zmq4.PUSH, Options{})
	before := time.Now()
	if _, err := server.Recv(short(t, 30*time.Millisecond)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error is %v", err)
	}
	if d := time.Since(before); d > time.Second {
		t.Errorf("took %v", d)
	}
}
