package zmqsafe

import "sync/atomic"

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
