package zmqsafe

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pebbe/zmq4"
	"github.com/zmqlint/zmqlint/zmqsafe/certs"
)

func TestRevokeEndsConnections(t *testing.T) {
	ctx := newContext(t, quiet)
	sc, good, bad := newCert(t), newCert(t), newCert(t)
	allow(t, ctx, "good", good.Public)
	allow(t, ctx, "bad", bad.Public)
	pub := listen(t, ctx, zmq4.XPUB, fast, Server(sc, "d"))
	if err := pub.use(func(z *zmq4.Socket) error { return z.SetXpubVerbose(1) }); err != nil {
		t.Fatal(err)
	}
	subscribed := func(name string) {
		t.Helper()
		for {
			if m := recv(t, pub); m.Frames[0][0] == 1 && m.Peer.Name == name {
				return
			}
		}
	}
	outside := newContext(t, quiet)
	// A subscriber subscribes again while it receives.
	subscribe := func(name string, c certs.Certificate) <-chan string {
		s := dial(t, outside, zmq4.SUB, pub, fast, Client(c, sc.Public))
		if err := s.Subscribe(""); err != nil {
			t.Fatal(err)
		}
		got := make(chan string, 10)
		go func() {
			for {
				m, err := s.Recv(context.Background())
				if err != nil {
					return
				}
				got <- string(m.Frames[0])
			}
		}()
		subscribed(name)
		return got
	}
	gets := func(who <-chan string, want string) {
		t.Helper()
		select {
		case got := <-who:
			if got != want {
				t.Errorf("got %q, not %q", got, want)
			}
		case <-time.After(300 * time.Millisecond):
			if want != "" {
				t.Errorf("did not get %q", want)
			}
		}
	}
	gs, bs := subscribe("good", good), subscribe("bad", bad)
	send(t, pub, "1")
	gets(gs, "1")
	gets(bs, "1")
	if err := ctx.Authenticator().Revoke(bounded(t), "d", bad.Public); err != nil {
		t.Fatal(err)
	}
	// The other one comes back by itself, on the same endpoint.
	subscribed("good")
	send(t, pub, "2")
	gets(gs, "2")
	gets(bs, "")
	// The revoked one does once it is allowed again.
	allow(t, ctx, "bad", bad.Public)
	subscribed("bad")
	send(t, pub, "3")
	gets(bs, "3")
}

// What waits for a peer when it is revoked does not go out any more, whatever the
// linger. (What the system had taken already does.)
func TestRevokedPeerGetsNothingMore(t *testing.T) {
	ctx := newContext(t, quiet)
	sc, cc := newCert(t), newCert(t)
	allow(t, ctx, "client", cc.Public)
	o := fast
	o.Linger, o.RcvHWM = 10*time.Second, 1
	server := listen(t, ctx, zmq4.PUSH, o, Server(sc, "d"))
	client := dial(t, newContext(t, quiet), zmq4.PULL, server, o, Client(cc, sc.Public))
	big, queued := make([]byte, 1<<20), 0
	for server.Send(short(t, 300*time.Millisecond), big) == nil {
		queued++
	}
	if queued < 100 {
		t.Fatalf("only %d messages are on the way", queued)
	}
	if err := ctx.Authenticator().Revoke(bounded(t), "d", cc.Public); err != nil {
		t.Fatal(err)
	}
	got := 0
	for second(client.Recv(short(t, 300*time.Millisecond))) == nil {
		got++
	}
	if got > queued/2 {
		t.Errorf("the revoked peer got %d of %d", got, queued)
	}
}

// What a peer sent before it was revoked, and was not received, is not received.
func TestRevokedMessagesAreDiscarded(t *testing.T) {
	for _, typ := range [][2]zmq4.Type{{zmq4.PULL, zmq4.PUSH}, {zmq4.REP, zmq4.REQ}} {
		ctx := newContext(t, quiet)
		sc, cc := newCert(t), newCert(t)
		allow(t, ctx, "client", cc.Public)
		server := listen(t, ctx, typ[0], fast, Server(sc, "d"))
		client := dial(t, ctx, typ[1], server, fast, Client(cc, sc.Public))
		send(t, client, "x")
		eventually(t, "the message is there", func() bool {
			events := zmq4.State(0)
			err := server.use(func(z *zmq4.Socket) (err error) { events, err = z.GetEvents(); return err })
			return err == nil && events&zmq4.POLLIN != 0
		})
		if err := ctx.Authenticator().Revoke(bounded(t), "d", cc.Public); err != nil {
			t.Fatal(err)
		}
		m, err := server.Recv(short(t, time.Second))
		var bad *DiscardedError
		if !errors.Is(err, context.DeadlineExceeded) && (!errors.As(err, &bad) || bad.Reason != ReasonRevoked || bad.Peer.Key != cc.Public) {
			t.Errorf("%v: received %v, %v", typ[0], m, err)
		}
	}
}

