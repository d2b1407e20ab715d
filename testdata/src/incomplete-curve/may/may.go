// Package may sets a key that the role needs on some paths only.
package may

import zmq "github.com/pebbe/zmq4"

// Serve reads its secret key from a file that may be missing.
func Serve(read func() (string, bool)) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		return nil, err
	}
	if err := s.SetCurveServer(1); err != nil {
		return nil, err
	}
	if secret, ok := read(); ok {
		if err := s.SetCurveSecretkey(secret); err != nil {
			return nil, err
		}
	}
	return s, s.Bind("tcp://10.0.0.1:5555") // want `^ROUTER socket may be bound to tcp://10\.0\.0\.1:5555 as a CURVE server without its secret key: then every handshake fails`
}

// Join takes the server's key from the first of several sources that has one.
func Join(keys []string, public, secret string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return nil, err
	}
	if err := s.SetCurvePublickey(public); err != nil {
		return nil, err
	}
	if err := s.SetCurveSecretkey(secret); err != nil {
		return nil, err
	}
	for _, k := range keys {
		if k == "" {
			continue
		}
		if err := s.SetCurveServerkey(k); err != nil {
			return nil, err
		}
		break
	}
	return s, s.Connect("tcp://10.0.0.1:5556") // want `^SUB socket may be connected to tcp://10\.0\.0\.1:5556 as a CURVE client without the server's key`
}
