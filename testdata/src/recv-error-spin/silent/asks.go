package silent

import (
	"context"
	"log"
	"sync/atomic"

	zmq "github.com/pebbe/zmq4"
)

var stop atomic.Bool

type server struct {
	s       *zmq.Socket
	running bool
	done    chan struct{}
}

func (x *server) isClosed() bool {
	select {
	case <-x.done:
		return true
	default:
		return false
	}
}

func CtxErr(ctx context.Context) {
	s := dial()
	for ctx.Err() == nil {
		m, err := s.Recv(0)
		if err != nil {
			continue
		}
		work(m)
	}
}

func SelectDone(ctx context.Context) {
	s := dial()
	for {
		select {
		case <-ctx.Done():
			return
		default:
		}
		m, err := s.Recv(0)
		if err != nil {
			continue
		}
		work(m)
	}
}

func Flag() {
	s := dial()
	for !stop.Load() {
		m, err := s.Recv(0)
		if err != nil {
			continue
		}
		work(m)
	}
}

func (x *server) FieldFlag() {
	x.s = dial()
	for x.running {
		m, err := x.s.Recv(0)
		if err != nil {
			continue
		}
		work(m)
	}
}

func (x *server) Closed() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			if x.isClosed() {
				return
			}
			log.Print(err)
			continue
		}
		work(m)
	}
}

func (x *receiver) CtxInBranch() {
	x.s = dial()
	for {
		m, err := x.s.Recv(0)
		if err != nil {
			if x.ctx.Err() != nil {
				return
			}
			log.Print(err)
			continue
		}
		work(m)
	}
}

func (x *receiver) QuitClosed() {
	x.s = dial()
	for {
		m, err := x.s.Recv(0)
		if err != nil {
			select {
			case <-x.quit:
				return
			default:
				log.Print(err)
				continue
			}
		}
		work(m)
	}
}
