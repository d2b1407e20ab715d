// Package reported confuses the halves of key pairs.
package reported

import (
	"fmt"

	zmq "github.com/pebbe/zmq4"
)

// Server takes the first result for the secret key.
func Server(s *zmq.Socket) (public string, err error) {
	secret, public, err := zmq.NewCurveKeypair()
	if err != nil {
		return "", fmt.Errorf("key pair: %w", err)
	}
	if err := s.ServerAuthCurve("rep", secret); err != nil { // want `^ServerAuthCurve gets a public key where the secret key belongs: no handshake succeeds \(swapped-keys\)$`
		return "", err
	}
	return public, nil
}

// Pair keeps both halves; New fills it in the right order.
type Pair struct{ Public, Secret string }

func New() (*Pair, error) {
	p := &Pair{}
	var err error
	p.Public, p.Secret, err = zmq.NewCurveKeypair()
	if err != nil {
		return nil, err
	}
	return p, nil
}

func (p *Pair) Client(s *zmq.Socket, server string) error {
	return s.ClientAuthCurve(server, p.Secret, p.Public) // want `^ClientAuthCurve gets a public key where the secret key belongs: no handshake succeeds \(swapped-keys\)$`
}

func (p *Pair) Announce(s *zmq.Socket) error {
	return s.SetCurvePublickey(p.Secret) // want `^SetCurvePublickey gets a secret key where a public key belongs: no handshake succeeds, and what passes for public is not kept secret \(swapped-keys\)$`
}

// Admit adds what the server keeps for itself.
func Admit(domain string) error {
	_, secret, err := zmq.NewCurveKeypair()
	if err != nil {
		return err
	}
	zmq.AuthCurveAdd(domain, secret) // want `^AuthCurveAdd gets a secret key where a public key belongs`
	return nil
}

// Derived takes a derived key for the one that it was derived from.
func Derived(s *zmq.Socket, secret string) error {
	public, err := zmq.AuthCurvePublic(secret)
	if err != nil {
		return err
	}
	return s.SetCurveSecretkey(public) // want `^SetCurveSecretkey gets a public key where the secret key belongs`
}

// setSecret is handed the wrong half by the only one that calls it.
func setSecret(s *zmq.Socket, key string) error {
	return s.SetCurveSecretkey(key) // want `^SetCurveSecretkey gets a public key where the secret key belongs`
}

func Helped(s *zmq.Socket) error {
	public, _, err := zmq.NewCurveKeypair()
	if err != nil {
		return err
	}
	return setSecret(s, public)
}

// keypair hands the two over under other names.
func keypair() (key, cert string, err error) { return zmq.NewCurveKeypair() }

func Renamed(s *zmq.Socket) error {
	key, cert, err := keypair()
	if err != nil {
		return err
	}
	if err := s.SetCurvePublickey(cert); err != nil { // want `^SetCurvePublickey gets a secret key where a public key belongs`
		return err
	}
	return s.SetCurveSecretkey(key) // want `^SetCurveSecretkey gets a public key where the secret key belongs`
}
