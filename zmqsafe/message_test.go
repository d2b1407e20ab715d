package zmqsafe

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/pebbe/zmq4"
)

func second(_ *Message, err error) error { return err }

func TestSendIsBounded(t *testing.T) {
	server, client := pair(t, zmq4.PULL, zmq4.PUSH, Options{SendTimeout: 50 * time.Millisecond, SndHWM: 1, RcvHWM: 1, MaxMsgSize: 1 << 16, Linger: DropUnsent})
	_ = server // does not read
	big := make([]byte, 1<<16)
	var err error
	for range 10000 {
		if err = client.Send(context.Background(), big); err != nil {
			break
		}
	}
	if !errors.Is(err, ErrSendTimeout) {
		t.Errorf("send: %v", err)
	}
	if err := client.PostMessage(context.Background(), big); !errors.Is(err, ErrSendTimeout) {
		t.Errorf("post: %v", err)
	}
	ctx := short(t, time.Millisecond)
	if err := client.Send(ctx, big); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("send with a context that ends first: %v", err)
	}
}

func TestSendWithoutPeer(t *testing.T) {
	ctx := newContext(t, quiet)
	s, err := Dial(ctx, zmq4.PUSH, "tcp://127.0.0.1:9", Options{SendTimeout: 30 * time.Millisecond}, Local())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(context.Background(), []byte("x")); !errors.Is(err, ErrSendTimeout) {
		t.Errorf("error is %v: nothing should be queued for nobody", err)
	}
}

func TestRouterTellsWhoIsGone(t *testing.T) {
	ctx := newContext(t, quiet)
	s := listen(t, ctx, zmq4.ROUTER, Options{}, Local())
	if err := s.Send(bounded(t), []byte("nobody"), []byte("x")); !errors.Is(err, ErrUnreachable) {
		t.Errorf("error is %v", err)
	}
	if err := s.PostMessage(bounded(t), []byte("nobody"), []byte("x")); !errors.Is(err, ErrUnreachable) {
		t.Errorf("error is %v", err)
	}
}

func TestRouterDoesNotWaitForAPeer(t *testing.T) {
	server, client := pair(t, zmq4.ROUTER, zmq4.DEALER, Options{SndHWM: 1, RcvHWM: 1, MaxMsgSize: 1 << 16, Linger: DropUnsent})
	send(t, client, "hello")
	id := recv(t, server).Envelope[0]
	big := make([]byte, 1<<16)
	begin, n := time.Now(), 0
	for n = range 10000 {
		if err := server.Send(context.Background(), id, big); err != nil {
			if !errors.Is(err, ErrPeerFull) {
				t.Error(err)
			}
			break
		}
	}
	if d := time.Since(begin); d > 5*time.Second || n == 9999 {
		t.Errorf("%d messages, %v", n, d)
	}
}

func TestSizeLimits(t *testing.T) {
	o := Options{MaxMsgSize: 1024, MaxFrames: 3, MaxMessage: 2048}
	free := Options{MaxMsgSize: 1 << 20, MaxFrames: 1000}
	for name, c := range map[string]struct {
		sizes []int
		ok    bool
	}{
		"within":          {[]int{1024, 1000, 24}, true},
		"too many frames": {[]int{1, 1, 1, 1}, false},
		"too many bytes":  {[]int{1024, 1024, 1}, false},
		"both":            {slices.Repeat([]int{1024}, 100), false},
		"one is too long": {[]int{1025}, false}, // let through by libzmq, which allows for CURVE
	} {
		t.Run(name, func(t *testing.T) {
			ctx := newContext(t, quiet)
			server := listen(t, ctx, zmq4.PULL, o, Local())
			client := dial(t, ctx, zmq4.PUSH, server, free, Local())
			var frames [][]byte
			for _, n := range c.sizes {
				frames = append(frames, make([]byte, n))
			}
			if err := client.Send(bounded(t), frames...); err != nil {
				t.Fatal(err)
			}
			send(t, client, "next")
			m, err := server.Recv(bounded(t))
			var bad *DiscardedError
			if c.ok != (err == nil) || (!c.ok && (!errors.As(err, &bad) || bad.Reason != ReasonTooLarge || !errors.Is(err, ErrTooLarge))) {
				t.Fatalf("received %v, %v", m, err)
			}
			if m := recv(t, server); string(m.Frames[0]) != "next" {
				t.Errorf("then %q", m.Frames)
			}
			// And a sender with the same limits does not send it.
			strict := dial(t, ctx, zmq4.PUSH, server, o, Local())
			if err := strict.Send(bounded(t), frames...); c.ok != (err == nil) || (!c.ok && !errors.Is(err, ErrTooLarge)) {
				t.Errorf("send: %v", err)
			}
		})
	}
}

