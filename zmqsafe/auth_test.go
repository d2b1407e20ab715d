package zmqsafe

import (
	"context"
	"errors"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pebbe/zmq4"
	"github.com/zmqlint/zmqlint/zmqsafe/certs"
)

// audit is a hook that keeps what it was told.
type audit struct {
	mu   sync.Mutex
	list []Decision
}

func (a *audit) add(d Decision) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.list = append(a.list, d)
}

// refused tells whether a connection was refused for a reason.
func (a *audit) refused(reason string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, d := range a.list {
		if !d.Allowed && strings.Contains(d.Reason, reason) {
			return true
		}
	}
	return false
}

func (a *audit) config() Config { return Config{Log: quiet.Log, Audit: a.add} }

// fast connects again soon after a refusal or a reopen.
var fast = Options{ReconnectInterval: 10 * time.Millisecond, ReconnectMax: 20 * time.Millisecond, HandshakeInterval: 300 * time.Millisecond}

func allow(t testing.TB, ctx *Context, name string, key certs.PublicKey) {
	t.Helper()
	if err := ctx.Authenticator().Allow("d", name, key); err != nil {
		t.Fatal(err)
	}
}

// passes tells whether a message from a client arrives within a time that is
// ample for one that may.
func passes(t testing.TB, server, client *Socket) bool {
	t.Helper()
	if err := client.Send(short(t, 300*time.Millisecond), []byte("x")); err != nil {
		return false
	}
	_, err := server.Recv(short(t, 300*time.Millisecond))
	return err == nil
}

func TestAllowedPeerIsKnown(t *testing.T) {
	var log audit
	ctx := newContext(t, log.config())
	sc, cc := newCert(t), newCert(t)
	allow(t, ctx, "pump-7", cc.Public)
	server := listen(t, ctx, zmq4.PULL, fast, Server(sc, "d"))
	client := dial(t, ctx, zmq4.PUSH, server, fast, Client(cc, sc.Public))
	send(t, client, "hello")
	m := recv(t, server)
	if m.Peer.Name != "pump-7" || m.Peer.Key != cc.Public || m.Peer.Address != "127.0.0.1" || m.Peer.String() != "pump-7" {
		t.Errorf("peer is %+v", m.Peer)
	}
	log.mu.Lock()
	defer log.mu.Unlock()
	if d := log.list[0]; !d.Allowed || d.Name != "pump-7" || d.Key != cc.Public || d.Domain != "d" || d.Address != "127.0.0.1" || d.Mechanism != "CURVE" || d.Time.IsZero() {
		t.Errorf("decision is %+v", d)
	}
}

// For each type that receives, whether the message is there already or waited for.
func TestPeersOfAllTypes(t *testing.T) {
	for server, client := range map[zmq4.Type]zmq4.Type{
		zmq4.PULL: zmq4.PUSH, zmq4.REP: zmq4.REQ, zmq4.ROUTER: zmq4.DEALER, zmq4.DEALER: zmq4.ROUTER,
		zmq4.PAIR: zmq4.PAIR, zmq4.XSUB: zmq4.PUB, zmq4.XPUB: zmq4.XSUB,
	} {
		for _, wait := range []bool{false, true} {
			ctx := newContext(t, quiet)
			sc, cc := newCert(t), newCert(t)
			allow(t, ctx, "client", cc.Public)
			s := listen(t, ctx, server, fast, Server(sc, "d"))
			c := dial(t, ctx, client, s, fast, Client(cc, sc.Public))
			var frames []string
			switch client {
			case zmq4.ROUTER: // has to know somebody first
				send(t, s, "hello")
				frames = []string{string(recv(t, c).Envelope[0]), "\x01x"}
			case zmq4.PUB:
				send(t, s, "\x01")
				frames = []string{"\x01x"}
			default:
				frames = []string{"\x01x"}
			}
			go func() {
				if wait {
					time.Sleep(50 * time.Millisecond)
				}
				for range 100 { // a PUB sends until the subscription is there
					if err := c.Send(context.Background(), bytesOf(frames)...); err != nil || client != zmq4.PUB {
						return
					}
					time.Sleep(20 * time.Millisecond)
				}
			}()
			if !wait {
				time.Sleep(100 * time.Millisecond)
			}
			m, err := s.Recv(bounded(t))
			if err != nil {
				t.Errorf("%v: %v, wait %v", server, err, wait)
				continue
			}
			if m.Peer.Name != "client" || m.Peer.Address != "127.0.0.1" {
				t.Errorf("%v: the peer is %+v, wait %v", server, m.Peer, wait)
			}
		}
	}
}

