// Package silent has values that look weak, or that nobody knows.
package silent

import (
	"errors"
	"flag"
	"time"

	zmq "github.com/pebbe/zmq4"
)

// Config comes from a file; 0 may stand in it, and is the operator's choice.
type Config struct {
	HWM     int           `json:"hwm" default:"0"`
	MaxSize int64         `json:"max_size"`
	Linger  time.Duration `json:"linger"`
}

var hwm = flag.Int("hwm", 0, "high water mark, 0 for no limit")

func Configured(cfg *Config) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.DEALER)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(
		s.SetSndhwm(*hwm),
		s.SetRcvhwm(cfg.HWM),
		s.SetMaxmsgsize(cfg.MaxSize),
		s.SetLinger(cfg.Linger),
		s.SetTcpKeepalive(-1), // the system's own setting
	); err != nil {
		return nil, err
	}
	return s, s.Connect("tcp://broker:5555")
}

// Values that are extreme and protect.
func Strict(s *zmq.Socket) error {
	return errors.Join(
		s.SetLinger(0),
		s.SetMaxmsgsize(0),
		s.SetRcvtimeo(-1),
		s.SetSndtimeo(-1),
		s.SetReconnectIvlMax(0),
		s.SetHandshakeIvl(10*time.Second),
	)
}

// One of two values that the setter gets is a limit.
func mark(s *zmq.Socket, n int) error { return s.SetRcvhwm(n) }

func Marks(a, b *zmq.Socket) error { return errors.Join(mark(a, 0), mark(b, 100)) }

// In one process queues have both ends in the program's hands.
func Inproc() error {
	s, err := zmq.NewSocket(zmq.PAIR)
	if err != nil {
		return err
	}
	if err := s.SetSndhwm(0); err != nil {
		return err
	}
	if err := s.SetRcvhwm(0); err != nil {
		return err
	}
	return s.Connect("inproc://events")
}
