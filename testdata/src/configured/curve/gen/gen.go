// Package gen is in a directory that is excluded.
package gen

import zmq "github.com/pebbe/zmq4"

// Serve would be reported elsewhere.
func Serve() error {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	return s.Bind("tcp://*:5555")
}
