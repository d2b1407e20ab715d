// Package context makes its sockets in a Context of its own, which the
// authenticator does not serve.
package context

import (
	"errors"

	zmq "github.com/pebbe/zmq4"
)

type Node struct {
	ctx  *zmq.Context
	sock *zmq.Socket
}

func New(secret string, clients []string) (*Node, error) {
	if err := zmq.AuthStart(); err != nil {
		return nil, err
	}
	zmq.AuthCurveAdd("node", clients...)
	ctx, err := zmq.NewContext()
	if err != nil {
		return nil, err
	}
	sock, err := ctx.NewSocket(zmq.ROUTER)
	if err != nil {
		return nil, errors.Join(err, ctx.Term())
	}
	n := &Node{ctx, sock}
	return n, n.open(secret)
}

func (n *Node) open(secret string) error {
	if err := n.sock.ServerAuthCurve("node", secret); err != nil {
		return err
	}
	return n.sock.Bind("tcp://*:5555") // want `^ROUTER socket is bound to tcp://\*:5555 as a CURVE server that admits any client key: AuthStart serves the default context, and this socket belongs to another`
}

// In takes its Context from whoever uses it.
func (n *Node) In(secret string) (*zmq.Socket, error) {
	pub, err := n.ctx.NewSocket(zmq.PUB)
	if err != nil {
		return nil, err
	}
	if err := pub.ServerAuthCurve("node", secret); err != nil {
		return nil, err
	}
	return pub, pub.Bind("tcp://*:5556") // want `^PUB socket is bound to tcp://\*:5556 as a CURVE server that admits any client key: AuthStart serves the default context`
}
