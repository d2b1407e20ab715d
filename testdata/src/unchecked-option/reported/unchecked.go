// Package reported sets limits and does not look whether it worked.
package reported

import (
	"time"

	zmq "github.com/pebbe/zmq4"
)

// Sink receives results.
type Sink struct{ sock *zmq.Socket }

func NewSink(endpoint string) (*Sink, error) {
	sock, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return nil, err
	}
	sock.SetMaxmsgsize(1 << 20)       // want `^the error of SetMaxmsgsize is dropped: when it fails, MAXMSGSIZE stays as it was \(unchecked-option\)$`
	_ = sock.SetRcvhwm(100)           // want `^the error of SetRcvhwm is dropped: `
	sock.SetHeartbeatIvl(time.Second) // want `^the error of SetHeartbeatIvl is dropped: `
	return &Sink{sock}, sock.Bind("tcp://" + endpoint)
}

// Deferred calls and goroutines drop results as well.
func (s *Sink) Close() error {
	defer s.sock.SetLinger(0) // want `^the error of SetLinger is dropped: `
	return nil
}

func tune(s *zmq.Socket) {
	go s.SetHandshakeIvl(time.Second) // want `^the error of SetHandshakeIvl is dropped: `
}

// Embedded: the same method by another name.
type Source struct{ *zmq.Socket }

func (s Source) limit(n int) {
	s.SetSndhwm(n)                         // want `^the error of SetSndhwm is dropped: `
	s.Socket.SetLinger(0)                  // want `^the error of SetLinger is dropped: `
	set := func() { s.SetTcpKeepalive(1) } // want `^the error of SetTcpKeepalive is dropped: `
	set()
}

func NewSource(n int) (Source, error) {
	sock, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return Source{}, err
	}
	s := Source{sock}
	s.limit(n)
	return s, s.Connect("tcp://sink:5555")
}
