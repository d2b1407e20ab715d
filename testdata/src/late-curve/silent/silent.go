// Package silent sets CURVE options after an open and means another one.
package silent

import zmq "github.com/pebbe/zmq4"

// Relay is open to this host in clear and to the network with CURVE.
func Relay(secret string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		return nil, err
	}
	if err := s.Bind("ipc:///run/relay"); err != nil {
		return nil, err
	}
	if err := s.Bind("tcp://127.0.0.1:5555"); err != nil {
		return nil, err
	}
	if err := s.ServerAuthCurve("relay", secret); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://10.0.0.1:5555")
}

// Peer is a server to some and a client to others: each connect has the keys
// that were set before.
type Peer struct{ Endpoint, Key string }

func Mesh(peers []Peer, public, secret string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.DEALER)
	if err != nil {
		return nil, err
	}
	for _, p := range peers {
		if err := s.ClientAuthCurve(p.Key, public, secret); err != nil {
			return nil, err
		}
		if err := s.Connect(p.Endpoint); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Rotate sets a new secret key for the listener that it binds next.
type Server struct {
	rep     *zmq.Socket
	current string
}

func (s *Server) Start(secret string) (err error) {
	if s.rep, err = zmq.NewSocket(zmq.REP); err != nil {
		return err
	}
	if err = s.rep.ServerAuthCurve("rpc", secret); err != nil {
		return err
	}
	s.current = "tcp://10.0.0.1:5556"
	return s.rep.Bind(s.current)
}

func (s *Server) Rotate(secret string) error {
	if err := s.rep.SetCurveSecretkey(secret); err != nil {
		return err
	}
	if err := s.rep.Unbind(s.current); err != nil {
		return err
	}
	return s.rep.Bind("tcp://10.0.0.1:5557")
}

// Local has no use for CURVE, early or late.
func Local(secret string) error {
	s, err := zmq.NewSocket(zmq.PAIR)
	if err != nil {
		return err
	}
	if err := s.Bind("inproc://pair"); err != nil {
		return err
	}
	return s.ServerAuthCurve("pair", secret)
}

// Reused is a variable, not a socket: the second socket is secured in time.
func Reused(secret string) error {
	s, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return err
	}
	if err := s.Bind("tcp://127.0.0.1:5558"); err != nil {
		return err
	}
	if s, err = zmq.NewSocket(zmq.PUB); err != nil {
		return err
	}
	if err := s.ServerAuthCurve("pub", secret); err != nil {
		return err
	}
	return s.Bind("tcp://10.0.0.1:5558")
}
