package silent

import (
	"context"
	"time"

	"golang.org/x/time/rate"
)

func Rated(ctx context.Context) {
	s := dial()
	l := rate.NewLimiter(10, 10)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		l.Wait(ctx)
		go work(m)
	}
}

func Ticked() {
	s := dial()
	t := time.NewTicker(time.Second)
	for {
		<-t.C
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		go work(m)
	}
}

func Slept() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		go work(m)
		time.Sleep(time.Second)
	}
}
