package zmqsafe

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pebbe/zmq4"
)

func TestContextClose(t *testing.T) {
	ctx, err := NewContext(quiet)
	if err != nil {
		t.Fatal(err)
	}
	var ends sync.WaitGroup
	for range 5 {
		s := listen(t, ctx, zmq4.PULL, Options{}, Local())
		ends.Go(func() {
			if _, err := s.Recv(context.Background()); !errors.Is(err, ErrClosed) {
				t.Errorf("receive: %v", err)
			}
		})
		listen(t, ctx, zmq4.PULL, Options{}, Local()) // used by nobody
	}
	begin := time.Now()
	if err := ctx.Close(); err != nil {
		t.Error(err)
	}
	ends.Wait()
	if d := time.Since(begin); d > 2*time.Second {
		t.Errorf("took %v", d)
	}
	if err := ctx.Close(); err != nil {
		t.Errorf("again: %v", err)
	}
	if _, err := Listen(ctx, zmq4.PULL, loopback, Options{}, Local()); err == nil {
		t.Error("a socket was opened in a closed context")
	}
}

// Messages that nobody takes hold Close up for Linger, not for ever.
func TestCloseWithUnsentMessages(t *testing.T) {
	ctx, err := NewContext(quiet)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Dial(ctx, zmq4.PUB, "tcp://127.0.0.1:9", Options{Linger: 200 * time.Millisecond}, Local())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Dial(ctx, zmq4.ROUTER, "tcp://127.0.0.1:9", Options{Linger: 200 * time.Millisecond}, Local()); err != nil {
		t.Fatal(err)
	}
	send(t, s, "x")
	begin := time.Now()
	if err := ctx.Close(); err != nil {
		t.Error(err)
	}
	if d := time.Since(begin); d > 3*time.Second {
		t.Errorf("took %v", d)
	}
}

func TestShutdownTellsWhatIsOpen(t *testing.T) {
	ctx, err := NewContext(quiet)
	if err != nil {
		t.Fatal(err)
	}
	s := listen(t, ctx, zmq4.PULL, Options{}, Local())
	begun, finish := make(chan struct{}), make(chan struct{})
	go s.Post(context.Background(), func(*zmq4.Socket) error { close(begun); <-finish; return nil })
	<-begun
	if err := ctx.Shutdown(short(t, 20*time.Millisecond)); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), s.Endpoint()) {
		t.Errorf("error is %v", err)
	}
	close(finish)
	if err := ctx.Close(); err != nil {
		t.Error(err)
	}
}

func TestShutdownWithForeignSocket(t *testing.T) {
	ctx, err := NewContext(quiet)
	if err != nil {
		t.Fatal(err)
	}
	z, err := ctx.ZMQ().NewSocket(zmq4.PULL)
	if err != nil {
		t.Fatal(err)
	}
	if err := ctx.Shutdown(short(t, 50*time.Millisecond)); err == nil || !strings.Contains(err.Error(), "sockets of zmq4 are open") {
		t.Errorf("error is %v", err)
	}
	if err := z.Close(); err != nil {
		t.Error(err)
	}
	if err := ctx.Close(); err != nil {
		t.Error(err)
	}
}

func TestOpenDuringClose(t *testing.T) {
	for range 20 {
		ctx, err := NewContext(quiet)
		if err != nil {
			t.Fatal(err)
		}
		var openers sync.WaitGroup
		for range 4 {
			openers.Go(func() {
				for {
					if _, err := Listen(ctx, zmq4.PULL, loopback, Options{}, Local()); err != nil {
						if !errors.Is(err, ErrClosed) {
							t.Error(err)
						}
						return
					}
				}
			})
		}
		time.Sleep(time.Millisecond)
		if err := ctx.Close(); err != nil {
			t.Error(err)
		}
		openers.Wait()
	}
}
