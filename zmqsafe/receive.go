package zmqsafe

// Receiving at a limited rate. Tokens are taken before a message is, where the
// limit pauses, so that nothing is in hand when the context ends.

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"github.com/pebbe/zmq4"
	"golang.org/x/time/rate"
)

// Handler handles a message. Its context ends with that of Receive. An error is
// counted and logged; to a ROUTER or REP it is also answered, unless the handler
// has replied: with the Rejection that it is or wraps, or else one of
// ReasonFailed, which tells nothing of the error.
type Handler func(context.Context, *Message) error

// Receive calls h for each message, at the rates that l allows, until ctx ends
// (its error), the socket is closed (ErrClosed) or libzmq fails. Then it waits for
// the handlers that run, which should heed their context; a message that was
// received is handled.
//
// With a Concurrency of 1, h is called in the goroutine of Receive, otherwise in
// others. Meanwhile the receiving side of s is for Receive alone: Recv and a
// second Receive return ErrConcurrentUse. Handlers send with [Message.Reply] and
// [Socket.PostMessage].
func Receive(ctx context.Context, s *Socket, l Limits, h Handler) error {
	r, err := newReceiver(s, l)
	if err != nil {
		return err
	}
	defer r.end()
	if r.l.Concurrency == 1 {
		return r.serial(ctx, h)
	}
	return r.parallel(ctx, h)
}

// Messages is Receive as an iterator, for loops that handle one message at a time.
// The last pair has an error and no message: what Receive would return.
//
//	for m, err := range zmqsafe.Messages(ctx, s, zmqsafe.Limits{}) {
//		if err != nil {
//			return err
//		}
//		…
//	}
//
// A request to a REP that the loop did not reply to is answered with a Rejection.
// Concurrency and StopOnPanic have no meaning here.
func Messages(ctx context.Context, s *Socket, l Limits) iter.Seq2[*Message, error] {
	return func(yield func(*Message, error) bool) {
		r, err := newReceiver(s, l)
		if err != nil {
			yield(nil, err)
			return
		}
		defer r.end()
		for more := true; more; {
			m, err := r.next(ctx)
			if err != nil {
				yield(nil, err)
				return
			}
			more = r.handle(ctx, m, func(context.Context, *Message) error {
				more = yield(m, nil)
				return nil
			}, false) == nil && more
		}
	}
}

type receiver struct {
	s     *Socket
	l     Limits
	all   *rate.Limiter
	peers *buckets      // nil: no limit for each peer
	waste *rate.Limiter // of what is thrown away
	token bool          // taken from all, and not used yet
	logs  map[Outcome]*rate.Sometimes
}

func newReceiver(s *Socket, l Limits) (*receiver, error) {
	l, err := l.withDefaults(s.typ)
	if err != nil {
		return nil, fmt.Errorf("zmqsafe: limits of %v: %w", s, err)
	}
	r := &receiver{
		s: s, l: l,
		all:   rate.NewLimiter(l.Rate, l.Burst),
		waste: rate.NewLimiter(min(wasteFactor*l.Rate, rate.Inf), l.Burst),
		logs:  map[Outcome]*rate.Sometimes{},
	}
	for _, o := range []Outcome{Failed, Dropped, Rejected, Discarded} {
		r.logs[o] = &rate.Sometimes{Interval: time.Second}
	}
	if l.PeerRate != rate.Inf {
		r.peers = newBuckets(l.PeerRate, l.PeerBurst, l.MaxPeers)
	}
	if !s.receiving.CompareAndSwap(false, true) {
		return nil, ErrConcurrentUse
	}
	return r, nil
}

func (r *receiver) end() { r.s.receiving.Store(false) }

func (r *receiver) serial(ctx context.Context, h Handler) error {
	for {
		m, err := r.next(ctx)
		if err != nil {
			return err
		}
		if err := r.handle(ctx, m, h, true); err != nil {
			return err
		}
	}
}

func (r *receiver) parallel(ctx context.Context, h Handler) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var running sync.WaitGroup
	defer running.Wait()
	slots := make(chan struct{}, r.l.Concurrency)
	for {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-r.s.closing:
			return ErrClosed
		}
		m, err := r.next(ctx)
		if err != nil {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			return err
		}
		running.Go(func() {
			if err := r.handle(ctx, m, h, true); err != nil {
				cancel(err)
			}
			<-slots
		})
	}
}

