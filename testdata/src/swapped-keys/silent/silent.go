// Package silent has each key in its place, whatever it is called.
package silent

import zmq "github.com/pebbe/zmq4"

func Client(s *zmq.Socket, server string) error {
	a, b, err := zmq.NewCurveKeypair()
	if err != nil {
		return err
	}
	return s.ClientAuthCurve(server, a, b)
}

// Pair's names say the opposite of what it holds; the keys are right.
type Pair struct{ Secret, Public string }

func (p *Pair) Fill() (err error) {
	p.Secret, p.Public, err = zmq.NewCurveKeypair()
	return err
}

func (p *Pair) Use(s *zmq.Socket) error {
	if err := s.SetCurvePublickey(p.Secret); err != nil {
		return err
	}
	return s.SetCurveSecretkey(p.Public)
}

// Set is given one half or the other.
func set(put func(string) error, key string) error { return put(key) }

func Both(s *zmq.Socket) error {
	public, secret, err := zmq.NewCurveKeypair()
	if err != nil {
		return err
	}
	if err := set(s.SetCurvePublickey, public); err != nil {
		return err
	}
	return set(s.SetCurveSecretkey, secret)
}

// Loop makes a server's pair and admits its own clients.
func Admit(domain string, n int) (secrets []string, err error) {
	for range n {
		public, secret, err := zmq.NewCurveKeypair()
		if err != nil {
			return nil, err
		}
		zmq.AuthCurveAdd(domain, public)
		secrets = append(secrets, secret)
	}
	return secrets, nil
}

// Derived checks a pair that was read.
func Derived(s *zmq.Socket, secret string) error {
	public, err := zmq.AuthCurvePublic(secret)
	if err != nil {
		return err
	}
	if err := s.SetCurvePublickey(public); err != nil {
		return err
	}
	return s.SetCurveSecretkey(secret)
}
