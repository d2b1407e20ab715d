// Package silent has small limits and inproc sockets that are in order.
package silent

import (
	"errors"

	zmq "github.com/pebbe/zmq4"
)

// Without CURVE a small limit is a limit.
func Small() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(s.SetMaxmsgsize(64), s.SetRcvhwm(10), s.SetTcpKeepalive(1)); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://10.0.0.5:5555")
}

// CURVE with a limit that the handshake passes, or with one that is not known.
func Curve(secretKey string, size int64) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(s.SetCurveServer(1), s.SetCurveSecretkey(secretKey), s.SetMaxmsgsize(1024), s.SetRcvhwm(10), s.SetTcpKeepalive(1)); err != nil {
		return nil, err
	}
	if size > 0 {
		if err := s.SetMaxmsgsize(size); err != nil {
			return nil, err
		}
	}
	return s, s.Bind("tcp://10.0.0.5:5556")
}

// Proxy opens one socket in this process and on the network.
func Proxy() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(s.SetMaxmsgsize(4096), s.SetRcvhwm(10), s.SetTcpKeepalive(1)); err != nil {
		return nil, err
	}
	for _, endpoint := range []string{"inproc://queue", "tcp://10.0.0.5:5557"} {
		if err := s.Bind(endpoint); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Listen is for endpoints that configuration gives, inproc among them.
func Listen(endpoint string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return nil, err
	}
	if endpoint == "" {
		endpoint = "inproc://default"
	}
	if err := errors.Join(s.SetMaxmsgsize(4096), s.SetRcvhwm(10), s.SetTcpKeepalive(1)); err != nil {
		return nil, err
	}
	return s, s.Bind(endpoint)
}

// Options that matter inside a process too.
func Inproc() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return nil, err
	}
	return s, errors.Join(s.SetSndhwm(10), s.SetLinger(0), s.Connect("inproc://queue"))
}
