package reported

import (
	"context"
	"time"

	zmq "github.com/pebbe/zmq4"
	"golang.org/x/time/rate"
)

type rh struct {
	s *zmq.Socket
	l *rate.Limiter
}

var gs *zmq.Socket

func onGlobal(zmq.State) error {
	m, err := gs.Recv(0)
	if err != nil {
		return err
	}
	return work(m)
}

func React() {
	s := bound()
	r := zmq.NewReactor()
	r.AddSocket(s, zmq.POLLIN, func(zmq.State) error { // want `^PULL socket bound to tcp://\*:5555 is read as fast as messages come: a flood keeps this handler and all that it calls busy; wait on a rate\.Limiter before each receive, or drop what is above a rate \(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if err != nil {
			return err
		}
		return work(m)
	})
	r.Run(time.Second)
}

func ReactMethod() {
	h := &rh{bound(), rate.NewLimiter(1, 1)}
	r := zmq.NewReactor()
	r.AddSocket(h.s, zmq.POLLIN, h.on) // want `\(unthrottled-recv\)$`
	r.AddSocket(h.s, zmq.POLLIN, h.onLimited)
	r.Run(time.Second)
}

func (h *rh) on(zmq.State) error {
	m, err := h.s.Recv(0)
	if err != nil {
		return err
	}
	return work(m)
}

func (h *rh) onLimited(zmq.State) error {
	if err := h.l.Wait(context.Background()); err != nil {
		return err
	}
	m, err := h.s.Recv(0)
	if err != nil {
		return err
	}
	return work(m)
}

func ReactFunc() {
	gs = bound()
	r := zmq.NewReactor()
	r.AddSocket(gs, zmq.POLLIN, onGlobal) // want `\(unthrottled-recv\)$`
	r.Run(time.Second)
}