func TestOversizeRequestIsAnswered(t *testing.T) {
	ctx := newContext(t, quiet)
	server := listen(t, ctx, zmq4.REP, Options{MaxFrames: 1}, Local())
	client := dial(t, ctx, zmq4.REQ, server, Options{}, Local())
	for range 2 {
		send(t, client, "a", "b")
		var bad *DiscardedError
		if _, err := server.Recv(bounded(t)); !errors.As(err, &bad) {
			t.Fatalf("error is %v", err)
		}
		if r, ok := AsRejection(recv(t, client).Frames); !ok || r.Reason != ReasonTooLarge {
			t.Errorf("answer is %v, %v", r, ok)
		}
	}
}

func TestNothingToSend(t *testing.T) {
	_, client := pair(t, zmq4.PULL, zmq4.PUSH, Options{})
	if err := client.Send(bounded(t)); !errors.Is(err, ErrNoFrames) {
		t.Errorf("error is %v", err)
	}
}

func TestEnvelope(t *testing.T) {
	for _, typ := range []zmq4.Type{zmq4.REQ, zmq4.DEALER} {
		server, client := pair(t, zmq4.ROUTER, typ, Options{})
		send(t, client, "question", "2")
		m := recv(t, server)
		if got := fmt.Sprint(textOf(m.Frames)); got != "[question 2]" {
			t.Errorf("%v: content is %s", typ, got)
		}
		if err := m.Reply(bounded(t), []byte("answer")); err != nil {
			t.Error(err)
		}
		if got := textOf(recv(t, client).Frames); len(got) != 1 || got[0] != "answer" {
			t.Errorf("%v: the answer is %q", typ, got)
		}
	}
}

// A handler may look at the first frame, whatever a peer sends.
func TestContentIsNeverNothing(t *testing.T) {
	for _, frames := range [][]string{{""}, {"", ""}, {"", "", "x"}, {"x", ""}} {
		server, client := pair(t, zmq4.ROUTER, zmq4.DEALER, Options{})
		send(t, client, frames...)
		if m := recv(t, server); len(m.Frames) == 0 || len(m.Envelope)+len(m.Frames) != len(frames)+1 {
			t.Errorf("%q became %q and %q", frames, m.Envelope, m.Frames)
		}
	}
}

func TestReply(t *testing.T) {
	server, client := pair(t, zmq4.REP, zmq4.REQ, Options{})
	send(t, client, "q")
	m := recv(t, server)
	if err := m.Reply(bounded(t)); !errors.Is(err, ErrNoFrames) {
		t.Errorf("no frames: %v", err)
	}
	if err := m.Reply(bounded(t), make([]byte, 2<<20)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
	if err := m.Reply(bounded(t), []byte("a")); err != nil {
		t.Errorf("after an error: %v", err)
	}
	if err := m.Reply(bounded(t), []byte("b")); err == nil {
		t.Error("two replies to one request")
	}
	recv(t, client)
	pull, push := pair(t, zmq4.PULL, zmq4.PUSH, Options{})
	send(t, push, "x")
	if err := recv(t, pull).Reply(bounded(t), []byte("a")); err == nil {
		t.Error("a PULL has replied")
	}
	if err := new(Message).Reply(bounded(t), []byte("a")); err == nil {
		t.Error("a message from nowhere was replied to")
	}
}

func TestPubSub(t *testing.T) {
	pub, sub := pair(t, zmq4.XPUB, zmq4.SUB, Options{})
	if err := sub.Subscribe("a"); err != nil {
		t.Fatal(err)
	}
	if m := recv(t, pub); string(m.Frames[0]) != "\x01a" {
		t.Fatalf("subscription is %q", m.Frames)
	}
	send(t, pub, "b")
	send(t, pub, "a1")
	if m := recv(t, sub); string(m.Frames[0]) != "a1" {
		t.Errorf("got %q", m.Frames)
	}
	if err := pub.Subscribe("a"); err == nil {
		t.Error("an XPUB has subscribed")
	}
}
