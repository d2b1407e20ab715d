package silent

import (
	"log"
	"time"

	"github.com/cenkalti/backoff/v4"
)

func (x *receiver) fail(err error) bool {
	x.errs++
	return x.errs > 10
}

type waiter struct{ n int }

func (w *waiter) next() { w.n++; time.Sleep(time.Duration(w.n) * time.Millisecond) }

func BackoffOwn() {
	s := dial()
	d := time.Millisecond
	for {
		m, err := s.Recv(0)
		if err != nil {
			time.Sleep(d)
			d *= 2
			continue
		}
		work(m)
	}
}

func BackoffHelper() {
	s := dial()
	w := &waiter{}
	for {
		m, err := s.Recv(0)
		if err != nil {
			w.next()
			continue
		}
		work(m)
	}
}

func BackoffLib() {
	s := dial()
	b := backoff.NewExponentialBackOff()
	for {
		m, err := s.Recv(0)
		if err != nil {
			time.Sleep(b.NextBackOff())
			continue
		}
		b.Reset()
		work(m)
	}
}

// BackoffRetry hands the receive to somebody who waits.
func BackoffRetry() {
	s := dial()
	for {
		var m string
		err := backoff.Retry(func() (err error) {
			m, err = s.Recv(0)
			return err
		}, backoff.NewExponentialBackOff())
		if err != nil {
			continue
		}
		work(m)
	}
}

// Counter gives up after ten failures in a row.
func Counter() {
	s := dial()
	failed := 0
	for {
		m, err := s.Recv(0)
		if err != nil {
			failed++
			if failed > 10 {
				return
			}
			continue
		}
		failed = 0
		work(m)
	}
}

// ErrChan waits for somebody who takes the error.
func ErrChan(errs chan<- error) {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			errs <- err
			continue
		}
		work(m)
	}
}

// RangeChan takes a turn for each item.
func RangeChan(ticks chan struct{}) {
	s := dial()
	for range ticks {
		m, err := s.Recv(0)
		if err != nil {
			log.Print(err)
			continue
		}
		work(m)
	}
}

func Reconnect() {
	for {
		s := dial()
		for {
			m, err := s.Recv(0)
			if err != nil {
				break
			}
			work(m)
		}
		s.Close()
	}
}

// ReplacesSocket starts over with a new socket, which fails after Term.
func ReplacesSocket() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			s.Close()
			s = dial()
			continue
		}
		work(m)
	}
}

func Deadline() {
	s := dial()
	end := time.Now().Add(time.Minute)
	for time.Now().Before(end) {
		m, err := s.Recv(0)
		if err != nil {
			continue
		}
		work(m)
	}
}

func (x *receiver) CountInHelper() {
	x.s = dial()
	for {
		m, err := x.s.Recv(0)
		if err != nil {
			if x.fail(err) {
				return
			}
			continue
		}
		x.errs = 0
		work(m)
	}
}
