// Package reported looks away when security calls fail.
package reported

import (
	"log"

	zmq "github.com/pebbe/zmq4"
)

type Keys struct{ Server, Public, Secret string }

// Server drops errors as statements.
func Server(secret string) *zmq.Socket {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		log.Fatal(err)
	}
	s.ServerAuthCurve("rep", secret) // want `^the error of ServerAuthCurve is dropped: when it fails, the socket is opened without the protection that the call should give \(unchecked-curve\)$`
	if err := s.Bind("tcp://10.0.0.1:5555"); err != nil {
		log.Fatal(err)
	}
	return s
}

// secure is used by several; its drops are reported once each, here.
func secure(s *zmq.Socket, k Keys) {
	s.SetCurveServerkey(k.Server)     // want `^the error of SetCurveServerkey is dropped`
	_ = s.SetCurvePublickey(k.Public) // want `^the error of SetCurvePublickey is dropped`
	s.SetCurveSecretkey(k.Secret)     // want `^the error of SetCurveSecretkey is dropped`
}

// Client is an embedded socket.
type Client struct{ *zmq.Socket }

func Dial(k Keys, types ...zmq.Type) (cs []*Client, err error) {
	for _, t := range types {
		s, err := zmq.NewSocket(t)
		if err != nil {
			return nil, err
		}
		secure(s, k)
		cs = append(cs, &Client{s})
	}
	return cs, nil
}

func (c *Client) Domain(name string) {
	c.SetZapDomain(name) // want `^the error of SetZapDomain is dropped`
}

// Start runs the authenticator beside everything else.
func Start() {
	go zmq.AuthStart() // want `^the error of AuthStart is dropped: when it fails, no authenticator runs, and CURVE servers admit any client key \(unchecked-curve\)$`
}

// NewKeys ignores that libzmq may have no CURVE.
func NewKeys() (k Keys) {
	k.Public, k.Secret, _ = zmq.NewCurveKeypair() // want `^the error of NewCurveKeypair is dropped: when it fails, it returns no key \(unchecked-curve\)$`
	return k
}

// Derive forgets the error of a derived key, in a closure.
func Derive(secrets []string) (publics []string) {
	add := func(secret string) {
		public, _ := zmq.AuthCurvePublic(secret) // want `^the error of AuthCurvePublic is dropped: when it fails, it returns no key`
		publics = append(publics, public)
	}
	for _, s := range secrets {
		add(s)
	}
	return publics
}
