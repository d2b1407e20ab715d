// Package unsupported has sockets without CURVE that go where they cannot be
// followed. What is not known is not reported.
package unsupported

import (
	"reflect"

	zmq "github.com/pebbe/zmq4"
)

// Hook is a function value of the caller's: it may well set keys.
type Server struct {
	Hook func(*zmq.Socket) error
}

func (s *Server) Start() error {
	sock, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	if s.Hook != nil {
		if err := s.Hook(sock); err != nil {
			return err
		}
	}
	return sock.Bind("tcp://*:5555")
}

// Securer has no implementation in the load.
type Securer interface{ Secure(*zmq.Socket) error }

func Secured(sec Securer) error {
	sock, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return err
	}
	if err := sec.Secure(sock); err != nil {
		return err
	}
	return sock.Bind("tcp://*:5556")
}

// Open binds a socket that nobody in the load hands over: who does may have
// protected it.
func Open(sock *zmq.Socket) error { return sock.Bind("tcp://*:5557") }

// Reflected opens through reflection, which no call graph shows.
func Reflected() error {
	sock, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return err
	}
	reflect.ValueOf(sock).MethodByName("Bind").Call([]reflect.Value{reflect.ValueOf("tcp://*:5558")})
	return nil
}
