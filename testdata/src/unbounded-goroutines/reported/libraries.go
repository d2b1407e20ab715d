package reported

import (
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

func Group() {
	s := dial()
	var g errgroup.Group
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		g.Go(func() error { // want `^Group\.Go starts a goroutine for each message, and nothing bounds how many of them run: a flood becomes as many goroutines, until memory is full; use errgroup's SetLimit or a fixed number of workers \(unbounded-goroutines\)$`
			work(m)
			return nil
		})
	}
}

func WGGo() {
	s := dial()
	var wg sync.WaitGroup
	defer wg.Wait()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		wg.Go(func() { work(m) }) // want `^WaitGroup\.Go starts a goroutine for each message, and nothing bounds how many of them run: a flood becomes as many goroutines, until memory is full; use errgroup's SetLimit or a fixed number of workers \(unbounded-goroutines\)$`
	}
}

func AfterFunc() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		time.AfterFunc(time.Second, func() { work(m) }) // want `^AfterFunc starts a goroutine for each message, and nothing bounds how many of them run: a flood becomes as many goroutines, until memory is full; use errgroup's SetLimit or a fixed number of workers \(unbounded-goroutines\)$`
	}
}
