// Package unsupported is not followed: what is missing here is not reported.
package unsupported

import zmq "github.com/pebbe/zmq4"

// Two sockets in one slice share a cell: what is set on one of them counts for
// both.
func Slice() error {
	socks := make([]*zmq.Socket, 2)
	for i := range socks {
		s, err := zmq.NewSocket(zmq.PULL)
		if err != nil {
			return err
		}
		socks[i] = s
	}
	if err := socks[0].SetMaxmsgsize(1 << 20); err != nil {
		return err
	}
	if err := socks[0].SetRcvhwm(10); err != nil {
		return err
	}
	if err := socks[0].SetTcpKeepalive(1); err != nil {
		return err
	}
	return socks[1].Bind("tcp://10.0.0.5:5557")
}

// An option that is set behind the bind in the same loop is late for the first
// endpoint and in time for the others: late-option leaves it to missing-options,
// which takes it for late.
func FirstWithout(endpoints []string) error {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.SetRcvhwm(100); err != nil {
		return err
	}
	if err := s.SetTcpKeepalive(1); err != nil {
		return err
	}
	for _, e := range endpoints {
		if err := s.Bind(e); err != nil {
			return err
		}
		if err := s.SetMaxmsgsize(1 << 20); err != nil {
			return err
		}
	}
	return nil
}

// The elements of a channel come from goroutines, in no order that is known.
func Channel(work <-chan *zmq.Socket) error {
	for s := range work {
		if err := s.Bind("tcp://10.0.0.5:5559"); err != nil {
			return err
		}
	}
	return nil
}
