package zmqsafe

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pebbe/zmq4"
	"github.com/zmqlint/zmqlint/zmqsafe/certs"
)

func TestLoadDir(t *testing.T) {
	ctx := newContext(t, quiet)
	a, dir := ctx.Authenticator(), t.TempDir()
	sc, cc := newCert(t), newCert(t)
	if err := cc.SavePublic(filepath.Join(dir, "pump.key")); err != nil {
		t.Fatal(err)
	}
	if err := a.LoadDir(bounded(t), "d", dir); err != nil {
		t.Fatal(err)
	}
	server := listen(t, ctx, zmq4.PULL, fast, Server(sc, "d"))
	client := dial(t, ctx, zmq4.PUSH, server, fast, Client(cc, sc.Public))
	send(t, client, "x")
	if m := recv(t, server); m.Peer.Name != "pump" {
		t.Errorf("peer is %v", m.Peer)
	}
	if err := os.WriteFile(filepath.Join(dir, "broken.key"), []byte("curve\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := a.LoadDir(bounded(t), "d", dir); err == nil || !strings.Contains(err.Error(), "broken.key") {
		t.Errorf("error is %v", err)
	}
	send(t, client, "y")
	recv(t, server) // the others hold
	if err := os.Remove(filepath.Join(dir, "pump.key")); err != nil {
		t.Fatal(err)
	}
	a.LoadDir(bounded(t), "d", dir)
	if passes(t, server, client) {
		t.Error("a client without a file came through")
	}
}

func known(a *Authenticator, c certs.Certificate) bool {
	a.mu.RLock()
	defer a.mu.RUnlock()
	_, ok := a.domains["d"].name(c.Public)
	return ok
}

func TestLoadDirThatIsGone(t *testing.T) {
	ctx := newContext(t, quiet)
	a, dir, cc := ctx.Authenticator(), filepath.Join(t.TempDir(), "keys"), newCert(t)
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(cc.SavePublic(filepath.Join(dir, "pump.key")), a.LoadDir(bounded(t), "d", dir)); err != nil {
		t.Fatal(err)
	}
	if !known(a, cc) {
		t.Fatal("the key was not loaded")
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := a.LoadDir(bounded(t), "d", dir); err == nil {
		t.Error("no error")
	}
	if known(a, cc) {
		t.Error("the key of a directory that is gone is allowed")
	}
}

func TestRevokeHoldsAgainstDirectories(t *testing.T) {
	ctx := newContext(t, quiet)
	a, dir, cc := ctx.Authenticator(), t.TempDir(), newCert(t)
	err := errors.Join(cc.SavePublic(filepath.Join(dir, "pump.key")), a.LoadDir(bounded(t), "d", dir),
		a.Revoke(bounded(t), "d", cc.Public), a.LoadDir(bounded(t), "d", dir))
	if err != nil {
		t.Fatal(err)
	}
	if known(a, cc) {
		t.Error("a revoked key is allowed because its file is still there")
	}
	allow(t, ctx, "pump", cc.Public)
	if !known(a, cc) {
		t.Error("Allow does not undo Revoke")
	}
}

func TestWatchDir(t *testing.T) {
	ctx := newContext(t, quiet)
	a, dir, cc := ctx.Authenticator(), t.TempDir(), newCert(t)
	stop, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- a.WatchDir(stop, "d", dir, time.Millisecond) }()
	loaded := func() bool { return known(a, cc) }
	file := filepath.Join(dir, "pump.key")
	if loaded() {
		t.Error("known beforehand")
	}
	if err := cc.SavePublic(file); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the new file is loaded", loaded)
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the key of the removed file is gone", func() bool { return !loaded() })
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
}

func TestWatchDirEndsWithTheContext(t *testing.T) {
	ctx, err := NewContext(quiet)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	dir := t.TempDir()
	go func() { ended <- ctx.Authenticator().WatchDir(context.Background(), "d", dir, time.Hour) }()
	if err := ctx.Close(); err != nil {
		t.Error(err)
	}
	if err := <-ended; !errors.Is(err, ErrClosed) {
		t.Errorf("ended with %v", err)
	}
}
