package reported

import (
	"time"

	zmq "github.com/pebbe/zmq4"
)

const noTime = 0 * time.Second

func Poll0() {
	s := dial()
	p := zmq.NewPoller()
	p.Add(s, zmq.POLLIN)
	for { // want `^Poll with a time-out of 0 returns at once when no message is there, and the loop goes straight on: it burns a core while idle; give it a time-out, or -1 to wait for the next message \(busy-recv\)$`
		items, err := p.Poll(0)
		if err != nil {
			return
		}
		for range items {
			m, err := s.Recv(0)
			if err != nil {
				return
			}
			work(m)
		}
	}
}

func PollConst() {
	s := dial()
	p := zmq.NewPoller()
	p.Add(s, zmq.POLLIN)
	for { // want `\(busy-recv\)$`
		items, err := p.PollAll(noTime)
		if err != nil {
			return
		}
		if items[0].Events&zmq.POLLIN == 0 {
			continue
		}
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

func PollVar() {
	s := dial()
	p := zmq.NewPoller()
	p.Add(s, zmq.POLLIN)
	d := time.Duration(0)
	for { // want `\(busy-recv\)$`
		items, err := p.Poll(d)
		if err != nil {
			return
		}
		if len(items) == 0 {
			continue
		}
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}
