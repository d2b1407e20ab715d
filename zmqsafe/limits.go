package zmqsafe

// How many messages are taken, and what happens to more.

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/pebbe/zmq4"
	"golang.org/x/time/rate"
)

// Action is what happens when messages come faster than a limit allows.
type Action int

const (
	// Default is Pause for the limit of all peers together. For the limit of one
	// peer it is Drop, and Reject for a REP, which has to answer.
	Default Action = iota
	// Pause stops reading until there is room. Messages wait in libzmq, up to
	// RcvHWM for each peer; then PUSH, DEALER and REQ peers have to wait, and
	// PUB and ROUTER peers drop. For the limit of one peer it makes all wait.
	Pause
	// Drop throws the message away. Not for REP.
	Drop
	// Reject answers with a Rejection of ReasonRate. Only for ROUTER and REP.
	Reject
)

// Limits are those of [Receive] and [Messages]. The zero value takes 10,000
// messages a second and handles one at a time.
//
// libzmq takes turns between connections, so that one that floods does not keep
// the others out; a limit for each peer bounds its share as well.
type Limits struct {
	// Rate is how many messages a second are taken, of all peers together, and
	// Burst how many at once after a silence. 0: 10,000, and a tenth of Rate.
	// rate.Inf: no limit.
	Rate  rate.Limit
	Burst int
	Over  Action
	// PeerRate and PeerBurst are the same for each peer. 0: no limit, and a
	// tenth of PeerRate. A peer is a key, or else an IP address (of IPv6, a
	// network of 64 bits); never a routing id, which it chooses itself. Without
	// either (inproc, ipc) all are one peer.
	PeerRate  rate.Limit
	PeerBurst int
	PeerOver  Action
	// MaxPeers is how many peers are remembered. Where more have been active of
	// late, those beyond it share one bucket. 0: 10,000.
	MaxPeers int
	// Concurrency is how many messages are handled at a time. 0: 1. A REP
	// handles one.
	Concurrency int
	// StopOnPanic ends Receive with the PanicError of a handler. Otherwise the
	// panic is logged, counted and answered like an error.
	StopOnPanic bool
	// Hook is told what became of each message, for metrics. Receiving waits for
	// it, or one of the handlers does. nil: none.
	Hook func(Event)
}

// Event is what became of a message.
type Event struct {
	Outcome  Outcome
	Peer     Peer
	Size     int           // bytes of all frames; 0 for what was discarded
	Duration time.Duration // of the handler, or of the pause
	Err      error         // of the handler, or why it was discarded
}

// Outcome is a kind of Event.
type Outcome string

// The kinds of Event.
const (
	Handled   Outcome = "handled"
	Failed    Outcome = "failed"    // the handler returned an error or panicked (PanicError)
	Dropped   Outcome = "dropped"   // over a limit
	Rejected  Outcome = "rejected"  // over a limit
	Discarded Outcome = "discarded" // too large, or from a revoked key (DiscardedError)
	Paused    Outcome = "paused"    // no message: reading waited for a limit
)

// wasteFactor is how many messages are thrown away a second at most, as a multiple
// of Rate: reading what is thrown away takes processor time too. What comes even
// faster has to wait.
const wasteFactor = 10

// withDefaults fills in what is zero, and refuses what the socket cannot do.
func (l Limits) withDefaults(t zmq4.Type) (Limits, error) {
	l.Rate = min(cmp.Or(l.Rate, 10000), rate.Inf)
	l.Burst = cmp.Or(l.Burst, burst(l.Rate))
	l.PeerRate = min(cmp.Or(l.PeerRate, rate.Inf), rate.Inf)
	l.PeerBurst = cmp.Or(l.PeerBurst, burst(l.PeerRate))
	l.Over = cmp.Or(l.Over, Pause)
	if t == zmq4.REP {
		l.PeerOver = cmp.Or(l.PeerOver, Reject)
	}
	l.PeerOver = cmp.Or(l.PeerOver, Drop)
	l.MaxPeers = cmp.Or(l.MaxPeers, 10000)
	l.Concurrency = cmp.Or(l.Concurrency, 1)
	return l, l.check(t)
}

func burst(r rate.Limit) int {
	return int(max(1, min(float64(r)/10, math.MaxInt32)))
}

func (l Limits) check(t zmq4.Type) error {
	errs := []error{
		inRange("Burst", l.Burst, 1, math.MaxInt32),
		inRange("PeerBurst", l.PeerBurst, 1, math.MaxInt32),
		inRange("MaxPeers", l.MaxPeers, 1, 1<<24),
		inRange("Concurrency", l.Concurrency, 1, 1<<20),
		l.Over.check("Over", t),
		l.PeerOver.check("PeerOver", t),
	}
	if !(l.Rate > 0) || !(l.PeerRate > 0) { // nor NaN
		errs = append(errs, fmt.Errorf("Rate is %v and PeerRate %v: a rate is above 0", l.Rate, l.PeerRate))
	}
	switch t {
	case zmq4.PUB, zmq4.PUSH:
		errs = append(errs, fmt.Errorf("%v does not receive", t))
	case zmq4.REQ:
		errs = append(errs, errors.New("REQ receives one answer for each request: use Send and Recv"))
	case zmq4.REP:
		if l.Concurrency > 1 {
			errs = append(errs, errors.New("REP handles one request at a time: use ROUTER for Concurrency"))
		}
	}
	return errors.Join(errs...)
}

func (a Action) check(name string, t zmq4.Type) error {
	switch {
	case a < Default || a > Reject:
		return fmt.Errorf("%s is %d, which is no Action", name, a)
	case a == Drop && t == zmq4.REP:
		return fmt.Errorf("%s: a REP has to answer and cannot Drop", name)
	case a == Reject && t != zmq4.REP && t != zmq4.ROUTER:
		return fmt.Errorf("%s: a %v has no way to Reject", name, t)
	}
	return nil
}
