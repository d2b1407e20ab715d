// Package silent sets everything that is asked for, in ways that are easily
// missed.
package silent

import (
	"errors"
	"fmt"
	"log"
	"time"

	zmq "github.com/pebbe/zmq4"
)

// Limits is a table of setters.
type Limits struct {
	Size   int64
	HWM    int
	Linger time.Duration
}

func (l Limits) apply(s *zmq.Socket) error {
	for _, set := range []struct {
		name string
		run  func() error
	}{
		{"MAXMSGSIZE", func() error { return s.SetMaxmsgsize(l.Size) }},
		{"RCVHWM", func() error { return s.SetRcvhwm(l.HWM) }},
		{"SNDHWM", func() error { return s.SetSndhwm(l.HWM) }},
		{"LINGER", func() error { return s.SetLinger(l.Linger) }},
		{"TCP_KEEPALIVE", func() error { return s.SetTcpKeepalive(1) }},
	} {
		if err := set.run(); err != nil {
			return fmt.Errorf("%s: %w", set.name, err)
		}
	}
	return nil
}

func Table(l Limits) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.DEALER)
	if err != nil {
		return nil, err
	}
	if err := l.apply(s); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, s.Connect("tcp://broker:5557")
}

// Pair makes sockets in a closure and opens them elsewhere.
func Pair(l Limits) (in, out *zmq.Socket, err error) {
	mk := func(kind zmq.Type) *zmq.Socket {
		if err != nil {
			return nil
		}
		var s *zmq.Socket
		if s, err = zmq.NewSocket(kind); err != nil {
			return nil
		}
		err = l.apply(s)
		return s
	}
	in, out = mk(zmq.PULL), mk(zmq.PUSH)
	if err != nil {
		return nil, nil, err
	}
	if err = in.Bind("tcp://10.0.0.5:5558"); err != nil {
		return nil, nil, err
	}
	return in, out, out.Connect("tcp://sink:5559")
}

// must ends the program, so nothing follows it without the option.
func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func Must() *zmq.Socket {
	s, err := zmq.NewSocket(zmq.PUB)
	must(err)
	must(s.SetSndhwm(100))
	must(s.SetLinger(0))
	must(s.SetTcpKeepalive(1))
	must(s.Bind("tcp://10.0.0.5:5560"))
	return s
}

// Chain goes on only while there is no error.
func Chain() error {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return err
	}
	defer s.Close()
	err = s.SetSndhwm(100)
	if err == nil {
		err = s.SetLinger(0)
	}
	if err == nil {
		err = s.SetTcpKeepalive(1)
	}
	if err == nil {
		err = s.Connect("tcp://sink:5561")
	}
	return err
}

// LingerInTheChain is set right after the open, on every way on which that
// went well.
func LingerInTheChain() (s *zmq.Socket, err error) {
	if s, err = zmq.NewSocket(zmq.PUSH); err != nil {
		return nil, err
	}
	err = s.Connect("ipc:///run/sink.sock")
	if err == nil {
		err = s.SetLinger(time.Second)
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// LINGER acts at once, so it may come late: at the latest before Close.
func LingerAtTheEnd(jobs <-chan string) error {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return err
	}
	defer func() {
		if err := s.SetLinger(time.Second); err != nil {
			log.Print(err)
		}
		s.Close()
	}()
	if err := errors.Join(s.SetSndhwm(100), s.SetTcpKeepalive(1)); err != nil {
		return err
	}
	if err := s.Connect("tcp://sink:5562"); err != nil {
		return err
	}
	for j := range jobs {
		if _, err := s.Send(j, 0); err != nil {
			return err
		}
	}
	return nil
}

// High water marks act at once on a connection that this side has made.
func MarksAfterConnect() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(s.SetLinger(0), s.SetTcpKeepalive(1)); err != nil {
		return nil, err
	}
	if err := s.Connect("tcp://sink:5563"); err != nil {
		return nil, err
	}
	return s, s.SetSndhwm(100)
}

// Inside one process there is nothing to limit, and nothing lingers.
func Inproc() error {
	s, err := zmq.NewSocket(zmq.PAIR)
	if err != nil {
		return err
	}
	const control = "inproc://control"
	return s.Bind(control)
}

// Local peers of a type that has nothing to send.
func Loopback(port int) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return nil, err
	}
	return s, s.Bind(fmt.Sprintf("tcp://127.0.0.1:%d", port))
}

// Service sets options in methods that are called in an order that nobody
// here knows.
type Service struct{ sock *zmq.Socket }

func NewService() (*Service, error) {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return nil, err
	}
	return &Service{sock: s}, s.SetTcpKeepalive(1)
}

func (s *Service) SetLimits(size int64, hwm int) error {
	return errors.Join(s.sock.SetMaxmsgsize(size), s.sock.SetRcvhwm(hwm), s.sock.SetSndhwm(hwm))
}

func (s *Service) SetLinger(d time.Duration) error { return s.sock.SetLinger(d) }

func (s *Service) Listen(endpoint string) error { return s.sock.Bind(endpoint) }

// Configured leaves the options to code that cannot be seen.
func Configured(configure func(*zmq.Socket) error) error {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return err
	}
	if err := configure(s); err != nil {
		return err
	}
	return s.Connect("tcp://feed:5565")
}

// Foreign gets its socket from somewhere else.
func Foreign(s *zmq.Socket) error { return s.Connect("tcp://feed:5566") }
