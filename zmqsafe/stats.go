package zmqsafe

import (
	"errors"
	"log/slog"
	"sync/atomic"
)

// Stats counts what became of messages since the socket was opened. For expvar:
//
//	expvar.Publish("jobs", expvar.Func(func() any { return s.Stats() }))
type Stats struct {
	Sent     uint64
	Received uint64 // whole, within the limits, from peers with a valid key
	TooLarge uint64 // thrown away for their size
	Revoked  uint64 // thrown away because the key was revoked
	// Of those received by Receive and Messages:
	Handled  uint64 // the handler returned nil, or the loop went on
	Failed   uint64 // the handler returned an error or panicked
	Panicked uint64 // how many of Failed panicked
	Dropped  uint64 // over the limit, thrown away
	Rejected uint64 // over the limit, answered with a Rejection
	Paused   uint64 // waits for a limit
}

type stats struct {
	sent, received, tooLarge, revoked                    atomic.Uint64
	handled, failed, panicked, dropped, rejected, paused atomic.Uint64
}

// Stats is how things stand now.
func (s *Socket) Stats() Stats {
	c := &s.stats
	return Stats{
		Sent: c.sent.Load(), Received: c.received.Load(), TooLarge: c.tooLarge.Load(), Revoked: c.revoked.Load(),
		Handled: c.handled.Load(), Failed: c.failed.Load(), Panicked: c.panicked.Load(),
		Dropped: c.dropped.Load(), Rejected: c.rejected.Load(), Paused: c.paused.Load(),
	}
}

// tell counts, logs and calls the hook.
func (r *receiver) tell(e Event) {
	c := &r.s.stats
	switch e.Outcome {
	case Handled:
		c.handled.Add(1)
	case Failed:
		c.failed.Add(1)
		if p := (*PanicError)(nil); errors.As(e.Err, &p) {
			c.panicked.Add(1)
		}
	case Dropped:
		c.dropped.Add(1)
	case Rejected:
		c.rejected.Add(1)
	case Paused:
		c.paused.Add(1)
	}
	if sometimes := r.logs[e.Outcome]; sometimes != nil {
		sometimes.Do(func() { r.log(e) })
	}
	if r.l.Hook != nil {
		r.l.Hook(e)
	}
}

func (r *receiver) log(e Event) {
	args := []any{slog.String("socket", r.s.String()), slog.String("peer", e.Peer.String())}
	if e.Err != nil {
		args = append(args, slog.Any("error", e.Err))
	}
	if p := (*PanicError)(nil); errors.As(e.Err, &p) {
		args = append(args, slog.String("stack", string(p.Stack)))
	}
	r.s.ctx.log.Warn("zmqsafe: message "+string(e.Outcome), args...)
}
