// Package reported sets what protects nothing.
package reported

import (
	"errors"

	zmq "github.com/pebbe/zmq4"
)

// Bus has a context of its own, whose limit libzmq never looks at.
type Bus struct {
	ctx     *zmq.Context
	control *zmq.Socket
}

func NewBus(secretKey string) (*Bus, error) {
	ctx, err := zmq.NewContext()
	if err != nil {
		return nil, err
	}
	if err := ctx.SetMaxMsgsz(1 << 20); err != nil { // want `^SetMaxMsgsz on a Context limits nothing: libzmq stores the value and never checks it; use SetMaxmsgsize on the socket \(noop-option\)$`
		return nil, err
	}
	b := &Bus{ctx: ctx}
	if b.control, err = ctx.NewSocket(zmq.PAIR); err != nil {
		return nil, err
	}
	if err := errors.Join(
		b.control.SetMaxmsgsize(1024),          // want `^MAXMSGSIZE has no effect on inproc, and the PAIR socket opens nothing else `
		b.control.SetCurveServer(1),            // want `^CURVE_SERVER has no effect on inproc, and the PAIR socket opens nothing else `
		b.control.SetCurveSecretkey(secretKey), // want `^CURVE_SECRETKEY has no effect on inproc, `
	); err != nil {
		return nil, err
	}
	return b, b.control.Bind("inproc://control")
}

func Global() error {
	return zmq.SetMaxMsgsz(1 << 20) // want `^SetMaxMsgsz on a Context limits nothing: `
}

// The handshake of CURVE has to pass the limit too.
func Curve(serverKey, publicKey, secretKey string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(
		s.ClientAuthCurve(serverKey, publicKey, secretKey),
		s.SetMaxmsgsize(200), // want `^MAXMSGSIZE 200 refuses the CURVE handshake itself, which needs about 300 bytes: nobody can connect `
		s.SetRcvhwm(100),
		s.SetTcpKeepalive(1),
	); err != nil {
		return nil, err
	}
	return s, s.Connect("tcp://feed:5555")
}

func small(s *zmq.Socket) error {
	return s.SetMaxmsgsize(128) // want `^MAXMSGSIZE 128 refuses the CURVE handshake itself, `
}

// The limit comes first and CURVE after it.
func Later(secretKey string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(small(s), s.SetRcvhwm(100), s.SetTcpKeepalive(1)); err != nil {
		return nil, err
	}
	if err := s.SetCurveServer(1); err != nil {
		return nil, err
	}
	if err := s.SetCurveSecretkey(secretKey); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://10.0.0.5:5556")
}
