// Package unsupported protects nothing in ways that are not found.
package unsupported

import (
	"errors"

	zmq "github.com/pebbe/zmq4"
)

// A limit that is too small for CURVE on some paths only: the value is one of
// several.
func Sizes(secretKey string, tiny bool) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return nil, err
	}
	size := int64(1 << 20)
	if tiny {
		size = 100
	}
	if err := errors.Join(s.SetCurveServer(1), s.SetCurveSecretkey(secretKey), s.SetMaxmsgsize(size), s.SetRcvhwm(10), s.SetTcpKeepalive(1)); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://10.0.0.5:5556")
}
