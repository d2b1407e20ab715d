// Package unsupported confuses keys that nothing tells apart.
package unsupported

import zmq "github.com/pebbe/zmq4"

// Read keys are strings like any other: what their names say is no evidence.
func Read(s *zmq.Socket, public, secret string) error {
	return s.SetCurveSecretkey(public)
}

// One list for both halves: elements share a cell.
func List(s *zmq.Socket) error {
	public, secret, err := zmq.NewCurveKeypair()
	if err != nil {
		return err
	}
	pair := []string{public, secret}
	return s.SetCurveSecretkey(pair[0])
}