// A peer that was never admitted costs the others nothing.
func TestRevokeOfAStrangerDisturbsNobody(t *testing.T) {
	var log audit
	ctx := newContext(t, log.config())
	sc, cc := newCert(t), newCert(t)
	allow(t, ctx, "client", cc.Public)
	server := listen(t, ctx, zmq4.PULL, fast, Server(sc, "d"))
	client := dial(t, ctx, zmq4.PUSH, server, fast, Client(cc, sc.Public))
	send(t, client, "x")
	recv(t, server)
	if err := ctx.Authenticator().Revoke(bounded(t), "d", newCert(t).Public); err != nil {
		t.Fatal(err)
	}
	send(t, client, "y")
	recv(t, server)
	log.mu.Lock()
	defer log.mu.Unlock()
	if len(log.list) != 1 {
		t.Errorf("%d connections", len(log.list))
	}
}

func TestRevokeWhileReceiving(t *testing.T) {
	for name, endpoint := range map[string]string{"tcp": loopback, "ipc": "ipc://" + filepath.Join(t.TempDir(), "s"), "abstract": fmt.Sprintf("ipc://@zmqsafe-test-%d", os.Getpid())} {
		ctx := newContext(t, quiet)
		sc, cc := newCert(t), newCert(t)
		allow(t, ctx, "client", cc.Public)
		server, err := Listen(ctx, zmq4.PULL, endpoint, fast, Server(sc, "d"))
		if err != nil {
			t.Fatal(err)
		}
		client := dial(t, ctx, zmq4.PUSH, server, fast, Client(cc, sc.Public))
		for range 3 {
			send(t, client, "x")
			recv(t, server)
			end, cancel := context.WithCancel(context.Background())
			var wg sync.WaitGroup
			wg.Go(func() {
				for end.Err() == nil {
					server.Recv(end)
				}
			})
			eventually(t, "receiving", server.inUse.Load)
			if err := ctx.Authenticator().Revoke(bounded(t), "d", cc.Public); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			cancel()
			wg.Wait()
			if passes(t, server, client) {
				t.Errorf("%s: a revoked client came through", name)
			}
			allow(t, ctx, "client", cc.Public)
		}
	}
}

// A server that dials is reconnected.
func TestRevokeOnADialedServer(t *testing.T) {
	ctx := newContext(t, quiet)
	sc, cc := newCert(t), newCert(t)
	allow(t, ctx, "client", cc.Public)
	client := listen(t, newContext(t, quiet), zmq4.PUSH, fast, Client(cc, sc.Public))
	server := dial(t, ctx, zmq4.PULL, client, fast, Server(sc, "d"))
	send(t, client, "x")
	recv(t, server)
	if err := ctx.Authenticator().Revoke(bounded(t), "d", cc.Public); err != nil {
		t.Fatal(err)
	}
	if passes(t, server, client) {
		t.Error("a revoked client came through")
	}
}

func TestRevokeTellsWhatCannotBeOpenedAgain(t *testing.T) {
	ctx := newContext(t, quiet)
	sc, cc := newCert(t), newCert(t)
	allow(t, ctx, "client", cc.Public)
	server := listen(t, ctx, zmq4.PULL, fast, Server(sc, "d"))
	client := dial(t, ctx, zmq4.PUSH, server, fast, Client(cc, sc.Public))
	send(t, client, "x")
	recv(t, server)
	if err := server.use(func(z *zmq4.Socket) error { return z.Unbind(server.endpoint) }); err != nil {
		t.Fatal(err)
	}
	if err := ctx.Authenticator().Revoke(bounded(t), "d", cc.Public); err == nil || !strings.Contains(err.Error(), server.Endpoint()) {
		t.Errorf("error is %v", err)
	}
}
