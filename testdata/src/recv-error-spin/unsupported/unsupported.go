// Package unsupported has loops that may end when receives fail: what they ask
// of the error, or who they hand it to, is not followed.
package unsupported

import (
	"errors"
	"fmt"
	"log"

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

type wrapped struct{ err error }

func (w wrapped) Error() string { return w.err.Error() }

func (w wrapped) Unwrap() error { return w.err }

func recvWrapped(s *zmq.Socket) (string, error) {
	m, err := s.Recv(0)
	if err != nil {
		return "", wrapped{err}
	}
	return m, nil
}

func recvWrap(s *zmq.Socket) (string, error) {
	m, err := s.Recv(0)
	if err != nil {
		return "", fmt.Errorf("receive: %w", err)
	}
	return m, nil
}

// HelperWrapTerm asks a wrapped error: %w keeps ETERM, another wrapper may not.
func HelperWrapTerm() {
	s := dial()
	for {
		m, err := recvWrap(s)
		if errors.Is(err, zmq.ETERM) {
			return
		}
		if err != nil {
			continue
		}
		work(m)
	}
}

// OnError hands the error to a function value, which may end the program.
func OnError(onErr func(error)) {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			onErr(err)
			continue
		}
		work(m)
	}
}

func OnErrorBool(onErr func(error) bool) {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			if onErr(err) {
				return
			}
			continue
		}
		work(m)
	}
}

// WrappedAs asks a wrapped error, whose Unwrap is not followed.
func WrappedAs() {
	s := dial()
	for {
		m, err := recvWrapped(s)
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
