// Package unsupported has numbers whose unit is not seen.
package unsupported

import (
	"time"

	zmq "github.com/pebbe/zmq4"
)

// Config has a number; whether its unit is meant to be nanoseconds is written
// nowhere.
type Config struct {
	Timeout int `json:"timeout"`
}

func Configured(s *zmq.Socket, c Config) error { return s.SetRcvtimeo(time.Duration(c.Timeout)) }

// A bare constant that passes through a parameter: only the call itself is
// looked at, because the parameter can have a right value elsewhere.
func through(s *zmq.Socket, d time.Duration) error { return s.SetSndtimeo(d) }

func Passed(s *zmq.Socket) error { return through(s, 1000) }

// A duration that is made a number before the call.
func Before(s *zmq.Socket, idle time.Duration) error {
	n := int(idle)
	if n > 1<<30 {
		n = 1 << 30
	}
	return s.SetTcpKeepaliveIdle(n)
}
