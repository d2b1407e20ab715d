package silent

import (
	"log"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	zmq "github.com/pebbe/zmq4"
)

func router() *zmq.Socket {
	s, err := zmq.NewSocket(zmq.DEALER)
	if err != nil {
		log.Fatal(err)
	}
	s.Connect("tcp://peer.example.net:5555")
	return s
}

type peer struct{ in chan string }

func (p *peer) run() {
	for m := range p.in {
		work(m)
	}
}

type hub struct {
	mu      sync.Mutex
	peers   map[string]*peer
	started bool
	once    sync.Once
	n       int32
}

func ticks() {}

type starter struct{ act map[string]bool }

// Registry starts one for each peer.
func Registry() {
	s := router()
	peers := map[string]*peer{}
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		p, ok := peers[m[0]]
		if !ok {
			p = &peer{make(chan string, 8)}
			peers[m[0]] = p
			go p.run()
		}
		p.in <- m[1]
	}
}

func (h *hub) Run() {
	s := router()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		select {
		case h.get(m[0]).in <- m[1]:
		default:
		}
	}
}

func (h *hub) get(id string) *peer {
	h.mu.Lock()
	defer h.mu.Unlock()
	p := h.peers[id]
	if p == nil {
		p = &peer{make(chan string, 8)}
		h.peers[id] = p
		go p.run()
	}
	return p
}

func (h *hub) Once() {
	s := router()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		h.once.Do(func() { go work("start") })
		work(m)
	}
}

func (h *hub) Flag() {
	s := router()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if !h.started {
			h.started = true
			go work(m)
		}
	}
}

func LocalFlag() {
	s := router()
	started := false
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if !started {
			started = true
			go work(m)
		}
	}
}

// Count has room for a hundred.
func (h *hub) Count() {
	s := router()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if atomic.LoadInt32(&h.n) >= 100 {
			continue
		}
		atomic.AddInt32(&h.n, 1)
		go func() {
			defer atomic.AddInt32(&h.n, -1)
			work(m)
		}()
	}
}

func Before() {
	s := dial()
	go work("x")
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

func OnError() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			go work("error")
			return
		}
		work(m)
	}
}

// OnStop starts one and is done.
func OnStop() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if m == "stop" {
			go work("stop")
			return
		}
		work(m)
	}
}

// Idle starts them when no message came.
func Idle() {
	s := dial()
	p := zmq.NewPoller()
	p.Add(s, zmq.POLLIN)
	for {
		items, err := p.Poll(time.Second)
		if err != nil {
			return
		}
		if len(items) == 0 {
			go ticks()
			continue
		}
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}

func Inproc() {
	s, _ := zmq.NewSocket(zmq.PULL)
	s.Connect("inproc://x")
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		go work(m)
	}
}

func (x *starter) LenActive() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if len(x.act) >= 10 {
			continue
		}
		x.act[m] = true
		go work(m)
	}
}

func NumGoroutine() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if runtime.NumGoroutine() > 1000 {
			continue
		}
		go work(m)
	}
}

func CAS(running *atomic.Bool) {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if running.CompareAndSwap(false, true) {
			go func() { work(m); running.Store(false) }()
		}
	}
}
