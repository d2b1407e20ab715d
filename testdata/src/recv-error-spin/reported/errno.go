package reported

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"syscall"

	zmq "github.com/pebbe/zmq4"
)

func temporary(err error) bool {
	switch zmq.AsErrno(err) {
	case zmq.Errno(syscall.EAGAIN), zmq.Errno(syscall.EINTR):
		return true
	}
	return false
}

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

// ErrnoAgainOnly ends on the one error that is no reason to end.
func ErrnoAgainOnly() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		m, err := s.Recv(0)
		if zmq.AsErrno(err) == zmq.Errno(syscall.EAGAIN) {
			return
		}
		if err != nil {
			continue
		}
		work(m)
	}
}

// ErrnoConvSyscall compares with syscall's numbers, which a zmq4.Errno never equals.
func ErrnoConvSyscall() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		m, err := s.Recv(0)
		if err != nil {
			if err == syscall.EINTR { // never equal to a zmq.Errno either
				return
			}
			continue
		}
		work(m)
	}
}

func ErrorsIsCanceled(ctx context.Context) {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		m, err := s.Recv(0)
		if errors.Is(err, context.Canceled) || errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue
		}
		work(m)
	}
}

func ErrorsAsAgain() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		m, err := s.Recv(0)
		var no zmq.Errno
		if errors.As(err, &no) && no == zmq.Errno(syscall.EAGAIN) {
			return
		}
		if err != nil {
			continue
		}
		work(m)
	}
}

// TextAgain asks for the text of another error only to keep it out of the log.
func TextAgain() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		m, err := s.Recv(0)
		if err != nil {
			if err.Error() != "resource temporarily unavailable" {
				log.Println(err)
			}
			continue
		}
		work(m)
	}
}

func EOF() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		m, err := s.Recv(0)
		if err == io.EOF {
			return
		}
		if err != nil {
			log.Print(err)
			continue
		}
		work(m)
	}
}

// HelperTemporaryLogs tells the errors apart and goes on with all of them.
func HelperTemporaryLogs() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		m, err := s.Recv(0)
		if err != nil {
			if !temporary(err) {
				log.Print(err)
			}
			continue
		}
		work(m)
	}
}

func SwitchIs() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		m, err := s.Recv(0)
		switch {
		case errors.Is(err, zmq.Errno(syscall.EAGAIN)):
			continue
		case err != nil:
			log.Print(err)
			continue
		}
		work(m)
	}
}

func WrappedContinue() {
	s := dial()
	for { // want `^after Term or Close, Recv in recvWrapped fails at once, and the loop goes straight on: it burns a core for ever; end the loop on every error but EAGAIN and EINTR \(recv-error-spin\)$`
		m, err := recvWrapped(s)
		if err != nil {
			fmt.Println(err)
			continue
		}
		work(m)
	}
}
