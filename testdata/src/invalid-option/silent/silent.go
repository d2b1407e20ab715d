// Package silent has the ends of the ranges, and values that nobody knows.
package silent

import (
	"errors"
	"math"
	"strings"
	"time"

	zmq "github.com/pebbe/zmq4"
)

func Ends(s *zmq.Socket) error {
	return errors.Join(
		s.SetSndhwm(math.MaxInt32),
		s.SetMaxmsgsize(math.MaxInt64),
		s.SetTcpKeepaliveIdle(-1),
		s.SetLinger(time.Duration(math.MaxInt32)*time.Millisecond),
		s.SetIdentity(strings.Repeat("x", 255)),
		s.SetHeartbeatTtl(6553599*time.Millisecond),
		s.SetReconnectIvl(-1),
		s.SetAffinity(math.MaxUint64),
		s.SetConnectTimeout(1500*time.Microsecond),
	)
}

// Worker gets its numbers from outside.
type Worker struct {
	HWM  int           `yaml:"hwm"`
	Idle time.Duration `yaml:"idle"`
}

func (w Worker) apply(s *zmq.Socket, name string) error {
	return errors.Join(s.SetRcvhwm(w.HWM-1), s.SetTcpKeepaliveIdle(int(w.Idle/time.Second)), s.SetIdentity(name))
}

// The type is one of two, and one of them takes the option.
func Either(sub bool) (*zmq.Socket, error) {
	kind := zmq.PULL
	if sub {
		kind = zmq.SUB
	}
	s, err := zmq.NewSocket(kind)
	if err != nil {
		return nil, err
	}
	if sub {
		if err := s.SetSubscribe(""); err != nil {
			return nil, err
		}
	}
	return s, Worker{}.apply(s, "worker-"+kind.String())
}

// XPUB takes subscriptions in manual mode; a SUB subscribes.
func Manual() error {
	s, err := zmq.NewSocket(zmq.XPUB)
	if err != nil {
		return err
	}
	return errors.Join(s.SetXpubManual(1), s.SetSubscribe("prices."))
}

// A helper serves sockets of all transports.
func keepalive(s *zmq.Socket) error { return errors.Join(s.SetTcpKeepalive(1), s.SetImmediate(true)) }

func Transports() error {
	in, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return err
	}
	out, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return err
	}
	if err := errors.Join(keepalive(in), keepalive(out)); err != nil {
		return err
	}
	return errors.Join(in.Connect("inproc://queue"), out.Connect("tcp://127.0.0.1:5555"))
}
