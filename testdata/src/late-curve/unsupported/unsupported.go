// Package unsupported sets CURVE options late in ways that are not followed.
package unsupported

import zmq "github.com/pebbe/zmq4"

// Server leaves the order of Open and Secure to its users: nobody in the load
// calls them, and each order is possible.
type Server struct{ sock *zmq.Socket }

func New() (*Server, error) {
	sock, err := zmq.NewSocket(zmq.REP)
	return &Server{sock}, err
}

func (s *Server) Open() error                { return s.sock.Bind("tcp://10.0.0.1:5555") }
func (s *Server) Secure(secret string) error { return s.sock.ServerAuthCurve("rep", secret) }
