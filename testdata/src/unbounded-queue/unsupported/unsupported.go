// Package unsupported keeps something else for each message.
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

// Lens keeps the lengths of messages.
func Lens() {
	s := dial()
	var sizes []int
	for {
		m, err := s.Recv(0)
		if err != nil {
			break
		}
		sizes = append(sizes, len(m))
	}
	log.Print(sizes)
}
