package reported

import (
	"log"

	zmq "github.com/pebbe/zmq4"
)

var places = make(chan struct{}, 1)

func receiveOnce(s *zmq.Socket) {
	if m, err := s.Recv(0); err == nil {
		log.Print(m)
	}
	<-places
}

// Started names the poll, which the loop runs into, and not the receive in the
// goroutine.
func Started() {
	s := dial()
	poller := zmq.NewPoller()
	poller.Add(s, zmq.POLLIN)
	for { // want `after Term or Close, Poll fails at once`
		items, err := poller.Poll(-1)
		if err != nil {
			log.Print(err)
		}
		for range items {
			places <- struct{}{}
			go receiveOnce(s)
		}
	}
}
