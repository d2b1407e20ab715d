package zmqsafe

import (
	"errors"
	"fmt"
	"log/slog"

	"github.com/pebbe/zmq4"
)

// Listen opens a socket that peers connect to. Everything is set, and read back,
// before the endpoint is bound; the error says what failed, and then nothing is
// open.
//
// Endpoints are tcp://IP:PORT, ipc:///PATH, ipc://@NAME and inproc://NAME. The
// address has to be in Options.Networks and must not be a wildcard
// (ErrOutside, ErrWildcard); the port may be *, see [Socket.Endpoint]. On a
// network, sec is Server, Client or AllowPlaintext; Local fails (ErrPlaintext).
func Listen(ctx *Context, t zmq4.Type, endpoint string, o Options, sec Security) (*Socket, error) {
	return open(ctx, t, endpoint, o, sec, true)
}

// Dial opens a socket that connects to an endpoint, and again whenever the
// connection ends. It is like Listen otherwise, except that the host may be a
// name while there are no Options.Networks.
//
// It returns at once: whether there is somebody, and whether they take the key,
// shows in the messages. PUSH, DEALER and REQ queue nothing before that
// (ZMQ_IMMEDIATE).
func Dial(ctx *Context, t zmq4.Type, endpoint string, o Options, sec Security) (*Socket, error) {
	return open(ctx, t, endpoint, o, sec, false)
}

func open(ctx *Context, t zmq4.Type, where string, o Options, sec Security, listen bool) (*Socket, error) {
	s, err := tryOpen(ctx, t, where, o, sec, listen)
	if err != nil {
		verb := "dial"
		if listen {
			verb = "listen on"
		}
		return nil, fmt.Errorf("zmqsafe: %s %s (%v): %w", verb, where, t, err)
	}
	if sec.reason != "" {
		ctx.log.Warn("zmqsafe: socket without encryption and authentication",
			slog.String("endpoint", where), slog.String("reason", sec.reason))
	}
	return s, nil
}

func tryOpen(ctx *Context, t zmq4.Type, where string, o Options, sec Security, listen bool) (*Socket, error) {
	if t == zmq4.STREAM {
		return nil, errors.New("STREAM sockets speak TCP without CURVE and limits")
	}
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	e, err := parseEndpoint(where, listen, o.Networks)
	if err != nil {
		return nil, err
	}
	if err := sec.check(e); err != nil {
		return nil, err
	}
	done, err := ctx.begin()
	if err != nil {
		return nil, err
	}
	defer done()
	z, err := ctx.zmq.NewSocket(t)
	if err != nil {
		return nil, err
	}
	s, err := prepare(ctx, z, t, o, e, sec, listen)
	if err != nil {
		return nil, errors.Join(err, z.Close())
	}
	if err := s.attach(e, listen); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// prepare does what has to be done before the open.
func prepare(ctx *Context, z *zmq4.Socket, t zmq4.Type, o Options, e endpoint, sec Security, listen bool) (*Socket, error) {
	if err := harden(z, o); err != nil {
		return nil, err
	}
	var err error
	if e.ipv6 {
		err = took("IPV6", z.SetIpv6(true), z.GetIpv6, true)
	}
	switch {
	case err != nil:
	case t == zmq4.ROUTER:
		// Without it, messages to peers that are gone vanish without an error.
		err = did("ROUTER_MANDATORY", z.SetRouterMandatory(1))
	case !listen && (t == zmq4.PUSH || t == zmq4.DEALER || t == zmq4.REQ):
		err = took("IMMEDIATE", z.SetImmediate(true), z.GetImmediate, true)
	}
	if err != nil {
		return nil, err
	}
	if err := sec.protect(z); err != nil {
		return nil, err
	}
	s, err := newSocket(ctx, z, t, o)
	if err != nil {
		return nil, err
	}
	s.domain = sec.domain
	if err := ctx.add(s); err != nil {
		return nil, errors.Join(err, s.wake.close())
	}
	return s, nil
}

func (s *Socket) attach(e endpoint, listen bool) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.leave()
	var err error
	if listen {
		err = s.z.Bind(e.text)
	} else {
		err = s.z.Connect(e.text)
	}
	if err != nil {
		return err
	}
	s.endpoint, s.listens, s.ipcPath = e.text, listen, e.ipcPath
	if listen {
		s.endpoint, err = s.z.GetLastEndpoint() // with the port that a wildcard became
	}
	return err
}
