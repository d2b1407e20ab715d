// Package mistaken has a configuration that cannot be read.
package mistaken // want `^zmqlint runs with its defaults, because its configuration has a mistake: .*/configured/mistaken/\.zmqlint\.yml:3:3: unknown rule "no-curv": did you mean no-curve\? \(and 1 more\)$`

import zmq "github.com/pebbe/zmq4"

// Serve has a directive for a rule that the file would turn off.
func Serve() error {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	return s.Bind("tcp://*:5555") //zmqlint:ignore no-curve the switch encrypts
}