func TestNobodyElseEnters(t *testing.T) {
	sc, cc, other := newCert(t), newCert(t), newCert(t)
	for name, c := range map[string]struct {
		prepare func(*Authenticator) error
		client  Security
		reason  string // empty: the Authenticator is not asked
	}{
		"no list": {nil, Client(cc, sc.Public), "nobody is allowed"},
		"another key": {func(a *Authenticator) error { return a.Allow("d", "other", other.Public) },
			Client(cc, sc.Public), "not allowed in the domain"},
		"another domain": {func(a *Authenticator) error { return a.Allow("e", "client", cc.Public) },
			Client(cc, sc.Public), "nobody is allowed"},
		"revoked": {func(a *Authenticator) error {
			return errors.Join(a.Allow("d", "client", cc.Public), a.Revoke(context.Background(), "d", cc.Public))
		}, Client(cc, sc.Public), "revoked"},
		"another network": {func(a *Authenticator) error {
			return errors.Join(a.Allow("d", "client", cc.Public), a.AllowNetworks("d", netip.MustParsePrefix("10.0.0.0/8")))
		}, Client(cc, sc.Public), "networks"},
		"without CURVE": {func(a *Authenticator) error { return a.Allow("d", "client", cc.Public) }, Local(), ""},
		"for another server": {func(a *Authenticator) error { return a.Allow("d", "client", cc.Public) },
			Client(cc, other.Public), ""},
	} {
		t.Run(name, func(t *testing.T) {
			var log audit
			ctx := newContext(t, log.config())
			if c.prepare != nil {
				if err := c.prepare(ctx.Authenticator()); err != nil {
					t.Fatal(err)
				}
			}
			server := listen(t, ctx, zmq4.PULL, fast, Server(sc, "d"))
			// From another context, as from another process.
			client := dial(t, newContext(t, quiet), zmq4.PUSH, server, fast, c.client)
			if passes(t, server, client) {
				t.Error("a message came through")
			}
			if c.reason != "" && !log.refused(c.reason) {
				t.Errorf("decisions are %+v", log.list)
			}
			if c.reason == "" && len(log.list) != 0 {
				t.Errorf("the handshake got as far as %+v", log.list)
			}
		})
	}
}

func TestNetworksAdmit(t *testing.T) {
	ctx := newContext(t, quiet)
	sc, cc := newCert(t), newCert(t)
	allow(t, ctx, "client", cc.Public)
	if err := ctx.Authenticator().AllowNetworks("d", netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("127.0.0.9/24")); err != nil {
		t.Fatal(err)
	}
	server := listen(t, ctx, zmq4.PULL, fast, Server(sc, "d"))
	client := dial(t, ctx, zmq4.PUSH, server, fast, Client(cc, sc.Public))
	if send(t, client, "x"); recv(t, server).Peer.Name != "client" {
		t.Error("not admitted")
	}
	d := &domain{networks: []netip.Prefix{netip.MustParsePrefix("192.168.1.0/24")}}
	for address, want := range map[string]bool{
		"192.168.1.7": true, "::ffff:192.168.1.7": true, "192.168.2.7": false, "localhost:0:0:1": false, "": false, "192.168.1.7.example": false,
	} {
		if d.admits(address) != want {
			t.Errorf("%q: not %v", address, want)
		}
	}
}

