package silent

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

var errQuota = errors.New("quota")

func (x *srv) checkQuota(id string) error {
	now := time.Now()
	if now.Sub(x.start) >= time.Second {
		x.start, x.n = now, 0
	}
	x.n++
	if x.n > x.max {
		return errQuota
	}
	return nil
}

type win struct {
	mu    sync.Mutex
	start time.Time
	n     int
}

func (w *win) ok() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now := time.Now(); now.Sub(w.start) > time.Second {
		w.start, w.n = now, 0
	}
	w.n++
	return w.n <= 100
}

func (x *srv) resets() {
	for range time.Tick(time.Second) {
		atomic.StoreInt64(&x.count, 0)
	}
}

type peers struct {
	seen map[string]*win
}

func (p *peers) admit(id string) bool {
	w, ok := p.seen[id]
	if !ok {
		w = &win{start: time.Now()}
		p.seen[id] = w
	}
	if time.Since(w.start) > time.Minute {
		w.n, w.start = 0, time.Now()
	}
	if w.n >= 10 {
		return false
	}
	w.n++
	return true
}

type bucket struct {
	tokens float64
	last   time.Time
}

func (b *bucket) take() bool {
	now := time.Now()
	b.tokens += now.Sub(b.last).Seconds() * 100
	if b.tokens > 100 {
		b.tokens = 100
	}
	b.last = now
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}

func Window() {
	s := bound()
	start, n := time.Now(), 0
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if time.Since(start) > time.Second {
			start, n = time.Now(), 0
		}
		n++
		if n > 100 {
			continue
		}
		work(m)
	}
}

// WindowSleeps waits for the end of the window.
func WindowSleeps() {
	s := bound()
	start, n := time.Now(), 0
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
		n++
		if n >= 100 {
			if d := time.Since(start); d < time.Second {
				time.Sleep(time.Second - d)
			}
			start, n = time.Now(), 0
		}
	}
}

func WindowCallee() {
	s := bound()
	w := &win{}
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if !w.ok() {
			continue
		}
		work(m)
	}
}

func PerPeer() {
	s := router()
	p := &peers{map[string]*win{}}
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if !p.admit(m[0]) {
			continue
		}
		work(m[1])
	}
}

func PerPeerMap() {
	s := router()
	count := map[string]int{}
	last := time.Now()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if time.Since(last) > time.Second {
			clear(count)
			last = time.Now()
		}
		count[m[0]]++
		if count[m[0]] > 50 {
			continue
		}
		work(m[1])
	}
}

// TokenBucket: tokens come with the time.
func TokenBucket() {
	s := bound()
	b := &bucket{}
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if b.take() {
			work(m)
		}
	}
}

func (x *srv) Quota() {
	s := router()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if err := x.checkQuota(m[0]); err != nil {
			s.SendMessage(m[0], err.Error())
			continue
		}
		deal(m)
	}
}

// AtomicWindow counts; somebody else starts the count anew each second.
func (x *srv) AtomicWindow() {
	s := router()
	go x.resets()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if atomic.AddInt64(&x.count, 1) > 100 {
			continue
		}
		deal(m)
	}
}

// MinInterval takes one message in a second.
func MinInterval() {
	s := router()
	var last time.Time
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if time.Since(last) < time.Second {
			continue
		}
		last = time.Now()
		deal(m)
	}
}

func (x *srv) MinIntervalPerPeer() {
	s := router()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		now := time.Now()
		if now.Sub(x.last[m[0]]) < time.Second {
			continue
		}
		x.last[m[0]] = now
		deal(m)
	}
}
