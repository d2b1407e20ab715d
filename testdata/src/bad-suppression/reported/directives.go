// Package reported has directives that are not in order.
package reported

import zmq "github.com/pebbe/zmq4"

/* want `"//zmqlint:ignored": did you mean //zmqlint:ignore\?` */ //zmqlint:ignored no-curve the switch encrypts

/* want `no-curve is suppressed without a reason, so it is not` */ //zmqlint:file-ignore no-curve

// Send has a directive for each of its lines.
func Send(s *zmq.Socket) error {
	if err := s.SetLinger(0); err != nil { /* want `no-curve is not reported here: the directive suppresses nothing` */ //zmqlint:ignore no-curve the tunnel encrypts
		return err
	}
	/* want `the suppression of missing-options ended on 2020-01-31: mend what it hides, or decide anew` */ //zmqlint:ignore missing-options until=2020-01-31 the load test sets them
	s.SetRcvhwm(1000)                                                                                       /* want `weak-option is not reported` `unknown rule "uncheked-option": did you mean unchecked-option\?` */ //zmqlint:ignore uncheked-option,weak-option measured
	s.SetSndhwm(0)                                                                                          //zmqlint:ignore weak-option the queue is short
	return s.Connect("tcp://192.0.2.1:5555")                                                                /* want `"soon" is no date` */ //zmqlint:ignore no-curve until=soon the tunnel encrypts
}

// Close has a directive for all of it, and none of it needs one.
//
/* want `no-curve is not reported here` */ //zmqlint:ignore no-curve the tunnel encrypts
func Close(s *zmq.Socket) error            { return s.Close() }
