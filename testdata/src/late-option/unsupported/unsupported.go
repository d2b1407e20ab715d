// Package unsupported sets options in methods whose order is not known.
package unsupported

import (
	"errors"

	zmq "github.com/pebbe/zmq4"
)

// Receiver is opened by one exported method and limited by another: who calls
// them, and in which order, is not in this package.
type Receiver struct{ sock *zmq.Socket }

func New() (*Receiver, error) {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return nil, err
	}
	return &Receiver{sock: s}, errors.Join(s.SetRcvhwm(10), s.SetTcpKeepalive(1))
}

func (r *Receiver) Listen(endpoint string) error { return r.sock.Bind(endpoint) }

func (r *Receiver) Limit(size int64) error { return r.sock.SetMaxmsgsize(size) }
