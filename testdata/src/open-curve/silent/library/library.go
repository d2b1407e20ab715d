// Package library leaves the authenticator to the program, which it gives a
// way to add keys.
package library

import zmq "github.com/pebbe/zmq4"

const domain = "library"

// Admit adds clients.
func Admit(keys ...string) { zmq.AuthCurveAdd(domain, keys...) }

func Serve(secret string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return nil, err
	}
	if err := s.ServerAuthCurve(domain, secret); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://*:5555")
}

// Client has the CURVE client's role, and binds: whom it talks to it knows.
func Client(server, public, secret string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return nil, err
	}
	if err := s.ClientAuthCurve(server, public, secret); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://*:5556")
}
