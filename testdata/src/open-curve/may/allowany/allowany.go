// Package allowany admits everyone when the configuration names no clients.
package allowany

import zmq "github.com/pebbe/zmq4"

type Config struct {
	Clients []string
	Secret  string
}

func Serve(c Config) (*zmq.Socket, error) {
	if err := zmq.AuthStart(); err != nil {
		return nil, err
	}
	if len(c.Clients) > 0 {
		zmq.AuthCurveAdd("jobs", c.Clients...)
	} else {
		zmq.AuthCurveAdd("jobs", zmq.CURVE_ALLOW_ANY)
	}
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return nil, err
	}
	if err := s.ServerAuthCurve("jobs", c.Secret); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://*:5555") // want `^REP socket may be bound to tcp://\*:5555 as a CURVE server that admits any client key: CURVE_ALLOW_ANY is added for its domain`
}
