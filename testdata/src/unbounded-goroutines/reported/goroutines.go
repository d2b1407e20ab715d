// Package reported starts a goroutine for each message.
package reported

import (
	"log"
	"sync"
	"sync/atomic"
	"time"

	zmq "github.com/pebbe/zmq4"
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

func router() *zmq.Socket {
	s, err := zmq.NewSocket(zmq.DEALER)
	if err != nil {
		log.Fatal(err)
	}
	s.Connect("tcp://peer.example.net:5555")
	return s
}

var work func(string) error

type conf struct{ async bool }

func dispatch(m string) {
	go work(m) // want `^a goroutine is started for each message that the loop at line \d+ receives, and nothing bounds how many of them run: a flood becomes as many goroutines, until memory is full; use errgroup's SetLimit or a fixed number of workers \(unbounded-goroutines\)$`
}

func nested(m string) { nested2(m) }

func nested2(m string) {
	if m == "" {
		return
	}
	go func() { work(m) }() // want `\(unbounded-goroutines\)$`
}

func spawn(m string) {
	go work(m) // want `\(unbounded-goroutines\)$`
}

func Plain() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		go work(m) // want `^a goroutine is started for each message, and nothing bounds how many of them run: a flood becomes as many goroutines, until memory is full; use errgroup's SetLimit or a fixed number of workers \(unbounded-goroutines\)$`
	}
}

func Closure() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		go func() { // want `\(unbounded-goroutines\)$`
			work(m)
		}()
	}
}

// SemInside waits for its place in the goroutine: as many wait as there are messages.
func SemInside() {
	s := dial()
	sem := make(chan struct{}, 8)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		go func() { // want `\(unbounded-goroutines\)$`
			sem <- struct{}{}
			defer func() { <-sem }()
			work(m)
		}()
	}
}

func TryAcquireIgnored() {
	s := dial()
	sem := semaphore.NewWeighted(8)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		sem.TryAcquire(1)
		go func() { // want `\(unbounded-goroutines\)$`
			work(m)
		}()
	}
}

// WGOutside waits for all of them, when it is too late.
func WGOutside() {
	s := dial()
	var wg sync.WaitGroup
	defer wg.Wait()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		wg.Add(1)
		go func() { // want `\(unbounded-goroutines\)$`
			defer wg.Done()
			work(m)
		}()
	}
}

// Async: a setting lets through none or all.
func (c *conf) Async() {
	s := router()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if c.async {
			go work(m) // want `\(unbounded-goroutines\)$`
		} else {
			work(m)
		}
	}
}

func AsyncVar(async bool) {
	s := router()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if async {
			go work(m) // want `\(unbounded-goroutines\)$`
			continue
		}
		work(m)
	}
}

// Verbose asks for something else.
func Verbose(verbose *bool) {
	s := router()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if *verbose {
			log.Print(m)
		}
		go work(m) // want `\(unbounded-goroutines\)$`
	}
}

func Kind() {
	s := router()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		switch m[0] {
		case "job":
			go work(m[1]) // want `\(unbounded-goroutines\)$`
		case "ping":
			s.Send("pong", 0)
		}
	}
}

// LenMsg: the length of a message is its sender's choice.
func LenMsg() {
	s := router()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if len(m) >= 2 {
			go work(m[1]) // want `\(unbounded-goroutines\)$`
		}
	}
}

// HandlerMap finds who deals with the message, each time.
func HandlerMap(handlers map[string]func(string)) {
	s := router()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if h, ok := handlers[m[0]]; ok {
			go h(m[1]) // want `\(unbounded-goroutines\)$`
		}
	}
}

func Helper() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		dispatch(m)
	}
}

func Nested() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		nested(m)
	}
}

func Reactor() {
	s := dial()
	r := zmq.NewReactor()
	r.AddSocket(s, zmq.POLLIN, func(zmq.State) error {
		m, err := s.Recv(0)
		if err != nil {
			return err
		}
		go work(m) // want `\(unbounded-goroutines\)$`
		return nil
	})
	r.Run(time.Second)
}

func Poll() {
	s := dial()
	p := zmq.NewPoller()
	p.Add(s, zmq.POLLIN)
	for {
		items, err := p.Poll(time.Second)
		if err != nil {
			return
		}
		for _, it := range items {
			m, err := it.Socket.Recv(0)
			if err != nil {
				return
			}
			go work(m) // want `\(unbounded-goroutines\)$`
		}
	}
}

// Priority: a number in a message is its sender's choice.
func Priority() {
	s := dial()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if p := int(m[0][0]); p > 5 {
			go work(m[1]) // want `\(unbounded-goroutines\)$`
		}
	}
}

// Running asks for a flag that the goroutine does not set.
func Running(running *atomic.Bool) {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if running.Load() {
			go work(m) // want `\(unbounded-goroutines\)$`
		}
	}
}

func Shared1() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		spawn(m)
	}
}

func Shared2() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		spawn(m)
	}
}
