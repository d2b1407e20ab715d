// Package off has directives for rules that the configuration turns off.
package off

import zmq "github.com/pebbe/zmq4"

// Serve is told twice to be quiet.
func Serve() error {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	return s.Bind("tcp://*:5555") //zmqlint:ignore no-curve the switch encrypts
}
