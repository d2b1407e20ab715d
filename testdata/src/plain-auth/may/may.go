// Package may leaves the mechanism to the configuration; one of them is PLAIN.
package may

import zmq "github.com/pebbe/zmq4"

type Config struct {
	Mode, Domain, Secret string
}

func Serve(c Config) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		return nil, err
	}
	switch c.Mode {
	case "curve":
		err = s.ServerAuthCurve(c.Domain, c.Secret)
	default:
		err = s.ServerAuthPlain(c.Domain)
	}
	if err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://10.0.0.1:5555") // want `^ROUTER socket may be bound to tcp://10\.0\.0\.1:5555 with PLAIN: then passwords and messages travel in clear`
}
