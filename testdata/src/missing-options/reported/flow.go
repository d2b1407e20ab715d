package reported

import (
	"context"
	"fmt"
	"log"
	"time"

	zmq "github.com/pebbe/zmq4"
)

// Option configures a client.
type Option func(*zmq.Socket) error

func WithLinger(d time.Duration) Option {
	return func(s *zmq.Socket) error { return s.SetLinger(d) }
}

func WithHWM(n int) Option {
	return func(s *zmq.Socket) error {
		if err := s.SetRcvhwm(n); err != nil {
			return err
		}
		return s.SetSndhwm(n)
	}
}

func dial(endpoint string, opts ...Option) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.REQ)
	if err != nil {
		return nil, err
	}
	for _, opt := range opts {
		if err := opt(s); err != nil {
			return nil, err
		}
	}
	if err := s.Connect(endpoint); err != nil { // want `^REQ socket is connected to tcp://pool:5567 without MAXMSGSIZE and TCP_KEEPALIVE `
		return nil, err
	}
	return s, nil
}

func Pool(n int) (pool []*zmq.Socket, err error) {
	for range n {
		s, err := dial("tcp://pool:5567", WithLinger(time.Second), WithHWM(10))
		if err != nil {
			return nil, err
		}
		pool = append(pool, s)
	}
	return pool, nil
}

// The failure label is no path to the open.
func Failure() (s *zmq.Socket, err error) {
	s, err = zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return nil, err
	}
	err = s.SetLinger(0)
	if err != nil {
		goto failure
	}
	err = s.SetSndhwm(100)
	if err != nil {
		goto failure
	}
	err = s.Connect("tcp://jobs:5568") // want `^PUSH socket is connected to tcp://jobs:5568 without TCP_KEEPALIVE `
	if err != nil {
		goto failure
	}
	return s, nil
failure:
	s.Close()
	return nil, err
}

// A goroutine opens what the function around it made.
func Background(ctx context.Context, jobs <-chan string) {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		log.Fatal(err)
	}
	if err := s.SetSndhwm(100); err != nil {
		log.Fatal(err)
	}
	go func() {
		defer s.Close()
		if err := s.Connect("tcp://jobs:5568"); err != nil { // want `^PUSH socket is connected to tcp://jobs:5568 without LINGER and TCP_KEEPALIVE `
			log.Print(err)
			return
		}
		for {
			select {
			case <-ctx.Done():
				return
			case j := <-jobs:
				if _, err := s.Send(j, 0); err != nil {
					return
				}
			}
		}
	}()
}

// A list of endpoints is one open.
func Endpoints(ports []int) error {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.SetRcvhwm(100); err != nil {
		return err
	}
	for _, port := range ports {
		if err := s.Connect(fmt.Sprintf("tcp://feed:%d", port)); err != nil { // want `^SUB socket is connected to tcp://feed:… without MAXMSGSIZE and TCP_KEEPALIVE `
			return fmt.Errorf("port %d: %w", port, err)
		}
	}
	return s.SetSubscribe("")
}

// transport hides the socket behind an interface with one implementation.
type transport interface {
	SetLinger(time.Duration) error
	Connect(string) error
}

func Interface() error {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return err
	}
	return attach(wrapper{s})
}

type wrapper struct{ s *zmq.Socket }

func (w wrapper) SetLinger(d time.Duration) error { return w.s.SetLinger(d) }
func (w wrapper) Connect(endpoint string) error {
	return w.s.Connect(endpoint) // want `^PUSH socket is connected to tcp://jobs:5569 without SNDHWM and TCP_KEEPALIVE `
}

func attach(t transport) error {
	if err := t.SetLinger(0); err != nil {
		return err
	}
	return t.Connect("tcp://jobs:5569")
}

// Two callers of one open, of which one sets less.
func open(s *zmq.Socket) error {
	return s.Connect("tcp://sink:5560") // want `^PUSH socket is connected to tcp://sink:5560 without LINGER `
}

func Careful() error {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return err
	}
	if err := base(s); err != nil {
		return err
	}
	if err := s.SetLinger(0); err != nil {
		return err
	}
	return open(s)
}

func Careless() error {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return err
	}
	if err := base(s); err != nil {
		return err
	}
	return open(s)
}

func base(s *zmq.Socket) error {
	if err := s.SetSndhwm(100); err != nil {
		return err
	}
	return s.SetTcpKeepalive(1)
}
