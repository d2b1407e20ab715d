// Package curve is judged by the .zmqlint.yml beside it.
package curve

import zmq "github.com/pebbe/zmq4"

// Serve is on the loopback interface, which counts as the network here.
func Serve() error {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	s.SetZapDomain("global")
	if err := s.Bind("inproc://control"); err != nil {
		return err
	}
	return s.Bind("tcp://127.0.0.1:5555") // want `REP socket is bound to tcp://127\.0\.0\.1:5555 without CURVE`
}
