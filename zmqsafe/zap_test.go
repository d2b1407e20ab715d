package zmqsafe

import (
	"bytes"
	"testing"
	"time"

	"github.com/pebbe/zmq4"
	"github.com/zmqlint/zmqlint/zmqsafe/certs"
)

func zapRequest(frames ...string) [][]byte { return bytesOf(frames) }

func TestParseRequest(t *testing.T) {
	cert := newCert(t)
	raw := zmq4.Z85decode(cert.Public.Z85())
	r, err := parseRequest(zapRequest("1.0", "1", "d", "127.0.0.1", "id", "CURVE", raw))
	if err != nil || r.domain != "d" || r.address != "127.0.0.1" || r.key != cert.Public || string(r.id) != "1" {
		t.Errorf("%+v, %v", r, err)
	}
	if r, err := parseRequest(zapRequest("1.0", "1", "d", "127.0.0.1", "", "PLAIN", "admin", "admin")); err != nil || r.mechanism != "PLAIN" {
		t.Errorf("%+v, %v", r, err)
	}
	for name, f := range map[string][][]byte{
		"nothing":       nil,
		"too short":     zapRequest("1.0", "1", "d", "a", "id"),
		"version":       zapRequest("2.0", "1", "d", "a", "id", "CURVE", raw),
		"no key":        zapRequest("1.0", "1", "d", "a", "id", "CURVE"),
		"short key":     zapRequest("1.0", "1", "d", "a", "id", "CURVE", raw[1:]),
		"zero key":      zapRequest("1.0", "1", "d", "a", "id", "CURVE", string(make([]byte, 32))),
		"two keys":      zapRequest("1.0", "1", "d", "a", "id", "CURVE", raw, raw),
		"endless field": zapRequest("1.0", "1", string(make([]byte, 256)), "a", "id", "CURVE", raw),
	} {
		if r, err := parseRequest(f); err == nil {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// No request but a well-formed one with an allowed key is ever allowed.
func FuzzRequest(f *testing.F) {
	cert, err := certs.New()
	if err != nil {
		f.Fatal(err)
	}
	key := []byte(zmq4.Z85decode(cert.Public.Z85()))
	f.Add([]byte("1.0|1|d|127.0.0.1|id|CURVE|"), key)
	f.Add([]byte("1.0|1|d|127.0.0.1|id|NULL"), []byte{})
	f.Add([]byte("1.0|1|e|127.0.0.1|id|CURVE"), key)
	a := newAuthenticator(nil, nil)
	if err := a.Allow("d", "client", cert.Public); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, head, credentials []byte) {
		r, err := parseRequest(append(bytes.Split(head, []byte("|")), credentials))
		if err != nil {
			return
		}
		if d := a.decide(r); d.Allowed && (r.domain != "d" || r.mechanism != "CURVE" || !bytes.Equal(credentials, key)) {
			t.Errorf("allowed: %+v", d)
		}
	})
}

// Requests can come from anyone in the process. Nonsense neither ends the handler
// nor keeps it from the others.
func TestHandlerSurvivesNonsense(t *testing.T) {
	ctx := newContext(t, quiet)
	z, err := ctx.ZMQ().NewSocket(zmq4.DEALER)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if err := Harden(z, Options{Linger: DropUnsent}); err != nil {
		t.Fatal(err)
	}
	if err := z.Connect("inproc://zeromq.zap.01"); err != nil {
		t.Fatal(err)
	}
	for _, m := range [][]string{{""}, {"", ""}, {"", "1.0"}, {"", "1.0", "1", "d", "a", "i", "CURVE", "short"}, make([]string, 200)} {
		if _, err := z.SendMessage(m); err != nil {
			t.Fatal(err)
		}
	}
	sc, cc := newCert(t), newCert(t)
	allow(t, ctx, "client", cc.Public)
	server := listen(t, ctx, zmq4.PULL, fast, Server(sc, "d"))
	send(t, dial(t, ctx, zmq4.PUSH, server, fast, Client(cc, sc.Public)), "x")
	recv(t, server)
	if err := z.SetRcvtimeo(50 * time.Millisecond); err != nil {
		t.Fatal(err)
	}
	if m, err := z.RecvMessage(0); err == nil {
		t.Errorf("nonsense was answered with %q", m)
	}
}
