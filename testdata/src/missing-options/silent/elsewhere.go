package silent

import (
	"os"
	"time"

	zmq "github.com/pebbe/zmq4"
)

// Layers is made by one function and configured by the next. What the first
// leaves behind nobody opens.
type Layers struct{ push *zmq.Socket }

func bare() (*Layers, error) {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return nil, err
	}
	return &Layers{push: s}, nil
}

func NewLayers() (*Layers, error) {
	l, err := bare()
	if err != nil {
		return nil, err
	}
	if err := l.push.SetLinger(0); err != nil {
		return nil, err
	}
	if err := l.push.SetSndhwm(100); err != nil {
		return nil, err
	}
	if err := l.push.SetTcpKeepalive(1); err != nil {
		return nil, err
	}
	return l, nil
}

func (l *Layers) Start() error { return l.push.Connect("tcp://collector:5560") }

// Each type has a branch of its own, opens included.
func Branches() error {
	kind := zmq.PUSH
	if len(os.Args) > 1 {
		kind = zmq.PULL
	}
	s, err := zmq.NewSocket(kind)
	if err != nil {
		return err
	}
	if err := s.SetTcpKeepalive(1); err != nil {
		return err
	}
	if kind == zmq.PUSH {
		if err := s.SetLinger(0); err != nil {
			return err
		}
		if err := s.SetSndhwm(10); err != nil {
			return err
		}
		return s.Connect("tcp://collector:5561")
	}
	if err := s.SetMaxmsgsize(1 << 20); err != nil {
		return err
	}
	if err := s.SetRcvhwm(10); err != nil {
		return err
	}
	return s.Connect("tcp://ventilator:5562")
}

func sure(set func() error) {
	if err := set(); err != nil {
		panic(err)
	}
}

func again(set func() error) { sure(set) }

// A helper that calls what it is given.
func Musts() {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		panic(err)
	}
	sure(func() error { return s.SetLinger(time.Second) })
	sure(func() error { return s.SetSndhwm(10) })
	again(func() error { return s.SetTcpKeepalive(1) })
	sure(func() error { return s.Connect("tcp://collector:5563") })
}

func sender(a, b *zmq.Socket) error {
	if err := a.SetLinger(0); err != nil {
		return err
	}
	if err := b.SetSndhwm(10); err != nil {
		return err
	}
	return b.SetTcpKeepalive(1)
}

// One socket in the place of two.
func Twice() error {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return err
	}
	if err := sender(s, s); err != nil {
		return err
	}
	return s.Connect("tcp://collector:5564")
}
