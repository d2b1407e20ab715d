// Package suppressed has what the rules of curve report, with and without a
// directive.
package suppressed

import zmq "github.com/pebbe/zmq4"

func endOfLine(s *zmq.Socket) error {
	return s.Bind("tcp://*:5555") //zmqlint:ignore no-curve the switch encrypts
}

func lineAbove(s *zmq.Socket) error {
	//zmqlint:ignore no-curve the switch encrypts
	if err := s.Bind("tcp://*:5555"); err != nil {
		return err
	}
	return s.Bind("tcp://*:5556") // want `no-curve`
}

// declaration is suppressed as a whole.
//
//zmqlint:ignore no-curve,late-curve the switch encrypts
func declaration(s *zmq.Socket) error {
	if err := s.Bind("tcp://*:5555"); err != nil {
		return err
	}
	return s.Connect("tcp://192.0.2.1:5556")
}

func otherRule(s *zmq.Socket) error {
	return s.Bind("tcp://*:5555") /* want `no-curve` */ //zmqlint:ignore late-curve the switch encrypts
}

func noReason(s *zmq.Socket) error {
	return s.Bind("tcp://*:5555") /* want `no-curve` */ //zmqlint:ignore no-curve
}

func expired(s *zmq.Socket) error {
	return s.Bind("tcp://*:5555") /* want `no-curve` */ //zmqlint:ignore no-curve until=2020-01-01 the switch encrypts
}

func golangci(s *zmq.Socket) error {
	return s.Bind("tcp://*:5555") //nolint:zmqlint // want `no-curve`
}

// Serve opens one socket of each kind.
func Serve() error {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	for _, open := range []func(*zmq.Socket) error{endOfLine, lineAbove, declaration, otherRule, noReason, expired, golangci} {
		if err := open(s); err != nil {
			return err
		}
	}
	return nil
}
