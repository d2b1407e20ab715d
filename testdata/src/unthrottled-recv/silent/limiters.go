// Package silent limits what it takes from bound sockets, or takes nothing that a
// peer could flood it with.
package silent

import (
	"context"
	"log"
	"sync"
	"time"

	jrl "github.com/juju/ratelimit"
	zmq "github.com/pebbe/zmq4"
	url "go.uber.org/ratelimit"
	"golang.org/x/time/rate"
)

func bound() *zmq.Socket {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		log.Fatal(err)
	}
	if err := s.Bind("tcp://*:5555"); err != nil {
		log.Fatal(err)
	}
	return s
}

func router() *zmq.Socket {
	s, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		log.Fatal(err)
	}
	s.Bind("tcp://*:7777")
	return s
}

var work func(string) error

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

func (x *srv) verdict() int {
	if x.lim.Allow() {
		return 1
	}
	return 2
}

type limiter interface{ Wait(context.Context) error }

func (x *srv) throttled(next func([]string)) func([]string) {
	return func(m []string) {
		if err := x.lim.Wait(x.ctx); err != nil {
			return
		}
		next(m)
	}
}

func recvLimited(s *zmq.Socket, l *rate.Limiter) (string, error) {
	if err := l.Wait(context.TODO()); err != nil {
		return "", err
	}
	return s.Recv(0)
}

func Wait(ctx context.Context) {
	s := bound()
	l := rate.NewLimiter(100, 10)
	for {
		if err := l.Wait(ctx); err != nil {
			return
		}
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

func WaitIgnored(ctx context.Context) {
	s := bound()
	l := rate.NewLimiter(100, 10)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		l.Wait(ctx)
		work(m)
	}
}

func Allow() {
	s := bound()
	l := rate.NewLimiter(100, 10)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if !l.Allow() {
			continue
		}
		work(m)
	}
}

// Reserve waits as long as the limiter says.
func Reserve() {
	s := bound()
	l := rate.NewLimiter(100, 10)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		r := l.Reserve()
		time.Sleep(r.Delay())
		work(m)
	}
}

func Uber() {
	s := bound()
	l := url.New(100)
	for {
		l.Take()
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

func Juju() {
	s := bound()
	l := jrl.NewBucket(time.Second, 10)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		l.Wait(1)
		work(m)
	}
}

func JujuTake() {
	s := bound()
	l := jrl.NewBucket(time.Second, 10)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if l.TakeAvailable(1) == 0 {
			continue
		}
		work(m)
	}
}

func PerPeerLimiter() {
	s := router()
	lim := map[string]*rate.Limiter{}
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		l := lim[m[0]]
		if l == nil {
			l = rate.NewLimiter(10, 10)
			lim[m[0]] = l
		}
		if !l.Allow() {
			s.SendMessage(m[0], "slow down")
			continue
		}
		work(m[1])
	}
}

func Iface(ctx context.Context, l limiter) {
	s := bound()
	for {
		if l.Wait(ctx) != nil {
			return
		}
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

func HelperLimited() {
	s := bound()
	l := rate.NewLimiter(1, 1)
	for {
		m, err := recvLimited(s, l)
		if err != nil {
			return
		}
		work(m)
	}
}

func (x *srv) PerPeerMethod() {
	s := router()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if !x.allow(m[0]) {
			s.SendMessage(m[0], "slow down")
			continue
		}
		deal(m)
	}
}

func (x *srv) Getter() {
	s := router()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if x.limiter(m[0]).Allow() {
			deal(m)
		}
	}
}

// Verdict gets the decision as a number.
func (x *srv) Verdict() {
	s := router()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		switch x.verdict() {
		case 1:
			deal(m)
		case 2:
			log.Print("drop")
		}
	}
}

func (x *srv) LimitInMethodValue() {
	s := router()
	wait := x.lim.Wait
	for {
		if wait(x.ctx) != nil {
			return
		}
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		deal(m)
	}
}

// Middleware waits in the function that is wrapped around the handler.
func (x *srv) Middleware() {
	s := router()
	h := x.throttled(deal)
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		h(m)
	}
}
