// Package reported takes messages from bound sockets as fast as they come.
package reported

import (
	"context"
	"log"
	"syscall"
	"time"

	zmq "github.com/pebbe/zmq4"
)

func bound() *zmq.Socket {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		log.Fatal(err)
	}
	if err := s.Bind("tcp://*:5555"); err != nil {
		log.Fatal(err)
	}
	return s
}

var work func(string) error

func router() *zmq.Socket {
	s, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		log.Fatal(err)
	}
	s.Bind("tcp://*:7777")
	return s
}

type hub struct {
	front, back *zmq.Socket
	poller      *zmq.Poller
}

func recvIdle(s *zmq.Socket) (string, error) {
	for {
		m, err := s.Recv(zmq.DONTWAIT)
		if zmq.AsErrno(err) == zmq.Errno(syscall.EAGAIN) {
			time.Sleep(time.Millisecond)
			continue
		}
		return m, err
	}
}

func Plain() {
	s := bound()
	for { // want `^PULL socket bound to tcp://\*:5555 is read as fast as messages come: a flood keeps this loop and all that it calls busy; wait on a rate\.Limiter before each receive, or drop what is above a rate \(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

// Chan: a channel that is full holds the loop back, but not at a rate.
func Chan(out chan<- string) {
	s := bound()
	for { // want `\(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		out <- m
	}
}

func ChanCancelled(ctx context.Context, out chan<- string) {
	s := bound()
	for { // want `\(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		select {
		case out <- m:
		case <-ctx.Done():
			return
		}
	}
}

// RcvTimeo: a time to wait for the first message limits none that follow.
func RcvTimeo() {
	s := bound()
	s.SetRcvtimeo(time.Second)
	for { // want `\(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if zmq.AsErrno(err) == zmq.Errno(syscall.EAGAIN) {
			continue
		}
		if err != nil {
			return
		}
		work(m)
	}
}

// PollTimeout: a time to wait for the first message limits none that follow.
func PollTimeout() {
	s := bound()
	p := zmq.NewPoller()
	p.Add(s, zmq.POLLIN)
	for { // want `\(unthrottled-recv\)$`
		items, err := p.Poll(100 * time.Millisecond)
		if err != nil {
			return
		}
		if len(items) > 0 {
			m, err := s.Recv(0)
			if err != nil {
				return
			}
			work(m)
		}
	}
}

func Two() {
	a, b := bound(), router()
	for { // want `\(unthrottled-recv\)$`
		m, err := a.Recv(zmq.DONTWAIT)
		if err == nil {
			work(m)
		}
		m, err = b.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

func Cond() {
	s := bound()
	for s != nil { // want `\(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if err != nil {
			break
		}
		work(m)
	}
}

func Frames() {
	s := bound()
	for { // want `\(unthrottled-recv\)$`
		var all []string
		for {
			f, err := s.Recv(0)
			if err != nil {
				return
			}
			all = append(all, f)
			more, err := s.GetRcvmore()
			if err != nil || !more {
				break
			}
		}
		work(all[0])
	}
}

// BatchNoWait counts, but no wait follows.
func BatchNoWait() {
	s := bound()
	for { // want `\(unthrottled-recv\)$`
		for i := 0; i < 100; i++ {
			m, err := s.Recv(0)
			if err != nil {
				return
			}
			work(m)
		}
	}
}

// HelperIdle waits in the helper while nothing is there.
func HelperIdle() {
	s := bound()
	for { // want `\(unthrottled-recv\)$`
		m, err := recvIdle(s)
		if err != nil {
			return
		}
		work(m)
	}
}

func Hub() {
	h := &hub{}
	h.front, h.back = router(), bound()
	h.poller = zmq.NewPoller()
	h.poller.Add(h.front, zmq.POLLIN)
	h.poller.Add(h.back, zmq.POLLIN)
	h.run()
}

func (h *hub) run() {
	for { // want `\(unthrottled-recv\)$`
		items, err := h.poller.Poll(-1)
		if err != nil {
			return
		}
		for _, it := range items {
			switch s := it.Socket; s {
			case h.front:
				m, err := s.RecvMessage(0)
				if err != nil {
					return
				}
				h.back.SendMessage(m)
			case h.back:
				m, err := s.RecvMessage(0)
				if err != nil {
					return
				}
				h.front.SendMessage(m)
			}
		}
	}
}
