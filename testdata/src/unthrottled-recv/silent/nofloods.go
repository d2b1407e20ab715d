package silent

import (
	zmq "github.com/pebbe/zmq4"
)

// Proxy has no loop of the program.
func Proxy() {
	zmq.Proxy(bound(), bound(), nil)
}

// MonitorBound: libzmq itself sends the events.
func MonitorBound() {
	s := bound()
	s.Monitor("inproc://mon2", zmq.EVENT_ALL)
	p, _ := zmq.NewSocket(zmq.PAIR)
	p.Connect("inproc://mon2")
	for {
		_, _, _, err := p.RecvEvent(0)
		if err != nil {
			return
		}
	}
}

func Inproc() {
	s, _ := zmq.NewSocket(zmq.PULL)
	s.Bind("inproc://x")
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

func Loopback() {
	s, _ := zmq.NewSocket(zmq.PULL)
	s.Bind("tcp://127.0.0.1:5557")
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

// LockStep takes one answer to each request of its own.
func LockStep() {
	s, _ := zmq.NewSocket(zmq.REQ)
	s.Bind("tcp://*:5559")
	for {
		s.Send("q", 0)
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

func Counted() {
	s := bound()
	for i := 0; i < 100; i++ {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}
