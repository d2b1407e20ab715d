package reported

import zmq "github.com/pebbe/zmq4"

// A Server has one of two sockets: which one its loop reads, its importers know.
type Server struct{ sock *zmq.Socket }

func newServer(t zmq.Type) (*Server, error) {
	s, err := zmq.NewSocket(t)
	if err != nil {
		return nil, err
	}
	return &Server{s}, nil
}

func NewAsync() (*Server, error) { return newServer(zmq.DEALER) }

func NewSync() (*Server, error) { return newServer(zmq.REP) }

func (s *Server) Bind() error { return s.sock.Bind("tcp://*:7779") }

func (s *Server) Listen() {
	for { // want `^REP or DEALER socket bound to tcp://\*:7779 is read as fast .* \(unthrottled-recv\)$`
		m, err := s.sock.Recv(0)
		if err != nil {
			return
		}
		work(m)
	}
}
