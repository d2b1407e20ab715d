// Package reported gives one socket both CURVE roles.
package reported

import zmq "github.com/pebbe/zmq4"

type Keys struct{ Server, Public, Secret string }

// Copied has lines from the client's example in the server.
func Copied(k Keys) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return nil, err
	}
	if err := s.SetCurveServer(1); err != nil {
		return nil, err
	}
	if err := s.SetCurveServerkey(k.Server); err != nil {
		return nil, err
	}
	if err := s.SetCurvePublickey(k.Public); err != nil {
		return nil, err
	}
	if err := s.SetCurveSecretkey(k.Secret); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://10.0.0.1:5555") // want `^REP socket was made a CURVE server and a CURVE client before it is bound to tcp://10\.0\.0\.1:5555: the last one wins, and here it is a client \(curve-role-conflict\)$`
}

// Node has a helper for each role and calls both.
type Node struct{ sock *zmq.Socket }

func (n *Node) asServer(k Keys) error { return n.sock.ServerAuthCurve("node", k.Secret) }
func (n *Node) asClient(k Keys) error {
	return n.sock.ClientAuthCurve(k.Server, k.Public, k.Secret)
}

func Start(k Keys, peers []string) (*Node, error) {
	sock, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		return nil, err
	}
	n := &Node{sock}
	for _, secure := range []func(Keys) error{n.asClient, n.asServer} {
		if err := secure(k); err != nil {
			return nil, err
		}
	}
	if err := sock.Bind("tcp://*:5556"); err != nil { // want `^ROUTER socket was made a CURVE server and a CURVE client before it is bound to tcp://\*:5556: the last one wins, and here it is a server`
		return nil, err
	}
	return n, nil
}
