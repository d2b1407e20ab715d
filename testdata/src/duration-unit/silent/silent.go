// Package silent has numbers with a unit, and some that need none.
package silent

import (
	"errors"
	"time"

	zmq "github.com/pebbe/zmq4"
)

const (
	tick              = 10 * time.Millisecond
	never             = -1
	short             = 500 * time.Microsecond // less than a millisecond, but on purpose
	asDuration        = time.Duration(2.5e9)
	wholeMilliseconds = 3000000
)

// Config has seconds as the operator writes them.
type Config struct {
	TimeoutSeconds int           `json:"timeout_seconds"`
	Interval       time.Duration `json:"interval"`
}

func Apply(s *zmq.Socket, c Config) error {
	return errors.Join(
		s.SetLinger(0),
		s.SetRcvtimeo(-1),
		s.SetSndtimeo(never),
		s.SetReconnectIvl(3*tick),
		s.SetHandshakeIvl(time.Duration(c.TimeoutSeconds)*time.Second),
		s.SetHeartbeatIvl(c.Interval),
		s.SetHeartbeatTimeout(short),
		s.SetConnectTimeout(asDuration),
		s.SetTcpMaxrt(wholeMilliseconds),
	)
}

func Keepalive(s *zmq.Socket, c Config) error {
	return errors.Join(
		s.SetTcpKeepalive(1),
		s.SetTcpKeepaliveIdle(60),
		s.SetTcpKeepaliveIntvl(int(c.Interval.Seconds())),
		s.SetTcpKeepaliveIntvl(int(c.Interval/time.Second)),
	)
}

func Poll(p *zmq.Poller) error {
	if _, err := p.Poll(-1); err != nil {
		return err
	}
	if _, err := p.Poll(0); err != nil {
		return err
	}
	_, err := p.PollAll(time.Until(time.Now().Add(time.Minute)))
	return err
}
