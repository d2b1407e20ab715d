// Package sockopt is judged by the .zmqlint.yaml beside it.
package sockopt

import (
	"errors"
	"time"

	zmq "github.com/pebbe/zmq4"
)

// Pull needs a high water mark and no other limit.
func Pull(large bool) error {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return err
	}
	limit := int64(1 << 21)
	if large {
		limit = 1 << 30
	}

	s.SetMaxmsgsize(limit) // want `MAXMSGSIZE of the PULL socket is set to 2097152, above the configured ceiling of 1048576`

	return s.Bind("tcp://*:5555") // want `PULL socket is bound to tcp://\*:5555 without RCVHWM \(`
}

// Push has marks above and at the ceiling.
func Push() error {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return err
	}
	if err := errors.Join(
		s.SetSndhwm(10001), // want `SNDHWM of the PUSH socket is set to 10001, above the configured ceiling of 10000`

		s.SetRcvhwm(10000), // as many as there are peers

		// want +2 `undocumented-option`

		s.SetHandshakeIvl(time.Second),
	); err != nil {
		return err
	}
	return s.Bind("tcp://*:5556")
}
