// Package reported gives sockets a CURVE role and forgets a key.
package reported

import (
	"errors"
	"fmt"

	zmq "github.com/pebbe/zmq4"
)

// TLS-like configuration: the names suggest that everything is there.
type CurveConfig struct {
	ServerPublic string `json:"server_public"`
	Public       string `json:"public"`
	Secret       string `json:"secret"`
}

// Server switches CURVE on and stops there.
type Server struct{ rep *zmq.Socket }

func NewServer() (*Server, error) {
	rep, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return nil, err
	}
	if err := rep.SetCurveServer(1); err != nil {
		return nil, err
	}
	if err := rep.SetZapDomain("rpc"); err != nil {
		return nil, err
	}
	return &Server{rep}, nil
}

func (s *Server) Listen(port int) error {
	return s.rep.Bind(fmt.Sprintf("tcp://10.0.0.1:%d", port)) // want `^REP socket is bound to tcp://10\.0\.0\.1:… as a CURVE server without its secret key: every handshake fails, and nothing says so \(incomplete-curve\)$`
}

// Client has its own pair and does not know the server.
func Client(c CurveConfig) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.DEALER)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(s.SetCurvePublickey(c.Public), s.SetCurveSecretkey(c.Secret)); err != nil {
		return nil, err
	}
	return s, s.Connect("tcp://server.example.net:5555") // want `^DEALER socket is connected to tcp://server\.example\.net:5555 as a CURVE client without the server's key: every handshake fails`
}

// Anonymous believes that a client needs no keys of its own.
func Anonymous(c CurveConfig) (sub *zmq.Socket, err error) {
	if sub, err = zmq.NewSocket(zmq.SUB); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			sub.Close()
			sub = nil
		}
	}()
	if err = sub.SetCurveServerkey(c.ServerPublic); err != nil {
		return
	}
	err = sub.Connect("tcp://server.example.net:5556") // want `^SUB socket is connected to tcp://server\.example\.net:5556 as a CURVE client without its public key and its secret key: every handshake fails`
	return
}

// set is shared; it knows one key too few.
func set(s *zmq.Socket, c CurveConfig) error {
	if err := s.SetCurveServerkey(c.ServerPublic); err != nil {
		return fmt.Errorf("server key: %w", err)
	}
	if err := s.SetCurveSecretkey(c.Secret); err != nil {
		return fmt.Errorf("secret key: %w", err)
	}
	return nil
}

// Worker embeds its socket.
type Worker struct {
	*zmq.Socket
}

func (w *Worker) Run(c CurveConfig, jobs []string) (err error) {
	if w.Socket, err = zmq.NewSocket(zmq.PULL); err != nil {
		return err
	}
	if err = set(w.Socket, c); err != nil {
		return err
	}
	for _, j := range jobs {
		if err = w.Connect("tcp://" + j); err != nil { // want `^PULL socket is connected to tcp://… as a CURVE client without its public key: every handshake fails`
			return err
		}
	}
	return nil
}
