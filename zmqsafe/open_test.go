package zmqsafe

import (
	"bytes"
	"errors"
	"log/slog"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pebbe/zmq4"
)

func TestOptionsDefaults(t *testing.T) {
	o, err := Options{}.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	if o.MaxMsgSize != 1<<20 || o.MaxMessage != 4<<20 || o.MaxFrames != 64 || o.RcvHWM != 100 || o.Linger != time.Second {
		t.Errorf("defaults are %+v", o)
	}
	if o, err := (Options{MaxMsgSize: 16 << 20}).withDefaults(); err != nil || o.MaxMessage != 16<<20 {
		t.Errorf("MaxMessage follows MaxMsgSize: %v, %v", o.MaxMessage, err)
	}
	if o, err := (Options{Linger: DropUnsent}).withDefaults(); err != nil || o.Linger != 0 {
		t.Errorf("DropUnsent is %v, %v", o.Linger, err)
	}
}

func TestOptionsRefused(t *testing.T) {
	for name, o := range map[string]Options{
		"MaxMsgSize":        {MaxMsgSize: 256},
		"MaxFrames":         {MaxFrames: -1},
		"MaxMessage":        {MaxMsgSize: 4096, MaxMessage: 4095},
		"SndHWM":            {SndHWM: -1},
		"RcvHWM":            {RcvHWM: -1},
		"Linger":            {Linger: -time.Second},
		"SendTimeout":       {SendTimeout: 500}, // nanoseconds: libzmq would not wait at all
		"HandshakeInterval": {HandshakeInterval: 30 * 24 * time.Hour},
		"HeartbeatInterval": {HeartbeatInterval: 1500 * time.Microsecond},
		"HeartbeatTimeout":  {HeartbeatTimeout: 50 * time.Millisecond},
		"KeepAliveIdle":     {KeepAliveIdle: 1500 * time.Millisecond},
		"KeepAliveInterval": {KeepAliveInterval: time.Millisecond},
		"KeepAliveCount":    {KeepAliveCount: 1000},
		"ReconnectInterval": {ReconnectInterval: -1},
		"ReconnectMax":      {ReconnectInterval: time.Minute, ReconnectMax: time.Second},
	} {
		if _, err := o.withDefaults(); err == nil || !strings.Contains(err.Error(), name+" is") {
			t.Errorf("%s: error is %v", name, err)
		}
	}
}

func TestEndpointPolicy(t *testing.T) {
	ten := []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}
	for _, c := range []struct {
		endpoint string
		listen   bool
		networks []netip.Prefix
		err      string // empty: taken
	}{
		{"tcp://127.0.0.1:*", true, nil, ""},
		{"tcp://[::1]:5555", true, nil, ""},
		{"tcp://10.1.2.3:5555", true, nil, ""},
		{"tcp://10.1.2.3:5555", true, ten, ""},
		{"tcp://[::ffff:10.1.2.3]:5555", true, ten, ""},
		{"tcp://[fe80::1%eth0]:5555", true, nil, ""},
		{"ipc:///run/app/s", true, nil, ""},
		{"ipc://@app", true, nil, ""},
		{"inproc://x", true, nil, ""},
		{"tcp://server.example:5555", false, nil, ""},
		{"tcp://*:5555", true, nil, "every interface"},
		{"tcp://:5555", true, nil, "every interface"},
		{"tcp://0.0.0.0:5555", true, nil, "every interface"},
		{"tcp://[::]:5555", true, nil, "every interface"},
		{"tcp://[::ffff:0.0.0.0]:5555", true, nil, "every interface"},
		{"tcp://8.8.8.8:5555", true, nil, "outside"},
		{"tcp://8.8.8.8:5555", false, nil, "outside"},
		{"tcp://127.0.0.1:5555", true, ten, "outside"},
		{"tcp://10.2.0.1:5555", true, ten, "outside"},
		{"tcp://server.example:5555", false, ten, "addresses only"},
		{"tcp://eth0:5555", true, nil, "not an IP address"},
		{"tcp://localhost:5555", true, nil, "not an IP address"},
		{"tcp://a;b:5555", false, nil, "source address"},
		{"tcp://10.0.0.1:0;10.0.0.2:5555", false, nil, "source address"},
		{"tcp://a b:5555", false, nil, "not the name of a host"},
		{"tcp://10.0.0.1", true, nil, "no port"},
		{"tcp://10.0.0.1:70000", true, nil, "65535"},
		{"tcp://10.0.0.1:*", false, nil, "65535"},
		{"tcp://10.0.0.1:-1", true, nil, "65535"},
		{"udp://10.0.0.1:5555", true, nil, "transport"},
		{"pgm://eth0;239.0.0.1:5555", true, nil, "transport"},
		{"ipc://*", true, nil, "absolute"},
		{"ipc://s", true, nil, "absolute"},
		{"inproc://zeromq.zap.01", true, nil, "reserved"},
		{"inproc://zmqsafe.wake.1", true, nil, "reserved"},
		{"inproc://", true, nil, "not an endpoint"},
		{"inproc://zeromq.zap.01\x00x", true, nil, "not an endpoint"},
		{"ipc:///run/a\x00b", true, nil, "not an endpoint"},
		{"", true, nil, "not an endpoint"},
		{"127.0.0.1:5555", true, nil, "not an endpoint"},
	} {
		_, err := parseEndpoint(c.endpoint, c.listen, c.networks)
		if (err == nil) != (c.err == "") || (err != nil && !strings.Contains(err.Error(), c.err)) {
			t.Errorf("%q: error is %v, want %q", c.endpoint, err, c.err)
		}
	}
}

