package reported

import (
	"context"
	"log"
	"sync"
	"time"

	jrl "github.com/juju/ratelimit"
	"golang.org/x/time/rate"
)

var deal func([]string)

type srv struct {
	ctx   context.Context
	lim   *rate.Limiter
	mu    sync.Mutex
	peers map[string]*rate.Limiter
	last  map[string]time.Time
	count int64
	start time.Time
	n     int
	max   int
}

func (x *srv) allow(id string) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	l, ok := x.peers[id]
	if !ok {
		l = rate.NewLimiter(10, 20)
		x.peers[id] = l
	}
	return l.Allow()
}

func (x *srv) limiter(id string) *rate.Limiter {
	l := x.peers[id]
	if l == nil {
		l = rate.NewLimiter(1, 1)
		x.peers[id] = l
	}
	return l
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

type delimiter struct{}

func (delimiter) next(s string) { work(s) }

// AllowOnlyLogs deals with the message all the same.
func AllowOnlyLogs() {
	s := bound()
	l := rate.NewLimiter(100, 10)
	for { // want `\(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if !l.Allow() {
			log.Print("too fast")
		}
		work(m)
	}
}

func AllowDropped() {
	s := bound()
	l := rate.NewLimiter(100, 10)
	for { // want `\(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		_ = l.Allow()
		work(m)
	}
}

func ReserveIgnored() {
	s := bound()
	l := rate.NewLimiter(100, 10)
	for { // want `\(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		l.Reserve()
		work(m)
	}
}

func TokensOnly() {
	s := bound()
	l := rate.NewLimiter(100, 10)
	for { // want `\(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		log.Print(l.Tokens())
		work(m)
	}
}

func LimiterMadeOnly() {
	s := bound()
	for { // want `\(unthrottled-recv\)$`
		l := rate.NewLimiter(100, 10)
		_ = l
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

func JujuTakeIgnored() {
	s := bound()
	l := jrl.NewBucket(time.Second, 10)
	for { // want `\(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		l.TakeAvailable(1)
		work(m)
	}
}

// WindowCalleeIgnored counts and does not look at the outcome.
func WindowCalleeIgnored() {
	s := bound()
	w := &win{}
	for { // want `\(unthrottled-recv\)$`
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		w.ok()
		work(m)
	}
}

func (x *srv) PerPeerMethodLogs() {
	s := router()
	for { // want `\(unthrottled-recv\)$`
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if !x.allow(m[0]) {
			log.Print("too fast")
		}
		deal(m)
	}
}

// GetterOnly gets a limiter and does not ask it.
func (x *srv) GetterOnly() {
	s := router()
	for { // want `\(unthrottled-recv\)$`
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if x.limiter(m[0]) == nil {
			continue
		}
		deal(m)
	}
}

// Delim: a delimiter is no limiter.
func Delim() {
	s := router()
	d := delimiter{}
	for { // want `\(unthrottled-recv\)$`
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		d.next(m[0])
	}
}
