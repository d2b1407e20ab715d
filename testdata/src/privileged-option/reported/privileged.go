// Package reported hands out power without a word. An expectation on the line
// itself or above it would count as a word, so they stand two lines
// above.
package reported

import (
	"errors"
	"net"

	zmq "github.com/pebbe/zmq4"
)

// Broker routes between services.
type Broker struct{ router, raw *zmq.Socket }

func limits(s *zmq.Socket) error {
	return errors.Join(s.SetMaxmsgsize(1<<20), s.SetRcvhwm(100), s.SetSndhwm(100), s.SetLinger(0), s.SetTcpKeepalive(1))
}

func NewBroker() (*Broker, error) {
	b := &Broker{}
	var err error
	if b.router, err = zmq.NewSocket(zmq.ROUTER); err != nil {
		return nil, err
	}
	if b.raw, err = zmq.NewSocket(zmq.ROUTER); err != nil {
		return nil, err
	}

	// want +2 `^ROUTER_HANDOVER: a newcomer with the same identity takes over the connection of a peer; say in a comment why it is needed \(privileged-option\)$`

	if err := b.router.SetRouterHandover(true); err != nil {
		return nil, err
	}

	// want +2 `^ROUTER_RAW: the socket takes raw TCP, without ZMTP and without CURVE; `

	if err := b.raw.SetRouterRaw(1); err != nil {
		return nil, err
	}
	if err := errors.Join(limits(b.router), limits(b.raw)); err != nil {
		return nil, err
	}
	return b, errors.Join(b.router.Bind("tcp://10.0.0.5:5555"), b.raw.Bind("tcp://10.0.0.5:8080"))
}

func Gateway() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.STREAM)
	if err != nil {
		return nil, err
	}
	if err := limits(s); err != nil {
		return nil, err
	}

	// want +2 `^STREAM socket is bound to tcp://10\.0\.0\.5:8081: it takes raw TCP from anyone, without ZMTP and without CURVE; `

	return s, s.Bind("tcp://10.0.0.5:8081")
}

// Inherit takes a descriptor from the service manager.
func Inherit(s *zmq.Socket, l *net.TCPListener, proxy string) error {
	f, err := l.File()
	if err != nil {
		return err
	}
	// want +2 `^USE_FD: the socket uses a descriptor that someone else opened, `

	if err := s.SetUseFd(int(f.Fd())); err != nil {
		return err
	}

	for _, network := range []string{"10.0.0.0/8", "192.168.0.0/16"} {
		// want +2 `^TCP_ACCEPT_FILTER: the accept filters are deprecated since libzmq 4\.1 and authenticate nobody, as CURVE and ZAP do; `

		if err := s.SetTcpAcceptFilter(network); err != nil {
			return err
		}
	}

	// want +2 `^SOCKS_PROXY: a proxy sees who talks to whom, `

	return s.SetSocksProxy(proxy)
}
