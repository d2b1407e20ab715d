package zmqsafe

import (
	"context"
	"io"
	"log/slog"
	"runtime"
	"testing"
	"time"

	"github.com/pebbe/zmq4"
	"github.com/zmqlint/zmqlint/zmqsafe/certs"
)

// quiet is a Config that logs nowhere.
var quiet = Config{Log: slog.New(slog.NewTextHandler(io.Discard, nil))}

// newContext is one that has to close, and leave no goroutine behind.
func newContext(t testing.TB, c Config) *Context {
	t.Helper()
	before := runtime.NumGoroutine()
	ctx, err := NewContext(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ctx.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		eventually(t, "goroutines end", func() bool { return runtime.NumGoroutine() <= before })
	})
	return ctx
}

// bounded is a context for what has to happen soon.
func bounded(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func short(t testing.TB, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), d)
	t.Cleanup(cancel)
	return ctx
}

func eventually(t testing.TB, what string, f func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !f(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Errorf("did not happen: %s", what)
			return
		}
	}
}

func newCert(t testing.TB) certs.Certificate {
	t.Helper()
	c, err := certs.New()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func publicOnly(c certs.Certificate) certs.Certificate {
	return certs.Certificate{Public: c.Public}
}

const loopback = "tcp://127.0.0.1:*"

func listen(t testing.TB, ctx *Context, typ zmq4.Type, o Options, sec Security) *Socket {
	t.Helper()
	s, err := Listen(ctx, typ, loopback, o, sec)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func dial(t testing.TB, ctx *Context, typ zmq4.Type, to *Socket, o Options, sec Security) *Socket {
	t.Helper()
	s, err := Dial(ctx, typ, to.Endpoint(), o, sec)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// pair is two plain sockets on loopback.
func pair(t testing.TB, a, b zmq4.Type, o Options) (server, client *Socket) {
	t.Helper()
	ctx := newContext(t, quiet)
	server = listen(t, ctx, a, o, Local())
	return server, dial(t, ctx, b, server, o, Local())
}

func send(t testing.TB, s *Socket, frames ...string) {
	t.Helper()
	if err := s.Send(bounded(t), bytesOf(frames)...); err != nil {
		t.Fatalf("send %q: %v", frames, err)
	}
}

func recv(t testing.TB, s *Socket) *Message {
	t.Helper()
	m, err := s.Recv(bounded(t))
	if err != nil {
		t.Fatalf("receive: %v", err)
	}
	return m
}

func bytesOf(frames []string) (list [][]byte) {
	for _, f := range frames {
		list = append(list, []byte(f))
	}
	return list
}

func textOf(frames [][]byte) (list []string) {
	for _, f := range frames {
		list = append(list, string(f))
	}
	return list
}
