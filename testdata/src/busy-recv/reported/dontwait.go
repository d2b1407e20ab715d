// Package reported runs hot while no message is there.
package reported

import (
	"context"
	"errors"
	"log"
	"runtime"
	"syscall"

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

const flags = zmq.DONTWAIT

func recvFlag(s *zmq.Socket, f zmq.Flag) (string, error) { return s.Recv(f) }

func Again() {
	s := dial()
	for { // want `^Recv with DONTWAIT returns at once when no message is there, and the loop goes straight on: it burns a core while idle; receive without DONTWAIT, or poll with a time-out \(busy-recv\)$`
		m, err := s.Recv(zmq.DONTWAIT)
		if zmq.AsErrno(err) == zmq.Errno(syscall.EAGAIN) {
			continue
		}
		if err != nil {
			return
		}
		work(m)
	}
}

func AnyErrDone(ctx context.Context) {
	s := dial()
	for { // want `\(busy-recv\)$`
		select {
		case <-ctx.Done():
			return
		default:
			m, err := s.Recv(zmq.DONTWAIT)
			if err != nil {
				continue
			}
			work(m)
		}
	}
}

// Gosched lets others run, and burns the core all the same.
func Gosched() {
	s := dial()
	for { // want `\(busy-recv\)$`
		m, err := s.Recv(zmq.DONTWAIT)
		if errors.Is(err, zmq.Errno(syscall.EAGAIN)) {
			runtime.Gosched()
			continue
		}
		if err != nil {
			return
		}
		work(m)
	}
}

// SelectDefault looks at a channel in passing.
func SelectDefault(in chan string) {
	s := dial()
	for { // want `\(busy-recv\)$`
		select {
		case x := <-in:
			work(x)
		default:
		}
		m, err := s.Recv(zmq.DONTWAIT)
		if err == nil {
			work(m)
		} else if zmq.AsErrno(err) != zmq.Errno(syscall.EAGAIN) {
			return
		}
	}
}

func Const() {
	s := dial()
	for { // want `\(busy-recv\)$`
		m, err := s.RecvBytes(flags)
		if err == zmq.Errno(syscall.EAGAIN) {
			continue
		}
		if err != nil {
			return
		}
		work(string(m))
	}
}

// Param gets the flag from its caller.
func Param() {
	s := dial()
	for { // want `\(busy-recv\)$`
		m, err := recvFlag(s, zmq.DONTWAIT)
		if err == zmq.Errno(syscall.EAGAIN) {
			continue
		}
		if err != nil {
			return
		}
		work(m)
	}
}

func LogOnly() {
	s := dial()
	for { // want `\(busy-recv\)$`
		m, err := s.Recv(zmq.DONTWAIT)
		if err != nil {
			if err == zmq.Errno(syscall.EAGAIN) {
				log.Print("nothing")
				continue
			}
			return
		}
		work(m)
	}
}

func Two() {
	a, b := dial(), dial()
	for { // want `\(busy-recv\)$`
		if m, err := a.Recv(zmq.DONTWAIT); err == nil {
			work(m)
		} else if err != zmq.Errno(syscall.EAGAIN) {
			return
		}
		if m, err := b.Recv(zmq.DONTWAIT); err == nil {
			work(m)
		} else if err != zmq.Errno(syscall.EAGAIN) {
			return
		}
	}
}

func ForCond() {
	s := dial()
	var m string
	var err error
	for m == "" { // want `\(busy-recv\)$`
		m, err = s.Recv(zmq.DONTWAIT)
		if err != nil && zmq.AsErrno(err) != zmq.Errno(syscall.EAGAIN) {
			return
		}
	}
}

func Default() {
	s := dial()
	for { // want `\(busy-recv\)$`
		m, err := s.Recv(zmq.DONTWAIT)
		switch zmq.AsErrno(err) {
		case 0:
			work(m)
		case zmq.Errno(syscall.EAGAIN):
		default:
			return
		}
	}
}

func SndMore() {
	s := dial()
	for { // want `\(busy-recv\)$`
		m, err := s.RecvMessageBytes(zmq.DONTWAIT)
		var no zmq.Errno
		if errors.As(err, &no) && no == zmq.Errno(syscall.EAGAIN) {
			continue
		}
		if err != nil {
			return
		}
		work(string(m[0]))
	}
}
