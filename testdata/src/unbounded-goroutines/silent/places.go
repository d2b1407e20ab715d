// Package silent bounds the goroutines that messages lead to.
package silent

import (
	"context"
	"log"
	"sync"
	"time"

	zmq "github.com/pebbe/zmq4"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
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

type throttle struct{ c chan struct{} }

func newThrottle(n int) *throttle { return &throttle{make(chan struct{}, n)} }

func (t *throttle) acquire() { t.c <- struct{}{} }

func (t *throttle) release() { <-t.c }

func (t *throttle) begin() { t.c <- struct{}{} }

func (t *throttle) end() { <-t.c }

type counter struct {
	mu   sync.Mutex
	cond *sync.Cond
	n    int
}

func Sem() {
	s := dial()
	sem := make(chan struct{}, 8)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		sem <- struct{}{}
		go func() {
			defer func() { <-sem }()
			work(m)
		}()
	}
}

// SemTokens takes a token that the goroutine gives back.
func SemTokens() {
	s := dial()
	sem := make(chan struct{}, 8)
	for range 8 {
		sem <- struct{}{}
	}
	for {
		<-sem
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		go func() {
			work(m)
			sem <- struct{}{}
		}()
	}
}

func Weighted(ctx context.Context) {
	s := dial()
	sem := semaphore.NewWeighted(8)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if sem.Acquire(ctx, 1) != nil {
			return
		}
		go func() {
			defer sem.Release(1)
			work(m)
		}()
	}
}

func TryAcquire() {
	s := dial()
	sem := semaphore.NewWeighted(8)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if !sem.TryAcquire(1) {
			continue
		}
		go func() {
			defer sem.Release(1)
			work(m)
		}()
	}
}

func SelectSem() {
	s := dial()
	sem := make(chan struct{}, 8)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		select {
		case sem <- struct{}{}:
			go func() {
				defer func() { <-sem }()
				work(m)
			}()
		default:
			log.Print("dropped")
		}
	}
}

func SelectSemCtx(ctx context.Context) {
	s := dial()
	sem := make(chan struct{}, 8)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		select {
		case sem <- struct{}{}:
		case <-ctx.Done():
			return
		}
		go func() {
			defer func() { <-sem }()
			work(m)
		}()
	}
}

func GroupLimit() {
	s := dial()
	var g errgroup.Group
	g.SetLimit(8)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		g.Go(func() error {
			work(m)
			return nil
		})
	}
}

func GroupTry() {
	s := dial()
	var g errgroup.Group
	g.SetLimit(8)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		g.TryGo(func() error {
			work(m)
			return nil
		})
	}
}

func WGInTurn() {
	s := dial()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		var wg sync.WaitGroup
		for _, p := range m {
			wg.Add(1)
			go func() {
				defer wg.Done()
				work(p)
			}()
		}
		wg.Wait()
	}
}

func DoneChan() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		done := make(chan struct{})
		go func() {
			work(m)
			close(done)
		}()
		<-done
	}
}

// DoneChanTimeout waits for it, a second at most: one in a second can be left behind.
func DoneChanTimeout() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		done := make(chan struct{})
		go func() {
			work(m)
			close(done)
		}()
		select {
		case <-done:
		case <-time.After(time.Second):
		}
	}
}

func Pool() {
	s := dial()
	jobs := make(chan string)
	for range 8 {
		go func() {
			for m := range jobs {
				work(m)
			}
		}()
	}
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		jobs <- m
	}
}

func SelfReply() {
	s, _ := zmq.NewSocket(zmq.REP)
	s.Connect("tcp://h.example.net:1")
	replies := make(chan string)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		go func() { work(m); replies <- m }()
		s.Send(<-replies, 0)
	}
}

func WaitHelper() {
	s := dial()
	t := newThrottle(8)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		t.acquire()
		go func() { defer t.release(); work(m) }()
	}
}

// BeginHelper waits in a helper, whatever its name.
func BeginHelper() {
	s := dial()
	t := newThrottle(8)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		t.begin()
		go func() { defer t.end(); work(m) }()
	}
}

func (c *counter) Cond() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		c.mu.Lock()
		for c.n >= 8 {
			c.cond.Wait()
		}
		c.n++
		c.mu.Unlock()
		go func() {
			work(m)
			c.mu.Lock()
			c.n--
			c.cond.Signal()
			c.mu.Unlock()
		}()
	}
}

func DropWhenBusy() {
	s := dial()
	sem := make(chan struct{}, 4)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		select {
		case sem <- struct{}{}:
		default:
			continue
		}
		go func() { defer func() { <-sem }(); work(m) }()
	}
}
