// Package unsupported hands its messages to code that may start a goroutine for
// each, or waits for something else before it starts one.
package unsupported

import (
	"log"

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

var stats = make(chan int)

type pool interface{ Submit(func()) }

// PoolSubmit hands over to a pool that nobody implements here.
func PoolSubmit(p pool) {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		p.Submit(func() { work(m) })
	}
}

// Go hands over to a function value.
func Go(goFn func(func())) {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		goFn(func() { work(m) })
	}
}

// Unrelated waits for somebody who has nothing to do with the goroutine.
func Unrelated() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		stats <- len(m)
		go work(m)
	}
}
