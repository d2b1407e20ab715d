package silent

import (
	"container/list"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	zmq "github.com/pebbe/zmq4"
)

type q struct {
	mu    sync.Mutex
	items []string
	seen  map[string]string
	bytes [][]byte
	l     *list.List
	sm    sync.Map
	out   chan string
	last  map[string]time.Time
	byKey map[string][]string
	state map[string]struct{ v string }
}

type reg struct{ peers map[string]*peer }

type peer struct{ id string }

// MapSet keeps no message, only that there was one.
func MapSet() {
	s := dial()
	seen := map[string]bool{}
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if seen[m] {
			continue
		}
		seen[m] = true
		work(m)
	}
}

func MapConst() {
	s := dial()
	state := map[string]string{}
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		state["last"] = m
	}
}

// LastSeen keeps a time for each peer.
func (q *q) LastSeen() {
	s, _ := zmq.NewSocket(zmq.ROUTER)
	s.Connect("tcp://h.example.net:1")
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		q.last[m[0]] = time.Now()
		work(m[1])
	}
}

func (q *q) SyncMapConst() {
	s := dial()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		q.sm.Store("last", m[1])
	}
}

func (r *reg) Run() {
	s, _ := zmq.NewSocket(zmq.ROUTER)
	s.Connect("tcp://h.example.net:1")
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if _, ok := r.peers[m[0]]; !ok {
			r.peers[m[0]] = &peer{m[0]}
		}
		work(m[1])
	}
}

func LRU() {
	s := dial()
	c, _ := lru.New[string, string](100)
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		c.Add(m[0], m[1])
	}
}

func Chan(out chan<- string) {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		out <- m
	}
}

// Registered keeps one state for each name that is known.
func Registered(known map[string]bool) {
	s := dial()
	state := map[string]string{}
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if !known[m[0]] {
			continue
		}
		state[m[0]] = m[1]
	}
}
