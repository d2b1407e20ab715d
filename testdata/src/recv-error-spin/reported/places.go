package reported

import (
	"fmt"
	"log"
	"strings"

	zmq "github.com/pebbe/zmq4"
)

type worker struct{ s *zmq.Socket }

func recvOK(s *zmq.Socket) (string, bool) {
	m, err := s.Recv(0)
	if err != nil {
		log.Print(err)
		return "", false
	}
	return m, true
}

func recvWrap(s *zmq.Socket) (string, error) {
	m, err := s.Recv(0)
	if err != nil {
		return "", fmt.Errorf("receive: %w", err)
	}
	return m, nil
}

func logErr(err error) {
	if err != nil {
		log.Print(err)
	}
}

func recvDrops(s *zmq.Socket) string {
	m, _ := s.Recv(0)
	return m
}

func once(s *zmq.Socket) {
	m, err := s.Recv(0)
	if err != nil {
		return
	}
	work(m)
}

func recvG[T any](s *zmq.Socket, dec func(string) T) (t T, err error) {
	m, err := s.Recv(0)
	if err != nil {
		return t, err
	}
	return dec(m), nil
}

type recvr[T any] struct {
	s   *zmq.Socket
	dec func(string) T
}

func Goto() {
	s := dial()
again:
	m, err := s.Recv(0) // want `\(recv-error-spin\)$`
	if err != nil {
		log.Print(err)
		goto again
	}
	work(m)
	goto again
}

func Closure() {
	s := dial()
	go func() {
		for { // want `\(recv-error-spin\)$`
			m, err := s.Recv(0)
			if err != nil {
				log.Print(err)
				continue
			}
			work(m)
		}
	}()
}

func Workers() {
	for i := 0; i < 4; i++ {
		go func() {
			s := dial()
			for { // want `\(recv-error-spin\)$`
				m, err := s.Recv(0)
				if err != nil {
					log.Print(err)
					continue
				}
				work(m)
			}
		}()
	}
}

func MethodValue() {
	w := &worker{dial()}
	f := w.run
	go f()
}

func (w *worker) run() {
	for { // want `\(recv-error-spin\)$`
		m, err := w.s.Recv(0)
		if err != nil {
			log.Print(err)
			continue
		}
		work(m)
	}
}

func GenericLoop() {
	r := &recvr[int]{dial(), func(m string) int { return len(m) }}
	r.loop()
}

func (r *recvr[T]) loop() {
	for { // want `\(recv-error-spin\)$`
		m, err := r.s.Recv(0)
		if err != nil {
			log.Print(err)
			continue
		}
		r.dec(m)
	}
}

func Generic() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		n, err := recvG(s, func(m string) int { return len(m) })
		if err != nil {
			continue
		}
		_ = n
	}
}

func HelperOKContinue() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		m, ok := recvOK(s)
		if !ok {
			continue
		}
		work(m)
	}
}

func HelperWrapContinue() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		m, err := recvWrap(s)
		if err != nil {
			log.Print(err)
			continue
		}
		work(m)
	}
}

func HelperLogs() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		m, err := s.Recv(0)
		logErr(err)
		work(m)
	}
}

func HelperDrops() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		work(recvDrops(s))
	}
}

func HelperOnce() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		once(s)
	}
}

func Frames() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		var msg []string
		for {
			f, err := s.Recv(0)
			if err != nil {
				log.Print(err)
				break
			}
			msg = append(msg, f)
			if more, _ := s.GetRcvmore(); !more {
				break
			}
		}
		work(strings.Join(msg, ""))
	}
}

// Monitor: libzmq sends the events, but Term ends them as well.
func Monitor() {
	s := dial()
	s.Monitor("inproc://mon", zmq.EVENT_ALL)
	p, _ := zmq.NewSocket(zmq.PAIR)
	p.Connect("inproc://mon")
	for { // want `\(recv-error-spin\)$`
		ev, addr, v, err := p.RecvEvent(0)
		if err != nil {
			log.Print(err)
			continue
		}
		log.Print(ev, addr, v)
	}
}
