// Package library is a part of a program: who adds keys, and to which domain,
// is not all in sight.
package library

import zmq "github.com/pebbe/zmq4"

func Serve(domain, secret string) (*zmq.Socket, error) {
	if err := zmq.AuthStart(); err != nil {
		return nil, err
	}
	zmq.AuthSetVerbose(false)
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return nil, err
	}
	if err := s.ServerAuthCurve("library", secret); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://*:5555")
}

func Admit(keys ...string) { zmq.AuthCurveAdd("clients", keys...) }

func Allow(networks ...string) { zmq.AuthAllow("library", networks...) }

// Stop is called when the program ends.
func Stop(s *zmq.Socket) error {
	err := s.Close()
	zmq.AuthStop()
	return err
}

// Server closes its socket in a method; whoever uses it stops in order.
type Server struct{ rep *zmq.Socket }

func (s *Server) start(secret string) error {
	if err := s.rep.ServerAuthCurve("library", secret); err != nil {
		return err
	}
	return s.rep.Bind("tcp://*:5556")
}

func (s *Server) close() {
	if s.rep != nil {
		s.rep.Close()
	}
}

func Once(secret string) error {
	rep, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	s := &Server{rep}
	if err := s.start(secret); err != nil {
		return err
	}
	if _, err := rep.Recv(0); err != nil {
		return err
	}
	s.close()
	zmq.AuthStop()
	return nil
}
