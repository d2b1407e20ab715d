//go:build libzmq && cgo && unix

package attack

// Attacks on the handling of messages. The plain service reads as fast as it can
// and hands over to a worker, so as not to miss anything; the other one has
// zmqsafe.Receive.

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pebbe/zmq4"
	"github.com/zmqlint/zmqlint/zmqsafe"
)

// work is what handling a message takes.
const work = 200 * time.Microsecond

// handled is a message that was handled.
type handled struct {
	honest bool
	took   time.Duration // since the honest client sent it
	at     time.Time
}

// record is what was handled.
type record struct {
	mu   sync.Mutex
	list []handled
}

// add is the handler: it tells a message of the honest client, which has the
// time of sending, from those of the flood, which are of zeros.
func (r *record) add(message []byte) {
	for start := time.Now(); time.Since(start) < work; { // Sleep is not that exact
	}
	h := handled{at: time.Now()}
	if message[0] != 0 {
		sent := try(time.Parse(time.RFC3339Nano, string(message)))
		h.honest, h.took = true, time.Since(sent)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.list = append(r.list, h)
}

// served is the number of honest messages, and how long the slowest took.
func (r *record) served() (n int, slowest time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, h := range r.list {
		if h.honest {
			n++
			slowest = max(slowest, h.took)
		}
	}
	return n, slowest
}

// rate is how many messages of the flood were handled in a second.
func (r *record) rate(from, to time.Time) float64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := 0
	for _, h := range r.list {
		if !h.honest && h.at.After(from) && h.at.Before(to) {
			n++
		}
	}
	return float64(n) / to.Sub(from).Seconds()
}

// queueing is the plain service: a loop that receives, a worker that handles. It
// counts what it received.
func queueing(service *plainEnd, r *record) (received func() uint64) {
	var mu sync.Mutex
	var queue [][]byte
	go func() {
		for {
			mu.Lock()
			var m []byte
			if len(queue) > 0 {
				m, queue = queue[0], queue[1:]
			}
			mu.Unlock()
			if m == nil {
				time.Sleep(time.Millisecond)
				continue
			}
			r.add(m)
		}
	}()
	var count atomic.Uint64
	go func() {
		for {
			m := try(service.RecvBytes(0))
			mu.Lock()
			queue = append(queue, m)
			mu.Unlock()
			count.Add(1)
		}
	}()
	return count.Load
}

// receive has zmqsafe handle the messages to a service, until it ends.
func (s *stage) receive(service end, l zmqsafe.Limits, h func([]byte)) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- zmqsafe.Receive(ctx, service.(safeEnd).Socket, l, func(_ context.Context, m *zmqsafe.Message) error {
			h(m.Frames[0])
			return nil
		})
	}()
	s.after(func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			fatal(err)
		}
	})
}

func flood(s *stage) outcome {
	const perPeer, n = 1000, 1_000_000
	var r record
	service := s.listen(zmq4.PULL)
	var received func() uint64
	if s.safe {
		must(s.context().Authenticator().Allow(domain, "flood", s.stranger.Public))
		// More than the machine can do: the limit of the peer is the one to see.
		s.receive(service, zmqsafe.Limits{Rate: 1_000_000, PeerRate: perPeer}, r.add)
		received = func() uint64 { return service.(safeEnd).Stats().Received }
	} else {
		received = queueing(service.(*plainEnd), &r)
	}
	client := s.dial(zmq4.PUSH, service.Endpoint())
	sent := 0
	tell := func() {
		if client.Offer([]byte(time.Now().Format(time.RFC3339Nano))) {
			sent++
		}
		time.Sleep(20 * time.Millisecond)
	}
	for end := time.Now().Add(patience); sent == 0; tell() {
		if time.Now().After(end) {
			fatal(errors.New("the honest client is not connected"))
		}
	}
	s.attack("flood", service.Endpoint(), s.stranger, n, 100)
	start := time.Now()
	for received() < n {
		if tell(); time.Since(start) > 3*patience {
			fatal(fmt.Errorf("%d messages of the flood arrived", received()))
		}
	}
	end := time.Now()
	time.Sleep(time.Second) // for what is on the way
	served, slowest := r.served()
	grown := s.grown()
	if !s.safe {
		return outcome{served == sent && grown < little, fmt.Sprintf("memory grew by %.0f MB, %d of %d messages of another client handled a second after", grown, served, sent)}
	}
	rate := r.rate(start.Add(end.Sub(start)/4), end)
	off := math.Abs(rate/perPeer - 1)
	return outcome{off <= 0.05 && served == sent && slowest < time.Second && grown < little,
		fmt.Sprintf("memory grew by %.0f MB, %.0f messages/s of the flood handled (limit %d), %d of %d of another client, the slowest in %d ms", grown, rate, perPeer, served, sent, slowest.Milliseconds())}
}

func panics(s *stage) outcome {
	service := s.listen(zmq4.PULL)
	client := s.dial(zmq4.PUSH, service.Endpoint())
	got := make(chan string, 1)
	handle := func(m []byte) {
		if string(m) == "bad" {
			panic("the handler met what it did not expect")
		}
		got <- string(m)
	}
	if p, ok := service.(*plainEnd); ok {
		go func() {
			for {
				handle(try(p.RecvBytes(0)))
			}
		}()
	} else {
		s.receive(service, zmqsafe.Limits{}, handle)
	}
	for _, m := range []string{"good", "bad", "good"} {
		for end := time.Now().Add(patience); !client.Offer([]byte(m)); {
			if time.Now().After(end) {
				fatal(errors.New("no room"))
			}
		}
		if m != "good" {
			continue
		}
		select {
		case <-got:
		case <-time.After(patience):
			return outcome{false, "nothing is handled any more"}
		}
	}
	e, ok := service.(safeEnd)
	if !ok {
		return outcome{true, "the panic had no effect"}
	}
	n := e.Stats().Panicked
	return outcome{n == 1, fmt.Sprintf("%d panic counted, the next message is handled", n)}
}
