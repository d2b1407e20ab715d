// Package silent opens sockets that are local or protected.
package silent

import (
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	zmq "github.com/pebbe/zmq4"
)

const (
	loopback = "127.0.0.1"
	control  = "inproc://control"
)

// Local endpoints need no CURVE.
func Local(dir, name string) error {
	s, err := zmq.NewSocket(zmq.PAIR)
	if err != nil {
		return err
	}
	for _, endpoint := range []string{
		control,
		"ipc://" + filepath.Join(dir, name),
		"tcp://" + loopback + ":5555",
		"tcp://localhost:5556",
		"tcp://[::1]:5557",
		"TCP://LOCALHOST:5558",
		"tcp://127.3.2.1:*",
	} {
		if err := s.Bind(endpoint); err != nil {
			return err
		}
	}
	return s.Connect(fmt.Sprintf("ipc:///run/%s/%d", name, os.Getpid()))
}

// Keys are read when the program starts.
type Keys struct{ Server, Public, Secret string }

// Client is protected in its constructor and connected in a method.
type Client struct {
	keys Keys
	sock *zmq.Socket
	done chan struct{}
}

func NewClient(keys Keys) (*Client, error) {
	c := &Client{keys: keys, done: make(chan struct{})}
	if err := c.init(); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *Client) init() (err error) {
	if c.sock, err = zmq.NewSocket(zmq.DEALER); err != nil {
		return err
	}
	// Server off, then the keys: a client.
	return errors.Join(
		c.sock.SetCurveServer(0),
		c.sock.SetCurveServerkey(c.keys.Server),
		c.sock.SetCurvePublickey(c.keys.Public),
		c.sock.SetCurveSecretkey(c.keys.Secret),
	)
}

func (c *Client) Run(endpoint string) error {
	if err := c.sock.Connect(endpoint); err != nil {
		return err
	}
	<-c.done
	return c.sock.Close()
}

// Option and WithCurve are functional options; the caller asks for CURVE.
type Option func(*zmq.Socket) error

func WithCurve(k Keys) Option {
	return func(s *zmq.Socket) error { return s.ClientAuthCurve(k.Server, k.Public, k.Secret) }
}

func dial(endpoint string, opts ...Option) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return nil, err
	}
	for _, o := range opts {
		if err := o(s); err != nil {
			s.Close()
			return nil, err
		}
	}
	return s, s.Connect(endpoint)
}

func Dial(endpoint string, k Keys) (*zmq.Socket, error) { return dial(endpoint, WithCurve(k)) }

// Table sets what a table of setters says.
func Table(k Keys) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return nil, err
	}
	for _, step := range []struct {
		name string
		set  func() error
	}{
		{"linger", func() error { return s.SetLinger(time.Second) }},
		{"server key", func() error { return s.SetCurveServerkey(k.Server) }},
		{"public key", func() error { return s.SetCurvePublickey(k.Public) }},
		{"secret key", func() error { return s.SetCurveSecretkey(k.Secret) }},
	} {
		if err := step.set(); err != nil {
			return nil, fmt.Errorf("%s: %w", step.name, err)
		}
	}
	return s, s.Connect("tcp://sink.example.net:5558")
}

// Must gives up without keys, so that no path opens in clear.
func Must(secret string, hasCurve bool) *zmq.Socket {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		log.Fatalln(err)
	}
	if hasCurve {
		if err := s.ServerAuthCurve("rep", secret); err != nil {
			log.Fatalln(err)
		}
	} else {
		fail("this service needs libzmq with CURVE")
	}
	if err := s.Bind("tcp://*:5559"); err != nil {
		log.Panicf("bind: %v", err)
	}
	return s
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(1)
}

// Branches protect the socket each in its way.
func Branches(server bool, k Keys) (s *zmq.Socket, err error) {
	if s, err = zmq.NewSocket(zmq.PAIR); err != nil {
		return nil, err
	}
	switch {
	case server:
		err = s.ServerAuthCurve("pair", k.Secret)
	default:
		err = s.ClientAuthCurve(k.Server, k.Public, k.Secret)
	}
	if err != nil {
		goto fail
	}
	if err = s.Connect("tcp://peer.example.net:5560"); err != nil {
		goto fail
	}
	return s, nil
fail:
	s.Close()
	return nil, err
}

// Kerberos encrypts.
func Kerberos(service string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.DEALER)
	if err != nil {
		return nil, err
	}
	if err := s.SetGssapiServicePrincipal(service); err != nil {
		return nil, err
	}
	return s, s.Connect("tcp://kdc.example.net:5561")
}

// Securer is how sockets get their keys.
type Securer interface{ Secure(*zmq.Socket) error }

type curveServer struct{ domain, secret string }

func (c curveServer) Secure(s *zmq.Socket) error { return s.ServerAuthCurve(c.domain, c.secret) }

type curveClient struct{ Keys }

func (c *curveClient) Secure(s *zmq.Socket) error {
	return s.ClientAuthCurve(c.Server, c.Public, c.Secret)
}

func Open(sec Securer, endpoint string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		return nil, err
	}
	if err := sec.Secure(s); err != nil {
		return nil, err
	}
	return s, s.Bind(endpoint)
}
