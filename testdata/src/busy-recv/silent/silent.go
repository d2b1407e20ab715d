// Package silent waits, or does work of its own, while no message is there.
package silent

import (
	"log"
	"syscall"
	"time"

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

func try(s *zmq.Socket) (string, bool) {
	m, err := s.Recv(zmq.DONTWAIT)
	return m, err == nil
}

type sim struct{ t int }

func (x *sim) step() { x.t++; step() }

var step func()

func AgainSleep() {
	s := dial()
	for {
		m, err := s.Recv(zmq.DONTWAIT)
		if zmq.AsErrno(err) == zmq.Errno(syscall.EAGAIN) {
			time.Sleep(time.Millisecond)
			continue
		}
		if err != nil {
			return
		}
		work(m)
	}
}

func Poll0Time() {
	s := dial()
	p := zmq.NewPoller()
	p.Add(s, zmq.POLLIN)
	for {
		items, err := p.Poll(10 * time.Millisecond)
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

// PollAndDontwait takes what is there, and waits outside.
func PollAndDontwait() {
	s := dial()
	p := zmq.NewPoller()
	p.Add(s, zmq.POLLIN)
	for {
		if _, err := p.Poll(time.Second); err != nil {
			return
		}
		for {
			m, err := s.Recv(zmq.DONTWAIT)
			if err != nil {
				break
			}
			work(m)
		}
	}
}

func DontwaitThenPoll() {
	s := dial()
	p := zmq.NewPoller()
	p.Add(s, zmq.POLLIN)
	for {
		m, err := s.Recv(zmq.DONTWAIT)
		if zmq.AsErrno(err) == zmq.Errno(syscall.EAGAIN) {
			if _, err := p.Poll(-1); err != nil {
				return
			}
			continue
		}
		if err != nil {
			return
		}
		work(m)
	}
}

func SelectBlocking(in chan string) {
	s := dial()
	for {
		select {
		case x := <-in:
			work(x)
		}
		m, err := s.Recv(zmq.DONTWAIT)
		if err == nil {
			work(m)
		}
	}
}

func SelectAfter(in chan string) {
	s := dial()
	for {
		m, err := s.Recv(zmq.DONTWAIT)
		if err == nil {
			work(m)
			continue
		}
		select {
		case x := <-in:
			work(x)
		case <-time.After(time.Millisecond):
		}
	}
}

func TrySleep() {
	s := dial()
	for {
		if m, ok := try(s); ok {
			work(m)
		} else {
			time.Sleep(time.Millisecond)
		}
	}
}

// RealWork has something to do in each turn.
func RealWork() {
	s := dial()
	for {
		m, err := s.Recv(zmq.DONTWAIT)
		if err == nil {
			work(m)
		} else if err != zmq.Errno(syscall.EAGAIN) {
			return
		}
		step()
	}
}

func RealWorkMethod() {
	s := dial()
	x := &sim{}
	for {
		m, err := s.Recv(zmq.DONTWAIT)
		if err == nil {
			work(m)
		} else if err != zmq.Errno(syscall.EAGAIN) {
			return
		}
		x.step()
	}
}

// TwoOneBlocks waits at its other socket.
func TwoOneBlocks() {
	a, b := dial(), dial()
	for {
		if m, err := a.Recv(zmq.DONTWAIT); err == nil {
			work(m)
		}
		m, err := b.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

func Ends() {
	s := dial()
	for {
		m, err := s.Recv(zmq.DONTWAIT)
		if err != nil {
			return
		}
		work(m)
	}
}

func TickerLoop() {
	s := dial()
	for range time.Tick(time.Millisecond) {
		m, err := s.Recv(zmq.DONTWAIT)
		if err != nil {
			continue
		}
		work(m)
	}
}
