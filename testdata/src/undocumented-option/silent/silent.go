// Package silent says where its values come from.
package silent

import (
	"errors"
	"time"

	zmq "github.com/pebbe/zmq4"
)

const (
	size = 64 << 10
)

func Limits(s *zmq.Socket) error {
	return errors.Join(
		s.SetMaxmsgsize(size), // the largest order has 40 kB
		// A second is what the slowest of our clients needs.
		s.SetLinger(time.Second),
		/* 100 orders of 64 kB: 6.4 MB for each client */ s.SetRcvhwm(100),
	)
}

// These do not limit what a peer may do.
func Others(s *zmq.Socket) error {

	return errors.Join(s.SetSubscribe("prices."), s.SetRcvtimeo(time.Second), s.SetIdentity("feed"))
}
