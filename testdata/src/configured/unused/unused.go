// Package unused has a directive that suppresses nothing, and is analysed with
// the flag that does not ask for these.
package unused

import zmq "github.com/pebbe/zmq4"

// Close needs no directive.
func Close(s *zmq.Socket) error {
	return s.Close() //zmqlint:ignore no-curve the switch encrypts
}
