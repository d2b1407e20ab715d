// Package unsupported has key values that are no keys.
package unsupported

import zmq "github.com/pebbe/zmq4"

// Empty keys are refused by libzmq when they are set: the call is there, and
// its error is looked at, so that the open is not reached. Whether a string is
// a key is not judged here.
func Empty(public, secret string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.DEALER)
	if err != nil {
		return nil, err
	}
	if err := s.ClientAuthCurve("", public, secret); err != nil {
		return nil, err
	}
	return s, s.Connect("tcp://10.0.0.1:5555")
}

// One socket or the other gets the role: for two roles that meet in one open,
// what is missing depends on the path, and the paths are not told apart.
func Either(server bool, key string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PAIR)
	if err != nil {
		return nil, err
	}
	if server {
		err = s.SetCurveServer(1)
	} else {
		err = s.SetCurveServerkey(key)
	}
	if err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://10.0.0.1:5556")
}
