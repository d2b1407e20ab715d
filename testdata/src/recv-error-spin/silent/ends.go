// Package silent has loops that end, wait, or ask somebody when receives fail.
package silent

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"
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

type receiver struct {
	s    *zmq.Socket
	log  *log.Logger
	errs int
	quit chan struct{}
	ctx  context.Context
}

func recvOK(s *zmq.Socket) (string, bool) {
	m, err := s.Recv(0)
	if err != nil {
		log.Print(err)
		return "", false
	}
	return m, true
}

func recvPanics(s *zmq.Socket) string {
	m, err := s.Recv(0)
	if err != nil {
		panic(err)
	}
	return m
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// EmptyBreaks drops the error, but ends on what comes with it.
func EmptyBreaks() {
	s := dial()
	for {
		m, _ := s.RecvMessage(0)
		if len(m) == 0 {
			break
		}
		work(m[0])
	}
}

func Returns() error {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return fmt.Errorf("recv: %w", err)
		}
		work(m)
	}
}

func LabelBreak() {
	s := dial()
loop:
	for {
		m, err := s.Recv(0)
		switch {
		case err == nil:
			work(m)
		default:
			break loop
		}
	}
}

func Exit() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			log.Print(err)
			os.Exit(1)
		}
		work(m)
	}
}

func ErrVarCaptured() {
	s := dial()
	var err error
	defer func() { log.Print(err) }()
	for {
		var m string
		m, err = s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

func ForCond() {
	s := dial()
	var err error
	for err == nil {
		var m string
		m, err = s.Recv(0)
		work(m)
	}
}

func ForPost() {
	s := dial()
	for m, err := s.Recv(0); err == nil; m, err = s.Recv(0) {
		work(m)
	}
}

// SendEnds goes on, but the send fails as well.
func SendEnds() {
	s, _ := zmq.NewSocket(zmq.REP)
	s.Connect("tcp://h.example.net:1")
	for {
		m, err := s.Recv(0)
		if err != nil {
			log.Println(err)
		}
		if _, err := s.Send(m, 0); err != nil {
			return
		}
	}
}

func ParseEnds() {
	s := dial()
	for {
		m, _ := s.RecvBytes(0)
		if string(m) == "" {
			return
		}
		work(string(m))
	}
}

func HelperOKReturn() {
	s := dial()
	for {
		m, ok := recvOK(s)
		if !ok {
			return
		}
		work(m)
	}
}

func HelperPanics() {
	s := dial()
	for {
		work(recvPanics(s))
	}
}

func HelperCheck() {
	s := dial()
	for {
		m, err := s.Recv(0)
		check(err)
		work(m)
	}
}

func FramesReturn() {
	s := dial()
	for {
		var msg []string
		for {
			f, err := s.Recv(0)
			if err != nil {
				return
			}
			msg = append(msg, f)
			if more, _ := s.GetRcvmore(); !more {
				break
			}
		}
		work(strings.Join(msg, ""))
	}
}

func PollReturns() {
	a := dial()
	p := zmq.NewPoller()
	p.Add(a, zmq.POLLIN)
	for {
		items, err := p.Poll(time.Second)
		if err != nil {
			return
		}
		for _, it := range items {
			m, err := it.Socket.Recv(0)
			if err != nil {
				continue
			}
			work(m)
		}
	}
}

func Counted() {
	s := dial()
	for i := 0; i < 100; i++ {
		m, err := s.Recv(0)
		if err != nil {
			continue
		}
		work(m)
	}
}

func (x *receiver) LoggerFatal() {
	x.s = dial()
	for {
		m, err := x.s.Recv(0)
		if err != nil {
			x.log.Fatalf("receive: %v", err)
		}
		work(m)
	}
}

// OutOfRange drops the error and takes the first frame of no message: that ends
// the program.
func OutOfRange() {
	s := dial()
	for {
		m, _ := s.RecvMessage(0)
		work(m[0])
	}
}
