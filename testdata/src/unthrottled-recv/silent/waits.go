package silent

import (
	"context"
	"time"

	zmq "github.com/pebbe/zmq4"
)

type pacer interface{ Pace() }

type sleeper struct{}

func deep3() { time.Sleep(time.Millisecond) }

func deep2() { deep3() }

func deep1() { deep2() }

func tokens() chan struct{} {
	c := make(chan struct{}, 10)
	go func() {
		for range time.Tick(time.Second) {
			c <- struct{}{}
		}
	}()
	return c
}

func Ticker() {
	s := bound()
	t := time.NewTicker(time.Millisecond)
	for range t.C {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

func TickFunc() {
	s := bound()
	for range time.Tick(time.Millisecond) {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

func After() {
	s := bound()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		<-time.After(time.Millisecond)
		work(m)
	}
}

func SelectTicker(ctx context.Context) {
	s := bound()
	t := time.NewTicker(time.Millisecond)
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

func SelectTickerInner(ctx context.Context) {
	s := bound()
	t := time.NewTicker(time.Millisecond)
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			m, err := s.Recv(0)
			if err != nil {
				return
			}
			work(m)
		}
	}
}

func SelectBatch(ctx context.Context) {
	s := bound()
	t := time.NewTicker(time.Second)
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			for i := 0; i < 100; i++ {
				m, err := s.Recv(zmq.DONTWAIT)
				if err != nil {
					break
				}
				work(m)
			}
		}
	}
}

func Sleep() {
	s := bound()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
		time.Sleep(time.Millisecond)
	}
}

func OneImpl(p pacer) {
	s := bound()
	for {
		p.Pace()
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

func (sleeper) Pace() { time.Sleep(time.Millisecond) }

func Deep() {
	s := bound()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		deep1()
		work(m)
	}
}

// DeferSleep waits at the end of each turn.
func DeferSleep() {
	s := bound()
	one := func() error {
		defer time.Sleep(time.Millisecond)
		m, err := s.Recv(0)
		if err != nil {
			return err
		}
		return work(m)
	}
	for {
		if one() != nil {
			return
		}
	}
}

// BatchThenWait counts, and waits then.
func BatchThenWait() {
	s := bound()
	for {
		for i := 0; i < 100; i++ {
			m, err := s.Recv(0)
			if err != nil {
				return
			}
			work(m)
		}
		time.Sleep(time.Second)
	}
}

// RangeChan takes one message for each item of somebody else.
func RangeChan(jobs chan string) {
	s := bound()
	for range jobs {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

// Worker gets a channel of times.
func Worker(limit <-chan time.Time) {
	s := bound()
	for range limit {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

// Tokens waits for one that a ticker makes.
func Tokens() {
	s := bound()
	t := tokens()
	for {
		<-t
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

// FuncValue hands itself over to something that is called wait.
func FuncValue(wait func()) {
	s := bound()
	for {
		wait()
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

func AfterCase(done chan bool) {
	s := router()
	for {
		select {
		case <-done:
			return
		case <-time.After(10 * time.Millisecond):
			m, err := s.RecvMessage(zmq.DONTWAIT)
			if err != nil {
				continue
			}
			deal(m)
		}
	}
}