// next is the next message that is within the limits.
func (r *receiver) next(ctx context.Context) (*Message, error) {
	for {
		if r.l.Over == Pause && !r.token {
			if err := r.pause(ctx, r.all); err != nil {
				return nil, err
			}
			r.token = true
		}
		m, err := r.s.recv(ctx, r.peers != nil)
		ok := false
		var bad *DiscardedError
		switch {
		case err == nil:
			ok, err = r.within(ctx, m)
		case errors.As(err, &bad):
			r.tell(Event{Outcome: Discarded, Peer: bad.Peer, Err: bad})
			err = nil
		}
		if ok || err != nil {
			return m, err
		}
		if err := r.pause(ctx, r.waste); err != nil {
			return nil, err
		}
	}
}

// within judges a message, and does with one that is over a limit what has to be
// done.
func (r *receiver) within(ctx context.Context, m *Message) (ok bool, err error) {
	if r.peers != nil {
		peer := r.peers.of(m.Peer)
		if r.l.PeerOver == Pause {
			// The message is in hand: it is handled even if ctx ends now.
			if err := r.pause(ctx, peer); errors.Is(err, ErrClosed) {
				return false, err
			}
		} else if !peer.Allow() {
			return false, r.over(ctx, m, r.l.PeerOver, peer)
		}
	}
	if r.l.Over != Pause && !r.all.Allow() {
		return false, r.over(ctx, m, r.l.Over, r.all)
	}
	r.token = false
	return true, nil
}

func (r *receiver) over(ctx context.Context, m *Message, a Action, l *rate.Limiter) error {
	e := Event{Outcome: Dropped, Peer: m.Peer, Size: m.Size()}
	if a == Reject {
		e.Outcome = Rejected
		wait := time.Duration(float64(time.Second) / float64(l.Limit()))
		e.Err = r.answer(ctx, m, Rejection{ReasonRate, wait})
	}
	r.tell(e)
	return r.step(e.Err)
}

// step is an error after which a REP is out of step with its peers. To a ROUTER,
// it means that the peer is gone.
func (r *receiver) step(err error) error {
	if r.s.typ == zmq4.REP || errors.Is(err, ErrClosed) {
		return err
	}
	return nil
}

// answer is sent also when ctx has ended.
func (r *receiver) answer(ctx context.Context, m *Message, a Rejection) error {
	return m.Reply(context.WithoutCancel(ctx), a.Frames()...)
}

// pause waits for a token of l.
func (r *receiver) pause(ctx context.Context, l *rate.Limiter) error {
	if l.Limit() == rate.Inf {
		return nil
	}
	t := l.Reserve()
	d := t.Delay()
	if d == 0 {
		return nil
	}
	r.tell(Event{Outcome: Paused, Duration: d})
	if err := r.s.sleep(ctx, d); err != nil {
		t.Cancel()
		return err
	}
	return r.s.look()
}

var errNoReply = errors.New("zmqsafe: the handler gave no answer")

// handle calls the handler and answers for it where it did not. Its error ends
// receiving.
func (r *receiver) handle(ctx context.Context, m *Message, h Handler, contained bool) error {
	call := func() error { return h(ctx, m) }
	var begin time.Time
	if r.l.Hook != nil { // the only one to see the time, which costs a tenth of a message
		begin = time.Now()
	}
	var err error
	if contained {
		err = contain(call)
	} else {
		err = call()
	}
	answers := r.s.typ == zmq4.REP || r.s.typ == zmq4.ROUTER
	if err == nil && r.s.typ == zmq4.REP && !m.answered.Load() {
		err = errNoReply
	}
	e := Event{Outcome: Handled, Peer: m.Peer, Size: m.Size(), Err: err}
	if r.l.Hook != nil {
		e.Duration = time.Since(begin)
	}
	if err != nil {
		e.Outcome = Failed
	}
	r.tell(e)
	if err != nil && answers && !m.answered.Load() {
		if err := r.step(r.answer(ctx, m, rejection(err))); err != nil {
			return err
		}
	}
	if p := (*PanicError)(nil); r.l.StopOnPanic && errors.As(err, &p) {
		return err
	}
	return nil
}
