// Package reported has numbers without a unit.
package reported

import (
	"context"
	"errors"
	"time"

	zmq "github.com/pebbe/zmq4"
)

const pollTimeout = 250

// Poller polls with whatever it is given.
type Poller struct {
	poller *zmq.Poller
	sock   *zmq.Socket
}

func NewPoller(s *zmq.Socket) *Poller {
	p := zmq.NewPoller()
	p.Add(s, zmq.POLLIN)
	return &Poller{p, s}
}

func (p *Poller) Run(ctx context.Context, handle func([]byte)) error {
	for ctx.Err() == nil {
		ready, err := p.poller.Poll(pollTimeout) // want `^Poll takes a time\.Duration: 250 is 250ns, of which whole milliseconds count, 0 ms; write the unit, as in 250\*time\.Millisecond \(duration-unit\)$`
		if err != nil {
			return err
		}
		for range ready {
			b, err := p.sock.RecvBytes(0)
			if err != nil {
				return err
			}
			handle(b)
		}
	}
	return ctx.Err()
}

func Timeouts(s *zmq.Socket) error {
	var linger time.Duration = 1000
	return errors.Join(
		s.SetLinger(linger),        // want `^SetLinger takes a time\.Duration: 1000 is 1µs, of which whole milliseconds count, 0 ms; `
		s.SetRcvtimeo(5*1000),      // want `^SetRcvtimeo takes a time\.Duration: 5000 is 5µs, `
		s.SetSndtimeo(pollTimeout), // want `^SetSndtimeo takes a time\.Duration: 250 is 250ns, `
		s.SetHandshakeIvl(30000),   // want `^SetHandshakeIvl takes a time\.Duration: 30000 is 30µs, `
		s.SetReconnectIvl(1500000), // want `^SetReconnectIvl takes a time\.Duration: 1500000 is 1\.5ms, of which whole milliseconds count, 1 ms; `
	)
}

func React(s *zmq.Socket) error {
	r := zmq.NewReactor()
	r.AddSocket(s, zmq.POLLIN, func(zmq.State) error { _, err := s.Recv(0); return err })
	return r.Run(30) // want `^Run takes a time\.Duration: 30 is 30ns, `
}

// The system counts idle time and intervals of keepalive in seconds.
func Keepalive(s *zmq.Socket, idle time.Duration) error {
	if err := s.SetTcpKeepalive(1); err != nil {
		return err
	}
	if err := s.SetTcpKeepaliveIdle(int(idle)); err != nil { // want `^SetTcpKeepaliveIdle takes seconds, and a time\.Duration counts nanoseconds; divide it by time\.Second `
		return err
	}
	if err := s.SetTcpKeepaliveCnt(3); err != nil {
		return err
	}
	return s.SetTcpKeepaliveIntvl(int(10 * idle)) // want `^SetTcpKeepaliveIntvl takes seconds, `
}
