package zmqsafe

import (
	"context"
	"testing"
	"time"

	"github.com/pebbe/zmq4"
)

// TestPauseLosesNothing: a receiver that pauses for longer than the heartbeat
// time-out, with its queues full, gets what it was sent all the same.
func TestPauseLosesNothing(t *testing.T) {
	ctx := newContext(t, quiet)
	o := Options{RcvHWM: 10, SndHWM: 10, HeartbeatInterval: 100 * time.Millisecond, HeartbeatTimeout: 200 * time.Millisecond}
	pull, err := Listen(ctx, zmq4.PULL, "tcp://127.0.0.1:*", o, Local())
	if err != nil {
		t.Fatal(err)
	}
	push, err := Dial(ctx, zmq4.PUSH, pull.Endpoint(), o, Local())
	if err != nil {
		t.Fatal(err)
	}
	const n = 300
	sent := make(chan error, 1)
	go func() {
		for range n {
			if err := push.Send(context.Background(), make([]byte, 64<<10)); err != nil {
				sent <- err
				return
			}
		}
		sent <- nil
	}()
	time.Sleep(800 * time.Millisecond)
	for i := range n {
		if _, err := pull.Recv(bounded(t)); err != nil {
			t.Fatalf("after %d of %d messages: %v", i, n, err)
		}
	}
	if err := <-sent; err != nil {
		t.Error(err)
	}
}
