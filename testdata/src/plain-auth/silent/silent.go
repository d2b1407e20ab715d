// Package silent has PLAIN where nobody listens, or CURVE after all.
package silent

import zmq "github.com/pebbe/zmq4"

// Local passwords stay on this host.
func Local(user, password string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.REQ)
	if err != nil {
		return nil, err
	}
	if err := s.ClientAuthPlain(user, password); err != nil {
		return nil, err
	}
	if err := s.Connect("ipc:///run/app/rpc"); err != nil {
		return nil, err
	}
	return s, s.Connect("tcp://localhost:5555")
}

// Upgraded was PLAIN before; the last mechanism set is the one that counts.
func Upgraded(secret string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return nil, err
	}
	if err := s.ServerAuthPlain("rpc"); err != nil {
		return nil, err
	}
	if err := s.ServerAuthCurve("rpc", secret); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://10.0.0.1:5555")
}

// Domain and NULL are set before the keys are.
func Null(secret string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return nil, err
	}
	if err := s.ServerAuthNull("feed"); err != nil {
		return nil, err
	}
	if err := s.ServerAuthCurve("feed", secret); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://10.0.0.1:5556")
}