func TestAuthenticatorRefusesNonsense(t *testing.T) {
	ctx := newContext(t, quiet)
	a, key := ctx.Authenticator(), newCert(t).Public
	for name, err := range map[string]error{
		"allow without domain":  a.Allow("", "n", key),
		"allow without name":    a.Allow("d", "", key),
		"allow without key":     a.Allow("d", "n", certs.PublicKey{}),
		"no network":            a.AllowNetworks("d", netip.Prefix{}),
		"v4 in v6 network":      a.AllowNetworks("d", netip.MustParsePrefix("::ffff:10.0.0.0/104")),
		"networks of no domain": a.AllowNetworks(""),
		"revoke without key":    a.Revoke(bounded(t), "d", certs.PublicKey{}),
		"load without domain":   a.LoadDir(bounded(t), "", t.TempDir()),
		"load without dir":      a.LoadDir(bounded(t), "d", ""),
		"watch backwards":       a.WatchDir(bounded(t), "d", t.TempDir(), -1),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// The worst that can happen to the handler is that it ends. libzmq would admit
// everyone if its endpoint were gone.
func TestNobodyEntersWithoutHandler(t *testing.T) {
	ctx := newContext(t, quiet)
	sc, cc := newCert(t), newCert(t)
	allow(t, ctx, "client", cc.Public)
	server := listen(t, ctx, zmq4.PULL, fast, Server(sc, "d"))
	ctx.stop()
	ctx.group.Wait()
	if passes(t, server, dial(t, ctx, zmq4.PUSH, server, fast, Client(cc, sc.Public))) {
		t.Error("a client was admitted with nobody to ask")
	}
}

func TestNobodyEntersWithoutAudit(t *testing.T) {
	ctx := newContext(t, Config{Log: quiet.Log, Audit: func(Decision) { panic("disk full") }})
	sc, cc := newCert(t), newCert(t)
	allow(t, ctx, "client", cc.Public)
	server := listen(t, ctx, zmq4.PULL, fast, Server(sc, "d"))
	if passes(t, server, dial(t, ctx, zmq4.PUSH, server, fast, Client(cc, sc.Public))) {
		t.Error("a client was admitted without a record")
	}
}

// While a Context closes, a stranger who tries all the time does not get in.
func TestNobodyEntersDuringClose(t *testing.T) {
	for range 5 {
		ctx, err := NewContext(quiet)
		if err != nil {
			t.Fatal(err)
		}
		sc := newCert(t)
		server := listen(t, ctx, zmq4.PULL, fast, Server(sc, "d"))
		outside := newContext(t, quiet)
		for range 4 {
			stranger := dial(t, outside, zmq4.PUSH, server, fast, Client(newCert(t), sc.Public))
			go stranger.Send(short(t, time.Second), []byte("x"))
		}
		got := make(chan error)
		go func() { _, err := server.Recv(context.Background()); got <- err }()
		time.Sleep(20 * time.Millisecond)
		if err := ctx.Close(); err != nil {
			t.Error(err)
		}
		if err := <-got; !errors.Is(err, ErrClosed) {
			t.Errorf("receive: %v", err)
		}
	}
}

// Sockets of zmq4 in the same context are asked about too.
func TestForeignSocketIsAskedAbout(t *testing.T) {
	var log audit
	ctx := newContext(t, log.config())
	sc, cc := newCert(t), newCert(t)
	z, err := ctx.ZMQ().NewSocket(zmq4.PULL)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if err := errors.Join(Harden(z, fast), z.ServerAuthCurve("d", sc.Secret.Z85()), z.Bind(loopback)); err != nil {
		t.Fatal(err)
	}
	endpoint, err := z.GetLastEndpoint()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Dial(ctx, zmq4.PUSH, endpoint, fast, Client(cc, sc.Public)); err != nil {
		t.Fatal(err)
	}
	eventually(t, "a refusal", func() bool { return log.refused("nobody is allowed") })
}

// Everything at once, for the race detector.
func TestAuthenticatorIsConcurrent(t *testing.T) {
	ctx := newContext(t, quiet)
	a, dir := ctx.Authenticator(), t.TempDir()
	sc, cc := newCert(t), newCert(t)
	if err := cc.SavePublic(filepath.Join(dir, "c.key")); err != nil {
		t.Fatal(err)
	}
	server := listen(t, ctx, zmq4.PULL, fast, Server(sc, "d"))
	client := dial(t, ctx, zmq4.PUSH, server, fast, Client(cc, sc.Public))
	stop := short(t, 300*time.Millisecond)
	var wg sync.WaitGroup
	each := func(f func()) {
		wg.Go(func() {
			for stop.Err() == nil {
				f()
			}
		})
	}
	each(func() { server.Recv(stop) })
	each(func() { client.Send(stop, []byte("x")) })
	each(func() { a.Allow("d", "client", cc.Public) })
	each(func() { a.Revoke(stop, "d", cc.Public) })
	each(func() { a.LoadDir(stop, "d", dir) })
	each(func() { a.AllowNetworks("d", netip.MustParsePrefix("127.0.0.0/8")) })
	wg.Wait()
	allow(t, ctx, "client", cc.Public)
	eventually(t, "it still works", func() bool { return passes(t, server, client) })
}