func FuzzEndpoint(f *testing.F) {
	for _, s := range []string{"tcp://127.0.0.1:*", "tcp://[::1]:1", "ipc://@", "inproc://x", "tcp://[", "tcp://]:1", "://"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := parseEndpoint(text, true, nil)
		if err == nil && !e.local && !strings.HasPrefix(text, "tcp://") {
			t.Errorf("%q counts as a network", text)
		}
		if err == nil && (strings.Contains(text, "\x00") || strings.HasPrefix(text, "tcp://*")) {
			t.Errorf("%q is taken", text)
		}
	})
}

// What Listen refuses is not open: the same port can be bound right after it.
func TestOpenRefuses(t *testing.T) {
	ctx := newContext(t, quiet)
	cert, server := newCert(t), newCert(t)
	for name, c := range map[string]struct {
		typ      zmq4.Type
		endpoint string
		sec      Security
		err      error
		text     string
	}{
		"zero":             {zmq4.PULL, loopback, Security{}, nil, "no Security"},
		"plaintext":        {zmq4.PULL, "tcp://10.9.8.7:5555", Local(), ErrPlaintext, ""},
		"plaintext, name":  {zmq4.PUSH, "tcp://localhost:5555", Local(), ErrPlaintext, ""},
		"no reason":        {zmq4.PULL, "tcp://10.9.8.7:5555", AllowPlaintext(" "), nil, "reason"},
		"wildcard":         {zmq4.PULL, "tcp://*:5555", Server(cert, "d"), ErrWildcard, ""},
		"public address":   {zmq4.PULL, "tcp://1.1.1.1:5555", Server(cert, "d"), ErrOutside, ""},
		"no domain":        {zmq4.PULL, loopback, Server(cert, ""), nil, "domain"},
		"long domain":      {zmq4.PULL, loopback, Server(cert, strings.Repeat("d", 256)), nil, "domain"},
		"no server secret": {zmq4.PULL, loopback, Server(publicOnly(cert), "d"), nil, "no secret key"},
		"no client secret": {zmq4.PUSH, "tcp://127.0.0.1:1", Client(publicOnly(cert), server.Public), nil, "no secret key"},
		"own key":          {zmq4.PUSH, "tcp://127.0.0.1:1", Client(cert, cert.Public), nil, "own"},
		"curve on inproc":  {zmq4.PULL, "inproc://x", Server(cert, "d"), nil, "inproc"},
		"stream":           {zmq4.STREAM, loopback, Security{}, nil, "STREAM"},
	} {
		open := Listen
		if c.typ == zmq4.PUSH {
			open = Dial
		}
		s, err := open(ctx, c.typ, c.endpoint, Options{}, c.sec)
		if err == nil || s != nil || (c.err != nil && !errors.Is(err, c.err)) || !strings.Contains(err.Error(), c.text) || !strings.Contains(err.Error(), c.endpoint) {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && strings.Contains(err.Error(), cert.Secret.Z85()) {
			t.Errorf("%s: the error has the secret key", name)
		}
	}
	if n := len(ctx.open()); n != 0 {
		t.Errorf("%d sockets are left", n)
	}
}

func TestListenTwice(t *testing.T) {
	ctx := newContext(t, quiet)
	s := listen(t, ctx, zmq4.PULL, Options{}, Local())
	if _, err := Listen(ctx, zmq4.PULL, s.Endpoint(), Options{}, Local()); err == nil || !strings.Contains(err.Error(), "listen on "+s.Endpoint()) {
		t.Errorf("error is %v", err)
	}
}

func TestHarden(t *testing.T) {
	ctx := newContext(t, quiet)
	z, err := ctx.ZMQ().NewSocket(zmq4.DEALER)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if err := Harden(z, Options{MaxMsgSize: 2000, RcvHWM: 7, Linger: DropUnsent}); err != nil {
		t.Fatal(err)
	}
	size, _ := z.GetMaxmsgsize()
	hwm, _ := z.GetRcvhwm()
	linger, _ := z.GetLinger()
	alive, _ := z.GetTcpKeepalive()
	if size != 2033 || hwm != 7 || linger != 0 || alive != 1 {
		t.Errorf("MAXMSGSIZE %d, RCVHWM %d, LINGER %v, TCP_KEEPALIVE %d", size, hwm, linger, alive)
	}
	if err := Harden(z, Options{RcvHWM: -1}); err == nil {
		t.Error("a high water mark of -1 is taken")
	}
	closed, err := ctx.ZMQ().NewSocket(zmq4.DEALER)
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	if err := Harden(closed, Options{}); err == nil || !strings.Contains(err.Error(), "MAXMSGSIZE") {
		t.Errorf("a closed socket: %v", err)
	}
}

// An option that does not take is an error, whatever its setter says.
func TestReadBack(t *testing.T) {
	get := func() (int, error) { return 3, nil }
	if err := took("X", nil, get, 3); err != nil {
		t.Error(err)
	}
	if err := took("X", nil, get, 4); err == nil || err.Error() != "X was set to 4 and is 3" {
		t.Errorf("error is %v", err)
	}
	other := func() (string, error) { return "other", nil }
	if err := tookSecret("K", nil, other, "secret"); err == nil || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "other") {
		t.Errorf("error is %v", err)
	}
}

