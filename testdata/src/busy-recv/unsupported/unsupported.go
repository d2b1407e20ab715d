// Package unsupported runs hot without DONTWAIT and without a poll of no time.
package unsupported

import (
	"log"
	"syscall"

	zmq "github.com/pebbe/zmq4"
)

func dial() *zmq.Socket {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		log.Fatal(err)
	}
	s.Connect("tcp://peer.example.net:5555")
	return s
}

var work func(string) error

// Timeo: a time of 0 is as good as DONTWAIT.
func Timeo() {
	s := dial()
	s.SetRcvtimeo(0)
	for {
		m, err := s.Recv(0)
		if err == zmq.Errno(syscall.EAGAIN) {
			continue
		}
		if err != nil {
			return
		}
		work(m)
	}
}

// RecvOther asks for the events without end.
func RecvOther() {
	s := dial()
	for {
		f, err := s.GetEvents()
		if err != nil {
			return
		}
		if f&zmq.POLLIN == 0 {
			continue
		}
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}
