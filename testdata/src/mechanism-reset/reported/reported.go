// Package reported undoes CURVE before the open.
package reported

import (
	"errors"

	zmq "github.com/pebbe/zmq4"
)

type Keys struct{ Server, Public, Secret string }

// Client says at the end that it is no server.
func Client(k Keys) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.DEALER)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(
		s.ClientAuthCurve(k.Server, k.Public, k.Secret),
		s.SetCurveServer(0), // want `^SetCurveServer puts the DEALER socket back to NULL after CURVE was set up: it is connected to tcp://10\.0\.0\.1:5555 without encryption \(mechanism-reset\)$`
	); err != nil {
		return nil, err
	}
	return s, s.Connect("tcp://10.0.0.1:5555")
}

// Server turns PLAIN off, and everything with it.
type Server struct{ rep *zmq.Socket }

func NewServer(secret string) (*Server, error) {
	rep, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return nil, err
	}
	if err := rep.ServerAuthCurve("rpc", secret); err != nil {
		return nil, err
	}
	s := &Server{rep}
	if err := s.noPasswords(); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Server) noPasswords() error {
	return s.rep.SetPlainServer(0) // want `^SetPlainServer puts the REP socket back to NULL after CURVE was set up: it is bound to tcp://\*:5556 without encryption`
}

func (s *Server) Start() error { return s.rep.Bind("tcp://*:5556") }

// Domain believes that ServerAuthNull adds a domain.
func Domain(secret string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return nil, err
	}
	if err := s.ServerAuthCurve("", secret); err != nil {
		return nil, err
	}
	if err := s.ServerAuthNull("feed"); err != nil { // want `^ServerAuthNull puts the PUB socket back to NULL`
		return nil, err
	}
	return s, s.Bind("tcp://10.0.0.1:5557")
}

// Debug resets on some paths; the call is as wrong there.
func Debug(debug bool, k Keys) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return nil, err
	}
	if err := s.ClientAuthCurve(k.Server, k.Public, k.Secret); err != nil {
		return nil, err
	}
	if debug {
		if err := s.SetPlainUsername(""); err != nil { // want `^SetPlainUsername puts the SUB socket back to NULL`
			return nil, err
		}
	}
	return s, s.Connect("tcp://10.0.0.1:5558")
}

// Both wants a password on top of the keys, and gets it in their place.
func Both(k Keys, user, password string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.REQ)
	if err != nil {
		return nil, err
	}
	if err := s.ClientAuthCurve(k.Server, k.Public, k.Secret); err != nil {
		return nil, err
	}
	if err := s.ClientAuthPlain(user, password); err != nil { // want `^ClientAuthPlain makes the REQ socket PLAIN after CURVE was set up: it is connected to tcp://10\.0\.0\.1:5559 without encryption \(mechanism-reset\)$`
		return nil, err
	}
	return s, s.Connect("tcp://10.0.0.1:5559")
}
