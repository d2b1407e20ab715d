// Package allowany starts an authenticator and lets it admit everyone.
package allowany

import (
	"os"

	zmq "github.com/pebbe/zmq4"
)

const domain = "metrics"

// Server has its authenticator started by its constructor.
type Server struct {
	pull *zmq.Socket
	addr string
}

func New(addr, secret string) (*Server, error) {
	if err := zmq.AuthStart(); err != nil {
		return nil, err
	}
	zmq.AuthCurveAdd(domain, os.Getenv("MONITOR"))
	zmq.AuthCurveAdd(domain, zmq.CURVE_ALLOW_ANY)
	pull, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return nil, err
	}
	if err := pull.ServerAuthCurve(domain, secret); err != nil {
		return nil, err
	}
	return &Server{pull, addr}, nil
}

func (s *Server) Start() error {
	return s.pull.Bind("tcp://" + s.addr) // want `^PULL socket is bound to tcp://… as a CURVE server that admits any client key: CURVE_ALLOW_ANY is added for its domain \(open-curve\)$`
}

// Everywhere admits everyone to all domains.
func Everywhere(secret string) (*zmq.Socket, error) {
	zmq.AuthCurveAdd("*", "*")
	s, err := zmq.NewSocket(zmq.XPUB)
	if err != nil {
		return nil, err
	}
	host, err := os.Hostname()
	if err != nil {
		return nil, err
	}
	if err := s.ServerAuthCurve("feed-"+host, secret); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://*:5556") // want `^XPUB socket is bound to tcp://\*:5556 as a CURVE server that admits any client key: CURVE_ALLOW_ANY is added for every domain`
}
