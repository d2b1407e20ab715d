// Package reported has loops that go straight on when every receive fails.
package reported

import (
	"fmt"
	"log"
	"os"
	"sync/atomic"

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

var stop atomic.Bool

func Continue() {
	s := dial()
	for { // want `^after Term or Close, Recv fails at once, and the loop goes straight on: it burns a core for ever; end the loop on every error but EAGAIN and EINTR \(recv-error-spin\)$`
		m, err := s.Recv(0)
		if err != nil {
			log.Println(err)
			continue
		}
		work(m)
	}
}

func Dropped() {
	s := dial()
	for { // want `^after Term or Close, RecvMessage fails at once, but nobody looks at the error: it burns a core for ever; end the loop on every error but EAGAIN and EINTR \(recv-error-spin\)$`
		m, _ := s.RecvMessage(0)
		for _, part := range m {
			work(part)
		}
	}
}

// Recovers would end on the message that is not there, but goes on.
func Recovers() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		recoverFrom(s)
	}
}

func recoverFrom(s *zmq.Socket) {
	defer func() {
		if r := recover(); r != nil {
			log.Print(r)
		}
	}()
	m, _ := s.RecvMessage(0)
	work(m[0])
}

func DroppedLen() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		m, _ := s.RecvMessage(0)
		if len(m) == 0 {
			continue
		}
		work(m[0])
	}
}

func IfOK() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		if m, err := s.Recv(0); err == nil {
			work(m)
		}
	}
}

func IfOKElseLog() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		if m, err := s.Recv(0); err == nil {
			work(m)
		} else {
			fmt.Fprintln(os.Stderr, "err", err)
		}
	}
}

// SwitchBreakOnly leaves the switch and not the loop.
func SwitchBreakOnly() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		m, err := s.Recv(0)
		switch {
		case err == nil:
			work(m)
		default:
			log.Print(err)
			break // leaves the switch only
		}
	}
}

func ErrVarCapturedContinues() {
	s := dial()
	var err error
	defer func() { log.Print(err) }()
	for { // want `\(recv-error-spin\)$`
		var m string
		m, err = s.Recv(0)
		if err != nil {
			continue
		}
		work(m)
	}
}

func ReqRep() {
	s, _ := zmq.NewSocket(zmq.REP)
	s.Connect("tcp://h.example.net:1")
	for { // want `\(recv-error-spin\)$`
		m, err := s.Recv(0)
		if err != nil {
			log.Println(err)
		}
		s.Send(m, 0)
	}
}

// Kill ends on a message only.
func Kill() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		m, _ := s.Recv(0)
		if m == "KILL" {
			return
		}
		work(m)
	}
}

// CounterLogsOnly counts, and does nothing about it.
func CounterLogsOnly() {
	s := dial()
	failed := 0
	for { // want `\(recv-error-spin\)$`
		m, err := s.Recv(0)
		if err != nil {
			failed++
			if failed%100 == 0 {
				log.Println(failed, err)
			}
			continue
		}
		work(m)
	}
}

// FlagOnMessageOnly asks for the stop signal only when a message came.
func FlagOnMessageOnly() {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		m, err := s.Recv(0)
		if err != nil {
			continue
		}
		work(m)
		if stop.Load() {
			return
		}
	}
}

// ErrChanSelect drops the error when nobody takes it.
func ErrChanSelect(errs chan<- error) {
	s := dial()
	for { // want `\(recv-error-spin\)$`
		m, err := s.Recv(0)
		if err != nil {
			select {
			case errs <- err:
			default:
			}
			continue
		}
		work(m)
	}
}
