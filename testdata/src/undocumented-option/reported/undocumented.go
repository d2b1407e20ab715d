// Package reported has security-relevant setters without a comment. An
// expectation on the line itself or above it would be one, so they stand two
// lines away.
package reported

import (
	"errors"
	"time"

	zmq "github.com/pebbe/zmq4"
)

// Limits come from a measurement that nobody wrote down.
func Limits(s *zmq.Socket) error {
	// want +2 `^SetMaxmsgsize decides what a peer may do here, and no comment says why it has this value \(undocumented-option\)$`

	if err := s.SetMaxmsgsize(1 << 20); err != nil {
		return err
	}

	// want +2 `^SetHandshakeIvl decides what a peer may do here, `

	if err := s.SetHandshakeIvl(5 * time.Second); err != nil {
		return err
	}

	// want +2 `^SetLinger decides `

	return s.SetLinger(time.Second)
}

// Security names a domain.
func Security(s *zmq.Socket, secretKey string) error {
	// want +2 `^SetCurveServer decides `

	if err := s.SetCurveServer(1); err != nil {
		return err
	}

	// want +2 `^ServerAuthCurve decides `

	return s.ServerAuthCurve("prices", secretKey)
}

// Neighbour has a comment that speaks of another line.
func Neighbour(s *zmq.Socket) error {
	// want +3 `^SetRcvhwm decides `
	return errors.Join(
		s.SetSndhwm(100), // what the slowest subscriber keeps up with
		s.SetRcvhwm(100),
	)
}
