// Package tested has tests of its own: drivers that analyse them along with the
// package say the same of it.
package tested

import zmq "github.com/pebbe/zmq4"

var address = "tcp://*:5555"

func Serve() error {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	return s.Bind(address) // want `^REP socket is bound to tcp://\*:5555 without CURVE`
}
