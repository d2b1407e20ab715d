package reported

import (
	"context"
	"syscall"
	"time"

	zmq "github.com/pebbe/zmq4"
)

// SleepOnError waits after errors only.
func SleepOnError() {
	s := bound()
	for { // want `\(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if err != nil {
			time.Sleep(time.Second)
			continue
		}
		work(m)
	}
}

// SleepIdle waits while nothing is there.
func SleepIdle() {
	s := bound()
	for { // want `\(unthrottled-recv\)$`
		m, err := s.Recv(zmq.DONTWAIT)
		if zmq.AsErrno(err) == zmq.Errno(syscall.EAGAIN) {
			time.Sleep(time.Second)
			continue
		}
		if err != nil {
			return
		}
		work(m)
	}
}

func SleepElse() {
	s := bound()
	for { // want `\(unthrottled-recv\)$`
		m, err := s.Recv(zmq.DONTWAIT)
		if err == nil {
			work(m)
		} else {
			time.Sleep(time.Second)
		}
	}
}

func SleepIdleLen() {
	s := bound()
	for { // want `\(unthrottled-recv\)$`
		m, _ := s.RecvMessage(zmq.DONTWAIT)
		if len(m) == 0 {
			time.Sleep(time.Second)
			continue
		}
		work(m[0])
	}
}

func SleepIdleFlag() {
	s := bound()
	for { // want `\(unthrottled-recv\)$`
		got := false
		m, err := s.Recv(zmq.DONTWAIT)
		if err == nil {
			got = true
			work(m)
		}
		if !got {
			time.Sleep(time.Second)
		}
	}
}

func SleepIdlePoll() {
	s := bound()
	p := zmq.NewPoller()
	p.Add(s, zmq.POLLIN)
	for { // want `\(unthrottled-recv\)$`
		items, err := p.Poll(0)
		if err != nil {
			return
		}
		if len(items) == 0 {
			time.Sleep(time.Second)
			continue
		}
		for _, it := range items {
			m, err := it.Socket.Recv(0)
			if err != nil {
				return
			}
			work(m)
		}
	}
}

// ChanTimeout waits as long as nobody takes the message: a time-out.
func ChanTimeout(out chan<- string) {
	s := bound()
	for { // want `\(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		select {
		case out <- m:
		case <-time.After(time.Second):
		}
	}
}

// SelectDrain takes all that is there at each tick.
func SelectDrain(ctx context.Context) {
	s := bound()
	t := time.NewTicker(time.Second)
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			for { // want `\(unthrottled-recv\)$`
				m, err := s.Recv(zmq.DONTWAIT)
				if err != nil {
					break
				}
				work(m)
			}
		}
	}
}

// FullSleeps waits while its queue is full.
func FullSleeps(q chan string) {
	s := bound()
	for { // want `\(unthrottled-recv\)$`
		if len(q) == cap(q) {
			time.Sleep(time.Millisecond)
			continue
		}
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		q <- m
	}
}
