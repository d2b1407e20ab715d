// Package reported sets options to values that turn the protection off.
package reported

import (
	"errors"
	"fmt"
	"time"

	zmq "github.com/pebbe/zmq4"
)

const (
	unlimited = 0
	forever   = time.Duration(-1)
)

// Queue is a work queue in front of slow workers.
type Queue struct {
	in, out *zmq.Socket
	hwm     int
	timeout time.Duration
}

func NewQueue() (*Queue, error) {
	q := &Queue{hwm: unlimited, timeout: time.Second}
	var err error
	if q.in, err = zmq.NewSocket(zmq.PULL); err != nil {
		return nil, err
	}
	if q.out, err = zmq.NewSocket(zmq.PUSH); err != nil {
		return nil, err
	}
	if err := errors.Join(
		q.in.SetRcvhwm(q.hwm),    // want `^RCVHWM of the PULL socket is set to 0: no limit on the messages that queue for each peer \(weak-option\)$`
		q.in.SetMaxmsgsize(-1),   // want `^MAXMSGSIZE of the PULL socket is set to -1: no limit on the size of a message `
		q.in.SetHandshakeIvl(0),  // want `^HANDSHAKE_IVL of the PULL socket is set to 0: a silent peer keeps its connection for ever `
		q.in.SetTcpKeepalive(0),  // want `^TCP_KEEPALIVE of the PULL socket is set to 0: a peer that vanished is not noticed `
		q.out.SetSndhwm(0),       // want `^SNDHWM of the PUSH socket is set to 0: no limit on the messages that queue for each peer `
		q.out.SetLinger(forever), // want `^LINGER of the PUSH socket is set to -1: Term waits for ever for unsent messages `
		q.out.SetTcpKeepalive(1),
	); err != nil {
		return nil, err
	}
	if err := q.in.Bind("tcp://10.0.0.5:5555"); err != nil {
		return nil, err
	}
	return q, q.out.Connect("tcp://workers:5556")
}

// unlimit is the helper that everyone copies.
func unlimit(s *zmq.Socket, n int) error {
	if err := s.SetSndhwm(n); err != nil { // want `^SNDHWM of the PUB socket is set to 0: `
		return err
	}
	return s.SetLinger(-1 * time.Millisecond) // want `^LINGER of the PUB socket is set to -1: `
}

func Publish() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return nil, err
	}
	if err := unlimit(s, 0); err != nil {
		return nil, fmt.Errorf("publisher: %w", err)
	}
	if err := s.SetHeartbeatIvl(time.Second); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://10.0.0.5:5557")
}

// A table of setters hides the value in a row.
func Table(s *zmq.Socket) error {
	for _, o := range []struct {
		set   func(int) error
		value int
	}{
		{s.SetTcpKeepalive, 1},
		{s.SetTcpKeepaliveIdle, 60},
	} {
		if err := o.set(o.value); err != nil {
			return err
		}
	}
	return s.SetRcvhwm(0) // want `^RCVHWM of the socket is set to 0: `
}
