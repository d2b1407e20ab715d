package silent

import (
	"log"
	"strings"
	"syscall"
	"time"

	zmq "github.com/pebbe/zmq4"
)

// The ways in which EAGAIN is recognised, each followed by a wait.

func Text() {
	s := dial()
	for {
		m, err := s.Recv(zmq.DONTWAIT)
		if err != nil {
			if err.Error() == "resource temporarily unavailable" {
				time.Sleep(time.Millisecond)
				continue
			}
			log.Fatal(err)
		}
		work(m)
	}
}

func PartOfText() {
	s := dial()
	for {
		m, err := s.Recv(zmq.DONTWAIT)
		if err != nil {
			if strings.Contains(err.Error(), "temporarily unavailable") {
				time.Sleep(time.Millisecond)
				continue
			}
			return
		}
		work(m)
	}
}

func TextOfErrno() {
	s := dial()
	for {
		m, err := s.Recv(zmq.DONTWAIT)
		if err == nil {
			work(m)
		} else if err.Error() == syscall.EAGAIN.Error() {
			time.Sleep(time.Millisecond)
		} else {
			return
		}
	}
}

func AsErrno() {
	s := dial()
	for {
		m, err := s.Recv(zmq.DONTWAIT)
		switch {
		case err == nil:
			work(m)
		case zmq.AsErrno(err) == zmq.AsErrno(syscall.EAGAIN):
			time.Sleep(time.Millisecond)
		default:
			return
		}
	}
}
