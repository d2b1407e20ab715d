// Package reported keeps each message.
package reported

import (
	"container/list"
	"encoding/json"
	"log"
	"strings"
	"sync"
	"time"

	zmq "github.com/pebbe/zmq4"
)

func dial() *zmq.Socket {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		log.Fatal(err)
	}
	s.Connect("tcp://peer.example.net:5555")
	return s
}

var work func(string) error

var global []string

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

type lq struct{ items []string }

type ev struct{ ID, Body string }

type heapq struct{ h []ev }

func (h *heapq) Len() int { return len(h.h) }

func (h *heapq) Less(i, j int) bool { return h.h[i].ID < h.h[j].ID }

type pq struct{ items []string }

type queues struct{ q map[string]*pq }

func dealer() *zmq.Socket {
	s, _ := zmq.NewSocket(zmq.DEALER)
	s.Connect("tcp://peer.example.net:1")
	return s
}

type consumer struct {
	mu   sync.Mutex
	cond *sync.Cond
	rows []string
}

func (f *consumer) add(m string) {
	f.mu.Lock()
	f.rows = append(f.rows, m) // want `\(unbounded-queue\)$`
	f.mu.Unlock()
	f.cond.Signal()
}

func (f *consumer) run() {
	for {
		f.mu.Lock()
		for len(f.rows) == 0 {
			f.cond.Wait()
		}
		r := f.rows[0]
		f.rows = f.rows[1:]
		f.mu.Unlock()
		work(r)
	}
}

func Local() {
	s := dial()
	var all []string
	for {
		m, err := s.Recv(0)
		if err != nil {
			break
		}
		all = append(all, m) // want `^each message is appended to a slice that outlives the turn, with no bound in sight: a flood fills the memory; bound it, and stop receiving or drop when it is full \(unbounded-queue\)$`
	}
	log.Print(len(all))
}

func Global() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		global = append(global, m) // want `\(unbounded-queue\)$`
	}
}

func (q *q) Field() {
	s := dial()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		q.push(m)
	}
}

func (q *q) push(m string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.items = append(q.items, m) // want `\(unbounded-queue\)$`
}

// LenLogged: that a queue is long is only logged.
func LenLogged() {
	s := dial()
	b := &lq{}
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		b.push(m)
	}
}

func (b *lq) push(m string) {
	b.items = append(b.items, m) // want `\(unbounded-queue\)$`
	if len(b.items) > 1000 {
		log.Print("queue is long")
	}
}

// Made: an empty slice that is made before the loop is no end of it.
func Made() []string {
	s := dial()
	all := make([]string, 0)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return all
		}
		all = append(all, m) // want `\(unbounded-queue\)$`
	}
}

// UntilEnd: the sender says when it ends.
func UntilEnd() {
	s := dial()
	for {
		var parts []string
		for {
			f, err := s.Recv(0)
			if err != nil {
				return
			}
			if f == "END" {
				break
			}
			parts = append(parts, f) // want `\(unbounded-queue\)$`
		}
		work(strings.Join(parts, ""))
	}
}

func Captured() {
	s := dial()
	var all []string
	add := func(m string) {
		all = append(all, m) // want `\(unbounded-queue\)$`
	}
	for {
		m, err := s.Recv(0)
		if err != nil {
			break
		}
		add(m)
	}
	log.Print(all)
}

func CapturedGoroutine(done chan struct{}) {
	var all []string
	go func() {
		s := dial()
		for {
			m, err := s.Recv(0)
			if err != nil {
				close(done)
				return
			}
			all = append(all, m) // want `\(unbounded-queue\)$`
		}
	}()
	<-done
	log.Print(all)
}

func JSON() {
	s := dial()
	var all []ev
	for {
		m, err := s.RecvBytes(0)
		if err != nil {
			break
		}
		var e ev
		if json.Unmarshal(m, &e) != nil {
			continue
		}
		all = append(all, e) // want `\(unbounded-queue\)$`
	}
	log.Print(all)
}

func StructOf() {
	s := dial()
	type rec struct {
		at time.Time
		m  string
	}
	var all []rec
	for {
		m, err := s.Recv(0)
		if err != nil {
			break
		}
		all = append(all, rec{time.Now(), m}) // want `\(unbounded-queue\)$`
	}
	log.Print(all)
}

func BytesAppend() {
	s := dial()
	var all []byte
	for {
		m, err := s.RecvBytes(0)
		if err != nil {
			break
		}
		all = append(all, m...) // want `\(unbounded-queue\)$`
	}
	log.Print(all)
}

// SameName1 has a variable that bears the name of one in SameName2.
func SameName1() {
	s := dial()
	var bufd []string
	for {
		m, err := s.Recv(0)
		if err != nil {
			break
		}
		bufd = append(bufd, m) // want `\(unbounded-queue\)$`
	}
	log.Print(bufd)
}

func SameName2(x string) {
	var bufd []string
	for len(bufd) < 10 {
		bufd = append(bufd, x)
	}
	log.Print(bufd)
}

func Heap() {
	s := dial()
	h := &heapq{}
	for {
		m, err := s.Recv(0)
		if err != nil {
			break
		}
		h.Push(ev{ID: m})
	}
	log.Print(h)
}

func (h *heapq) Push(x ev) { h.h = append(h.h, x) } // want `\(unbounded-queue\)$`

// PerPeerQueue has a queue for each peer.
func (x *queues) PerPeerQueue() {
	s := dealer()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		p, ok := x.q[m[0]]
		if !ok {
			p = &pq{}
			x.q[m[0]] = p
		}
		p.items = append(p.items, m[1]) // want `\(unbounded-queue\)$`
	}
}

// Consumed: another goroutine takes out what it is done with.
func Consumed() {
	s := dial()
	f := &consumer{}
	go f.run()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		f.add(m)
	}
}
