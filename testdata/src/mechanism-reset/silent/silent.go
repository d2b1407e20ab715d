// Package silent resets the mechanism where that is in order.
package silent

import zmq "github.com/pebbe/zmq4"

type Keys struct{ Server, Public, Secret string }

// First reset, then the keys: they choose CURVE again.
func Client(k Keys) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.DEALER)
	if err != nil {
		return nil, err
	}
	if err := s.SetPlainServer(0); err != nil {
		return nil, err
	}
	if err := s.SetCurveServer(0); err != nil {
		return nil, err
	}
	if err := s.ClientAuthCurve(k.Server, k.Public, k.Secret); err != nil {
		return nil, err
	}
	return s, s.Connect("tcp://10.0.0.1:5555")
}

// Two opens: the network with CURVE, then this host without.
func Two(secret string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return nil, err
	}
	if err := s.ServerAuthCurve("rpc", secret); err != nil {
		return nil, err
	}
	if err := s.Bind("tcp://10.0.0.1:5556"); err != nil {
		return nil, err
	}
	if err := s.SetCurveServer(0); err != nil {
		return nil, err
	}
	return s, s.Bind("ipc:///run/rpc")
}

// Server flips a variable, not the socket: the value is not known to be zero.
func Server(on bool, secret string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return nil, err
	}
	n := 0
	if on {
		n = 1
	}
	if err := s.ServerAuthCurve("feed", secret); err != nil {
		return nil, err
	}
	if err := s.SetCurveServer(n); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://10.0.0.1:5557")
}

// Again sets CURVE up a second time.
func Again(k Keys) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return nil, err
	}
	for range 2 {
		if err := s.SetCurveServer(0); err != nil {
			return nil, err
		}
		if err := s.ClientAuthCurve(k.Server, k.Public, k.Secret); err != nil {
			return nil, err
		}
	}
	return s, s.Connect("tcp://10.0.0.1:5558")
}
