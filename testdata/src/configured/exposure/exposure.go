// Package exposure is judged by the .zmqlint.yml beside it.
package exposure

import (
	"errors"

	zmq "github.com/pebbe/zmq4"
)

// Join goes to two networks that are known and to one that is not.
func Join(s *zmq.Socket) error {
	return errors.Join(
		s.Connect("tcp://8.8.8.8:5555"),
		s.Connect("tcp://[2a00:1450:4001:81b::200e]:5555"),
		s.Connect("tcp://8.8.9.8:5555"), // want `public address: tcp://8\.8\.9\.8:5555`
	)
}
