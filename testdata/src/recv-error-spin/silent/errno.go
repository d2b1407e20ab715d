package silent

import (
	"errors"
	"log"
	"syscall"
	"time"

	zmq "github.com/pebbe/zmq4"
)

func isTerm(err error) bool { return zmq.AsErrno(err) == zmq.ETERM }

func temporary(err error) bool {
	switch zmq.AsErrno(err) {
	case zmq.Errno(syscall.EAGAIN), zmq.Errno(syscall.EINTR):
		return true
	}
	return false
}

func poll(p *zmq.Poller) ([]zmq.Polled, error) {
	for {
		items, err := p.Poll(time.Second)
		if zmq.AsErrno(err) == zmq.Errno(syscall.EINTR) {
			continue
		}
		return items, err
	}
}

func Errno() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			switch zmq.AsErrno(err) {
			case zmq.ETERM:
				return
			case zmq.Errno(syscall.EAGAIN), zmq.Errno(syscall.EINTR):
				continue
			default:
				log.Print(err)
				continue
			}
		}
		work(m)
	}
}

// ErrnoTermOnly ends after Term; EAGAIN and EINTR go on.
func ErrnoTermOnly() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if zmq.AsErrno(err) == zmq.ETERM {
			break
		}
		if err != nil {
			continue
		}
		work(m)
	}
}

func ErrnoAgainContinues() {
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

func ErrnoConv() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			if e, ok := err.(zmq.Errno); ok && e == zmq.ETERM {
				return
			}
			continue
		}
		work(m)
	}
}

func ErrorsIs() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if errors.Is(err, zmq.ETERM) || errors.Is(err, zmq.ErrorSocketClosed) {
			return
		}
		if err != nil {
			continue
		}
		work(m)
	}
}

func ErrorsAs() {
	s := dial()
	for {
		m, err := s.Recv(0)
		var no zmq.Errno
		if errors.As(err, &no) && no == zmq.ETERM {
			return
		}
		if err != nil {
			continue
		}
		work(m)
	}
}

func AgainLoop() {
	s := dial()
	for {
		m, err := s.Recv(0)
		for err == zmq.Errno(syscall.EINTR) {
			m, err = s.Recv(0)
		}
		if err != nil {
			return
		}
		work(m)
	}
}

func HelperIs() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			if isTerm(err) {
				return
			}
			continue
		}
		work(m)
	}
}

func HelperTemporary() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil && temporary(err) {
			continue
		}
		if err != nil {
			return
		}
		work(m)
	}
}

func PollHelper() {
	s := dial()
	p := zmq.NewPoller()
	p.Add(s, zmq.POLLIN)
	for {
		items, err := poll(p)
		if err != nil {
			return
		}
		for range items {
			m, err := s.Recv(0)
			if err != nil {
				continue
			}
			work(m)
		}
	}
}
