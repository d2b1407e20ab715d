package silent

import "time"

// Paced waits for what is left of the interval.
func Paced() {
	s := bound()
	for {
		start := time.Now()
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
		if d := time.Since(start); d < 10*time.Millisecond {
			time.Sleep(10*time.Millisecond - d)
		}
	}
}

// Due waits until the next one is due.
func Due() {
	s := bound()
	next := time.Now()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
		if now := time.Now(); now.Before(next) {
			time.Sleep(next.Sub(now))
		}
		next = next.Add(10 * time.Millisecond)
	}
}

// Left waits when something is left of the interval.
func Left() {
	s := bound()
	var last time.Time
	for {
		if left := 10*time.Millisecond - time.Since(last); left > 0 {
			time.Sleep(left)
		}
		last = time.Now()
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}
