// Package silent sets options late that may come late.
package silent

import (
	"errors"
	"time"

	zmq "github.com/pebbe/zmq4"
)

func limits(s *zmq.Socket) error {
	return errors.Join(s.SetMaxmsgsize(1<<20), s.SetSndhwm(100), s.SetRcvhwm(100), s.SetLinger(0), s.SetTcpKeepalive(1))
}

// These act at once.
func AtOnce() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		return nil, err
	}
	if err := limits(s); err != nil {
		return nil, err
	}
	if err := s.Bind("tcp://10.0.0.5:5555"); err != nil {
		return nil, err
	}
	return s, errors.Join(
		s.SetLinger(time.Second),
		s.SetRcvtimeo(time.Second),
		s.SetSndtimeo(time.Second),
		s.SetRouterMandatory(1),
	)
}

// The next connect takes it.
func ConnectRID(peers map[string]string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		return nil, err
	}
	if err := limits(s); err != nil {
		return nil, err
	}
	for id, endpoint := range peers {
		if err := s.SetConnectRid(id); err != nil {
			return nil, err
		}
		if err := s.Connect(endpoint); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Set before, and again later on.
func Again() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return nil, err
	}
	if err := limits(s); err != nil {
		return nil, err
	}
	if err := s.Connect("tcp://feed:5556"); err != nil {
		return nil, err
	}
	return s, s.SetMaxmsgsize(1 << 24)
}

// Another open follows: the option is meant for that one.
func TwoOpens() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return nil, err
	}
	if err := s.Bind("ipc:///run/queue/in"); err != nil {
		return nil, err
	}
	if err := errors.Join(s.SetMaxmsgsize(1<<20), s.SetRcvhwm(100), s.SetTcpKeepalive(1)); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://10.0.0.5:5557")
}

// Only one of two branches has opened the socket.
func Lazy(eager bool) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return nil, err
	}
	if eager {
		if err := s.Bind("ipc:///run/queue/lazy"); err != nil {
			return nil, err
		}
	}
	if err := s.SetMaxmsgsize(1 << 20); err != nil {
		return nil, err
	}
	return s, nil
}

// The high water mark of a connecting socket acts at once.
func Connected() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(s.SetLinger(0), s.SetTcpKeepalive(1)); err != nil {
		return nil, err
	}
	if err := s.Connect("tcp://sink:5558"); err != nil {
		return nil, err
	}
	return s, s.SetSndhwm(10)
}

// A reconnect loop: what is set at the end of a turn is there in the next.
func Reconnect(stop <-chan struct{}) error {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := limits(s); err != nil {
		return err
	}
	ivl := 100 * time.Millisecond
	for {
		if err := s.Connect("tcp://feed:5559"); err != nil {
			return err
		}
		select {
		case <-stop:
			return nil
		case <-time.After(ivl):
		}
		if err := s.Disconnect("tcp://feed:5559"); err != nil {
			return err
		}
		ivl *= 2
		if err := s.SetReconnectIvl(ivl); err != nil {
			return err
		}
	}
}
