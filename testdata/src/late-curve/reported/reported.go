// Package reported sets up CURVE when the socket is open already.
package reported

import (
	"log"

	zmq "github.com/pebbe/zmq4"
)

// Keys are read when the program starts.
type Keys struct{ Server, Public, Secret string }

// Server binds in its constructor and is secured by a method.
type Server struct{ sock *zmq.Socket }

func NewServer(secret string) (*Server, error) {
	sock, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		return nil, err
	}
	if err := sock.Bind("tcp://10.0.0.1:5555"); err != nil {
		return nil, err
	}
	s := &Server{sock}
	if err := s.secure(secret); err != nil {
		sock.Close()
		return nil, err
	}
	return s, nil
}

func (s *Server) secure(secret string) error {
	return s.sock.ServerAuthCurve("jobs", secret) // want `^ServerAuthCurve comes after the ROUTER socket is bound to tcp://10\.0\.0\.1:5555: it acts on later binds and connects only, so what is open stays without CURVE \(late-curve\)$`
}

// Client sets its keys one by one; each is late.
func Client(k Keys, endpoints []string) *zmq.Socket {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range endpoints {
		if err := s.Connect("tcp://" + e); err != nil {
			log.Fatal(err)
		}
	}
	if err := s.SetCurveServerkey(k.Server); err != nil { // want `^SetCurveServerkey comes after the SUB socket is connected to tcp://…`
		log.Fatal(err)
	}
	if err := s.SetCurvePublickey(k.Public); err != nil { // want `^SetCurvePublickey comes after the SUB socket is connected to tcp://…`
		log.Fatal(err)
	}
	if err := s.SetCurveSecretkey(k.Secret); err != nil { // want `^SetCurveSecretkey comes after the SUB socket is connected to tcp://…`
		log.Fatal(err)
	}
	return s
}

// Options apply after the bind.
type Option func(*Publisher) error

func WithCurve(secret string) Option {
	return func(p *Publisher) error {
		return p.ServerAuthCurve("feed", secret) // want `^ServerAuthCurve comes after the PUB socket is bound to tcp://\*:5556`
	}
}

type Publisher struct{ *zmq.Socket }

func newPublisher(opts ...Option) (*Publisher, error) {
	s, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return nil, err
	}
	p := &Publisher{s}
	if err := p.Bind("tcp://*:5556"); err != nil {
		return nil, err
	}
	for _, o := range opts {
		if err := o(p); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func Publish(secret string) (*Publisher, error) { return newPublisher(WithCurve(secret)) }

// Domain is set too late: the handshakes ask about the empty domain.
func Domain(secret string) error {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	if err := s.SetCurveServer(1); err != nil {
		return err
	}
	if err := s.SetCurveSecretkey(secret); err != nil {
		return err
	}
	if err := s.Bind("tcp://10.0.0.1:5557"); err != nil {
		return err
	}
	return s.SetZapDomain("rep") // want `^SetZapDomain comes after the REP socket is bound to tcp://10\.0\.0\.1:5557: it acts on later binds and connects only, so what is open stays without a ZAP domain \(late-curve\)$`
}
