// Package silent has directives that are needed.
package silent

import (
	"errors"

	zmq "github.com/pebbe/zmq4"
)

//zmqlint:file-ignore unchecked-option a failed setter shows at the first message

// Pull is reported for what it lacks and for what it sets.
//
//zmqlint:ignore missing-options,wildcard-bind until=9999-12-31 the load test sets them
func Pull() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return nil, err
	}
	s.SetRcvhwm(0) //zmqlint:ignore weak-option what queues is drained at once
	//zmqlint:ignore no-curve the switch encrypts
	if err := s.Bind("tcp://*:5555"); err != nil {
		return nil, err
	}
	return s, nil
}

// Off is a directive for a rule that is off, and one for a rule that nothing in
// this suite reports.
func Off(s *zmq.Socket) error {
	return errors.Join(
		s.SetLinger(0), //zmqlint:ignore undocumented-option seen in review
		s.SetRcvhwm(9), //zmqlint:ignore outdated-module there is no newer one
	)
}