func TestCurveIsSet(t *testing.T) {
	ctx := newContext(t, quiet)
	cert := newCert(t)
	s := listen(t, ctx, zmq4.REP, Options{MaxMsgSize: 5000}, Server(cert, "d"))
	mechanism, _ := s.z.GetMechanism()
	domain, _ := s.z.GetZapDomain()
	size, _ := s.z.GetMaxmsgsize()
	if mechanism != zmq4.CURVE || domain != "d" || size != 5033 {
		t.Errorf("%v, domain %q, MAXMSGSIZE %d", mechanism, domain, size)
	}
}

func TestAllowPlaintextIsLogged(t *testing.T) {
	var log bytes.Buffer
	ctx := newContext(t, Config{Log: slog.New(slog.NewTextHandler(&log, nil))})
	s, err := Dial(ctx, zmq4.PUSH, "tcp://localhost:9", Options{}, AllowPlaintext("lab bench"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if !strings.Contains(log.String(), "lab bench") {
		t.Errorf("log is %q", log.String())
	}
}

func TestTransports(t *testing.T) {
	ctx := newContext(t, quiet)
	endpoints := []string{loopback, "tcp://[::1]:*", "inproc://x", "ipc://" + filepath.Join(t.TempDir(), "s")}
	for _, e := range endpoints {
		server, err := Listen(ctx, zmq4.PULL, e, Options{}, Local())
		if err != nil {
			t.Errorf("%s: %v", e, err)
			continue
		}
		client := dial(t, ctx, zmq4.PUSH, server, Options{}, Local())
		send(t, client, "a", "", "b")
		if got := textOf(recv(t, server).Frames); len(got) != 3 || got[2] != "b" {
			t.Errorf("%s: got %q", e, got)
		}
	}
}
