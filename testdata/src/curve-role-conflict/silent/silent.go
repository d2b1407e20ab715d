// Package silent has one role at each open.
package silent

import zmq "github.com/pebbe/zmq4"

type Keys struct{ Server, Public, Secret string }

// Broker is a server to those who come and a client of those it goes to.
func Broker(k Keys) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		return nil, err
	}
	if err := s.ServerAuthCurve("broker", k.Secret); err != nil {
		return nil, err
	}
	if err := s.Bind("tcp://10.0.0.1:5555"); err != nil {
		return nil, err
	}
	if err := s.ClientAuthCurve(k.Server, k.Public, k.Secret); err != nil {
		return nil, err
	}
	return s, s.Connect("tcp://10.0.0.2:5555")
}

// listen and dial open in functions of their own.
func listen(s *zmq.Socket, k Keys) error {
	if err := s.ServerAuthCurve("mesh", k.Secret); err != nil {
		return err
	}
	return s.Bind("tcp://10.0.0.1:5556")
}

func dial(s *zmq.Socket, k Keys) error {
	if err := s.ClientAuthCurve(k.Server, k.Public, k.Secret); err != nil {
		return err
	}
	return s.Connect("tcp://10.0.0.2:5556")
}

func Mesh(k Keys) error {
	s, err := zmq.NewSocket(zmq.DEALER)
	if err != nil {
		return err
	}
	if err := listen(s, k); err != nil {
		return err
	}
	return dial(s, k)
}

// Either role, by configuration; a server may connect and a client may bind.
func Either(server bool, k Keys) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PAIR)
	if err != nil {
		return nil, err
	}
	if server {
		if err := s.ServerAuthCurve("pair", k.Secret); err != nil {
			return nil, err
		}
		return s, s.Connect("tcp://10.0.0.2:5557")
	}
	if err := s.ClientAuthCurve(k.Server, k.Public, k.Secret); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://10.0.0.1:5557")
}

// Off and then the keys: a client, and nothing else before.
func Off(k Keys) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.REQ)
	if err != nil {
		return nil, err
	}
	if err := s.SetCurveServer(0); err != nil {
		return nil, err
	}
	if err := s.ClientAuthCurve(k.Server, k.Public, k.Secret); err != nil {
		return nil, err
	}
	return s, s.Connect("tcp://10.0.0.2:5558")
}
