// Package silent says why, or does not hand out anything.
package silent

import (
	"errors"

	zmq "github.com/pebbe/zmq4"
)

func limits(s *zmq.Socket) error {
	return errors.Join(s.SetMaxmsgsize(1<<20), s.SetRcvhwm(100), s.SetSndhwm(100), s.SetLinger(0), s.SetTcpKeepalive(1))
}

func Explained() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		return nil, err
	}
	if err := limits(s); err != nil {
		return nil, err
	}
	// Clients come back with their identity before the old connection has
	// timed out; CURVE tells who they are.
	if err := s.SetRouterHandover(true); err != nil {
		return nil, err
	}
	if err := s.SetSocksProxy("127.0.0.1:1080"); err != nil { // the only way out of this segment
		return nil, err
	}
	return s, s.Connect("tcp://broker:5555")
}

// A STREAM socket that says why.
func Stream() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.STREAM)
	if err != nil {
		return nil, err
	}
	if err := limits(s); err != nil {
		return nil, err
	}
	// Health checks of the load balancer speak HTTP.
	return s, s.Bind("tcp://10.0.0.5:8080")
}

func TurnedOff(s *zmq.Socket) error {
	if err := s.SetRouterRaw(0); err != nil {
		return err
	}

	return s.SetSocksProxy("")
}

func NoDescriptor(s *zmq.Socket) error {

	return s.SetUseFd(-1)
}

// On this machine a newcomer is a process of ours.
func Local() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(s.SetLinger(0), s.SetSndhwm(100)); err != nil {
		return nil, err
	}
	if err := s.SetRouterHandover(true); err != nil {
		return nil, err
	}
	return s, s.Bind("ipc:///run/broker/frontend")
}
