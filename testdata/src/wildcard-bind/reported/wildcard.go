// Package reported binds to every interface.
package reported

import (
	"fmt"
	"net"
	"strconv"

	zmq "github.com/pebbe/zmq4"
)

const (
	scheme = "tcp://"
	port   = 5555
)

// Server makes its endpoint from parts.
type Server struct {
	pub, pull *zmq.Socket
}

func (s *Server) Start() (err error) {
	if s.pub, err = zmq.NewSocket(zmq.PUB); err != nil {
		return err
	}
	if err = s.pub.Bind(fmt.Sprintf("tcp://*:%d", port)); err != nil { // want `^PUB socket is bound to every interface: tcp://\*:5555 \(wildcard-bind\)$`
		return err
	}
	if s.pull, err = zmq.NewSocket(zmq.PULL); err != nil {
		return err
	}
	return s.pull.Bind(scheme + net.JoinHostPort("0.0.0.0", strconv.Itoa(port+1))) // want `^PULL socket is bound to every interface: tcp://0\.0\.0\.0:5556 `
}

func IPv6() error {
	s, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		return err
	}
	if err := s.SetIpv6(true); err != nil {
		return err
	}
	return s.Bind("tcp://[::]:5557") // want `^ROUTER socket is bound to every interface: tcp://\[::\]:5557 `
}

// Port picks a free port, on every interface.
func Port() (string, error) {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return "", err
	}
	if err := s.Bind("tcp://*:*"); err != nil { // want `^REP socket is bound to every interface: tcp://\*:\* `
		return "", err
	}
	return s.GetLastEndpoint()
}

// The port comes from outside, the host does not.
func listen(kind zmq.Type, host string, port int) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(kind)
	if err != nil {
		return nil, err
	}
	return s, s.Bind(fmt.Sprintf("tcp://%s:%d", host, port)) // want `^(PULL or PUB|PUB or PULL) socket is bound to every interface: tcp://\*:… `
}

func Pair(in, out int) (*zmq.Socket, *zmq.Socket, error) {
	pull, err := listen(zmq.PULL, "127.0.0.1", in)
	if err != nil {
		return nil, nil, err
	}
	pub, err := listen(zmq.PUB, "*", out)
	return pull, pub, err
}

// Several endpoints, one of them too wide; another socket has an embedded one.
type Listener struct{ *zmq.Socket }

func NewListener() (*Listener, error) {
	s, err := zmq.NewSocket(zmq.DEALER)
	if err != nil {
		return nil, err
	}
	l := &Listener{s}
	for _, e := range []string{"ipc:///run/listener/in", "tcp://10.0.0.5:5558", "tcp://*:5559"} {
		if err := l.Bind(e); err != nil { // want `^DEALER socket is bound to every interface: tcp://\*:5559 `
			return nil, err
		}
	}
	return l, nil
}

// With CURVE it is a warning, and still reported.
func Secure(secretKey string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.XPUB)
	if err != nil {
		return nil, err
	}
	if err := s.ServerAuthCurve("global", secretKey); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://*:5560") // want `^XPUB socket is bound to every interface: tcp://\*:5560 `
}
