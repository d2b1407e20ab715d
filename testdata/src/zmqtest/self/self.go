// Package self tests that testdata can use zmq4 and its draft package.
package self

import (
	"time"

	zmq "github.com/pebbe/zmq4"
	draft "github.com/pebbe/zmq4/draft"
)

func open() error {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return err
	}
	if err := s.SetRcvtimeo(time.Second); err != nil {
		return err
	}
	return s.Bind("tcp://127.0.0.1:5555") // want `\(\*Socket\)\.Bind on zmq4`
}

func join(s *draft.Socket) error {
	return s.Connect("udp://239.0.0.1:5555") // want `\(\*Socket\)\.Connect on draft`
}
