package silent

import (
	"context"
	"log"
	"time"
)

// Watchdog is stopped when the turn is done.
func Watchdog() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		t := time.AfterFunc(time.Second, func() { log.Print("slow") })
		work(m)
		t.Stop()
	}
}

// Patient waits for each of them, a second at most.
func Patient(ctx context.Context) {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		patient(ctx, m)
	}
}

func patient(ctx context.Context, m string) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		work(m)
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}
