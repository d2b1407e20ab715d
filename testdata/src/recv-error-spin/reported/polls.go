package reported

import (
	"log"
	"syscall"
	"time"

	zmq "github.com/pebbe/zmq4"
)

func poll(p *zmq.Poller) ([]zmq.Polled, error) {
	for {
		items, err := p.Poll(time.Second)
		if zmq.AsErrno(err) == zmq.Errno(syscall.EINTR) {
			continue
		}
		return items, err
	}
}

func PollSwitch() {
	a, b := dial(), dial()
	p := zmq.NewPoller()
	p.Add(a, zmq.POLLIN)
	p.Add(b, zmq.POLLIN)
	for { // want `\(recv-error-spin\)$`
		items, err := p.Poll(-1)
		if err != nil {
			log.Print(err)
			continue
		}
		for _, it := range items {
			switch it.Socket {
			case a:
				m, _ := a.Recv(0)
				work(m)
			case b:
				m, _ := b.Recv(0)
				work(m)
			}
		}
	}
}

func PollDropped() {
	a := dial()
	p := zmq.NewPoller()
	p.Add(a, zmq.POLLIN)
	for { // want `^after Term or Close, Poll fails at once, but nobody looks at the error: it burns a core for ever; end the loop on every error but EAGAIN and EINTR \(recv-error-spin\)$`
		items, _ := p.Poll(time.Second)
		for _, it := range items {
			m, _ := it.Socket.Recv(0)
			work(m)
		}
	}
}

func PollAll() {
	a := dial()
	p := zmq.NewPoller()
	p.Add(a, zmq.POLLIN)
	for { // want `\(recv-error-spin\)$`
		items, err := p.PollAll(time.Second)
		if err != nil {
			continue
		}
		if items[0].Events&zmq.POLLIN != 0 {
			m, err := a.Recv(0)
			if err != nil {
				return
			}
			work(m)
		}
	}
}

func PollHelperLogs() {
	s := dial()
	p := zmq.NewPoller()
	p.Add(s, zmq.POLLIN)
	for { // want `\(recv-error-spin\)$`
		items, err := poll(p)
		if err != nil {
			log.Print(err)
		}
		for range items {
			m, err := s.Recv(0)
			if err != nil {
				return
			}
			work(m)
		}
	}
}
