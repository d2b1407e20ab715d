// Package recvloop has limits that the configuration names: nothing else says
// what they are.
package recvloop

import zmq "github.com/pebbe/zmq4"

func bound(endpoint string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return nil, err
	}
	return s, s.Bind(endpoint)
}

var work func(string)

func pause() {}

type bucket struct{ n int }

func (b *bucket) fill()  { b.n++ }
func (b *bucket) drain() { b.n-- }

type gate interface{ Pass() }

func Function() error {
	s, err := bound("tcp://*:5555")
	for err == nil {
		var m string
		pause()
		m, err = s.Recv(0)
		work(m)
	}
	return err
}

func Method(b *bucket) error {
	s, err := bound("tcp://*:5556")
	for err == nil {
		var m string
		m, err = s.Recv(0)
		b.fill()
		work(m)
	}
	return err
}

func Interface(g gate) error {
	s, err := bound("tcp://*:5557")
	for err == nil {
		var m string
		g.Pass()
		m, err = s.Recv(0)
		work(m)
	}
	return err
}

func Other(b *bucket) error {
	s, err := bound("tcp://*:5558")
	for err == nil { // want `is read as fast as messages come`
		var m string
		m, err = s.Recv(0)
		b.drain()
		work(m)
	}
	return err
}

// Idle: the rule is off, and the limit is a wait for recv-error-spin as well.
func Idle() error {
	s, err := bound("tcp://*:5559")
	if err != nil {
		return err
	}
	for {
		pause()
		m, err := s.Recv(zmq.DONTWAIT)
		if err != nil {
			continue
		}
		work(m)
	}
}
