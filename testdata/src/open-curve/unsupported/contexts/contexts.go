// Package contexts has a ZAP handler in one Context and a server in another:
// Contexts are not told apart, and a handler in sight is taken for the right
// one.
package contexts

import zmq "github.com/pebbe/zmq4"

func Handler(ctx *zmq.Context) (*zmq.Socket, error) {
	zap, err := ctx.NewSocket(zmq.ROUTER)
	if err != nil {
		return nil, err
	}
	return zap, zap.Bind("inproc://zeromq.zap.01")
}

func Serve(secret string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return nil, err
	}
	if err := s.ServerAuthCurve("rpc", secret); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://*:5555")
}
