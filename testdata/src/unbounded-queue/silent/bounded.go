// Package silent bounds what it keeps of messages.
package silent

import (
	"container/heap"
	"container/list"
	"container/ring"
	"log"
	"slices"
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

type bq struct{ items []string }

type tq struct{ items []string }

type backlog struct {
	items [][]string
	max   int
}

func (x *backlog) full() bool { return len(x.items) >= x.max }

type pheap []string

func (h pheap) Len() int { return len(h) }

func (h pheap) Less(i, j int) bool { return h[i] < h[j] }

func (h pheap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

func (h *pheap) Push(x any) { *h = append(*h, x.(string)) }

func (h *pheap) Pop() any {
	old := *h
	n := len(old)
	x := old[n-1]
	*h = old[:n-1]
	return x
}

type flusher struct {
	mu   sync.Mutex
	rows []string
}

func (f *flusher) add(m string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rows = append(f.rows, m)
}

func (f *flusher) run() {
	for range time.Tick(time.Second) {
		f.mu.Lock()
		rows := f.rows
		f.rows = nil
		f.mu.Unlock()
		for _, r := range rows {
			work(r)
		}
	}
}

func Bounded() {
	s := dial()
	b := &bq{}
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		b.push(m)
	}
}

func (b *bq) push(m string) {
	if len(b.items) >= 1000 {
		b.items = b.items[1:]
	}
	b.items = append(b.items, m)
}

func Trimmed() {
	s := dial()
	b := &tq{}
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		b.push(m)
	}
}

func (b *tq) push(m string) {
	b.items = append(b.items, m)
	if len(b.items) > 1000 {
		b.items = b.items[len(b.items)-1000:]
	}
}

func Batch() {
	s := dial()
	var batch []string
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		batch = append(batch, m)
		if len(batch) == 100 {
			work(strings.Join(batch, ""))
			batch = batch[:0]
		}
	}
}

func BatchNil() {
	s := dial()
	var batch []string
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		batch = append(batch, m)
		if len(batch) >= 100 {
			work(strings.Join(batch, ""))
			batch = nil
		}
	}
}

// BatchTicker starts anew each second.
func BatchTicker() {
	s := dial()
	var batch []string
	t := time.NewTicker(time.Second)
	for {
		select {
		case <-t.C:
			work(strings.Join(batch, ""))
			batch = nil
		default:
		}
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		batch = append(batch, m)
	}
}

func BatchSince() {
	s := dial()
	var batch []string
	last := time.Now()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		batch = append(batch, m)
		if time.Since(last) > time.Second {
			work(strings.Join(batch, ""))
			batch, last = batch[:0], time.Now()
		}
	}
}

func CondLen() {
	s := dial()
	var all []string
	for len(all) < 10 {
		m, err := s.Recv(0)
		if err != nil {
			break
		}
		all = append(all, m)
	}
	log.Print(all)
}

func Clip() {
	s := dial()
	var all []string
	for {
		m, err := s.Recv(0)
		if err != nil {
			break
		}
		all = append(all, m)
		all = slices.Delete(all, 0, max(0, len(all)-10))
	}
	log.Print(all)
}

func ListBounded() {
	s := dial()
	l := list.New()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		l.PushBack(m)
		if l.Len() > 100 {
			l.Remove(l.Front())
		}
	}
}

func Ring() {
	s := dial()
	r := ring.New(100)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		r.Value = m
		r = r.Next()
	}
}

func RingSlice() {
	s := dial()
	buf := make([]string, 100)
	i := 0
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		buf[i%len(buf)] = m
		i++
	}
}

// Errors keeps no message.
func Errors() {
	s := dial()
	var errs []error
	for {
		m, err := s.Recv(0)
		if err != nil {
			errs = append(errs, err)
			if len(errs) > 10 {
				break
			}
			continue
		}
		work(m)
	}
}

func WhenReady() {
	s := dial()
	var wait []string
	ready := false
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if m == "ready" {
			ready = true
			for _, w := range wait {
				work(w)
			}
			wait = nil
			continue
		}
		if !ready {
			wait = append(wait, m)
			continue
		}
		work(m)
	}
}

// MapDeleted forgets what is done.
func MapDeleted() {
	s := dial()
	pend := map[string]string{}
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if m[1] == "done" {
			delete(pend, m[0])
			continue
		}
		pend[m[0]] = m[1]
	}
}

func (x *backlog) Full() {
	s := dial()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if x.full() {
			continue
		}
		x.items = append(x.items, m)
	}
}

func HeapBounded() {
	s := dial()
	h := &pheap{}
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		heap.Push(h, m)
		if h.Len() > 100 {
			heap.Pop(h)
		}
	}
}

// FlushedByTicker: another goroutine starts it anew each second.
func FlushedByTicker() {
	s := dial()
	f := &flusher{}
	go f.run()
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		f.add(m)
	}
}

// Restarted starts anew when its peer does.
func Restarted() {
	s := dial()
	var rows []string
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if m == "BEGIN" {
			rows = nil
			continue
		}
		rows = append(rows, m)
	}
}

// StartedAnew: the loop makes an empty slice after each flush.
func StartedAnew(flush func([]string)) {
	s := dial()
	all := make([]string, 0)
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		if m == "flush" {
			flush(all)
			all = make([]string, 0)
		}
		all = append(all, m)
	}
}
