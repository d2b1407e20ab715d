package reported

import (
	"errors"
	"log"
	"time"
)

var errQuota = errors.New("quota")

type ev struct{ At time.Time }

func decode(m []string) ev { return ev{} }

func parse(m []string) (ev, error) {
	if len(m) < 2 {
		return ev{}, errQuota
	}
	return ev{}, nil
}

// StatsTicker looks at a ticker in passing.
func StatsTicker() {
	s := bound()
	t := time.NewTicker(time.Second)
	n := 0
	for { // want `\(unthrottled-recv\)$`
		select {
		case <-t.C:
			log.Print(n)
		default:
		}
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		n++
		work(m)
	}
}

func StatsSince() {
	s := bound()
	start, n := time.Now(), 0
	for { // want `\(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		n++
		if n%1000 == 0 {
			log.Print(n, time.Since(start))
		}
		work(m)
	}
}

// StatsEverySecond counts in a window, for the log.
func StatsEverySecond() {
	s := bound()
	last, n := time.Now(), 0
	for { // want `\(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		n++
		if time.Since(last) > time.Second {
			log.Print(n)
			n, last = 0, time.Now()
		}
		work(m)
	}
}

// SlowWarn counts and takes times, for the log.
func SlowWarn() {
	s := bound()
	n := 0
	for { // want `\(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		n++
		if n > 1000 {
			log.Print("many")
			n = 0
		}
		start := time.Now()
		work(m)
		if time.Since(start) > time.Second {
			log.Print("slow")
		}
	}
}

// Flush says when a batch is full, or old enough.
func (x *srv) Flush() {
	s := router()
	var batch [][]string
	last := time.Now()
	for { // want `\(unthrottled-recv\)$`
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		batch = append(batch, m)
		if len(batch) >= 100 || time.Since(last) > time.Second {
			for _, b := range batch {
				deal(b)
			}
			batch, last = nil, time.Now()
		}
	}
}

// FlushCount says when a batch is full, or old enough.
func (x *srv) FlushCount() {
	s := router()
	var batch [][]string
	last, n := time.Now(), 0
	for { // want `\(unthrottled-recv\)$`
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		batch = append(batch, m)
		n++
		if n >= 100 || time.Since(last) > time.Second {
			for _, b := range batch {
				deal(b)
			}
			batch, last, n = nil, time.Now(), 0
		}
	}
}

// Deadline ends the loop after an hour of flood.
func Deadline() {
	s := router()
	start := time.Now()
	for { // want `\(unthrottled-recv\)$`
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if time.Since(start) > time.Hour {
			return
		}
		deal(m)
	}
}

// WarmUp drops what comes in the first minute.
func WarmUp() {
	s := router()
	start := time.Now()
	for { // want `\(unthrottled-recv\)$`
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if time.Since(start) < time.Minute {
			continue
		}
		deal(m)
	}
}

// Stale drops by a time that the sender sets.
func Stale() {
	s := router()
	for { // want `\(unthrottled-recv\)$`
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		e := decode(m)
		if time.Since(e.At) > time.Minute {
			continue
		}
		deal(m)
	}
}

func Heartbeat() {
	s := router()
	next := time.Now().Add(time.Second)
	for { // want `\(unthrottled-recv\)$`
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if time.Now().After(next) {
			s.SendMessage("heartbeat")
			next = time.Now().Add(time.Second)
		}
		deal(m)
	}
}

// Dedup drops what came before.
func Dedup() {
	s := router()
	seen := map[string]bool{}
	for { // want `\(unthrottled-recv\)$`
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if seen[m[1]] {
			continue
		}
		seen[m[1]] = true
		deal(m)
	}
}

// BadMessages counts what it cannot read.
func BadMessages() {
	s := router()
	bad := 0
	for { // want `\(unthrottled-recv\)$`
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		t := time.Now()
		if _, err := parse(m); err != nil {
			bad++
			if bad > 100 {
				log.Print("many bad messages")
				bad = 0
			}
			continue
		}
		deal(m)
		log.Print(time.Since(t))
	}
}
