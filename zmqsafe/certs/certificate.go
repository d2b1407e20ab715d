package certs

import (
	"errors"
	"fmt"
	"os"
)

// ErrNoSecret tells that a certificate has a public key only.
var ErrNoSecret = errors.New("the certificate has no secret key")

// Certificate is a key pair, or the public key of a peer, with metadata.
type Certificate struct {
	Public   PublicKey
	Secret   SecretKey // zero for a peer's
	Metadata Metadata
}

// New makes a pair.
func New() (Certificate, error) {
	secret, err := generate()
	if err != nil {
		return Certificate{}, err
	}
	return Certificate{Public: secret.Public(), Secret: secret}, nil
}

// FromEnv reads a pair from the environment variables of these names, which
// hold 40 characters of Z85 each. One of the names may be empty: without that
// of the public key, it is computed from the secret one; without that of the
// secret key, the certificate is that of a peer. A variable that is named has
// to be set.
//
// Programs that this one starts inherit its environment: take the variable out
// of it (os.Unsetenv) once it is read.
func FromEnv(public, secret string) (c Certificate, err error) {
	if public == "" && secret == "" {
		return c, errors.New("no environment variable is named")
	}
	if secret != "" {
		if c.Secret, err = fromEnv(secret, ParseSecret); err != nil {
			return Certificate{}, err
		}
		c.Public = c.Secret.Public()
	}
	if public != "" {
		if c.Public, err = fromEnv(public, ParsePublic); err != nil {
			return Certificate{}, err
		}
	}
	if err := c.check(); err != nil {
		return Certificate{}, fmt.Errorf("environment variables %s and %s: %w", public, secret, err)
	}
	return c, nil
}

func fromEnv[K any](name string, parse func(string) (K, error)) (key K, err error) {
	text, ok := os.LookupEnv(name)
	if !ok {
		return key, fmt.Errorf("environment variable %s is not set", name)
	}
	if key, err = parse(text); err != nil {
		return key, fmt.Errorf("environment variable %s: %w", name, err)
	}
	return key, nil
}

// check tells what is wrong with the keys of a certificate.
func (c Certificate) check() error {
	if c.Public.IsZero() {
		return errors.New("the certificate has no public key")
	}
	if !c.Secret.IsZero() && c.Secret.Public() != c.Public {
		return errors.New("the public key is not that of the secret key")
	}
	return nil
}

// Name is what the metadata call the owner of the certificate: the value of
// "name", empty where there is none.
func (c Certificate) Name() string { return c.Metadata.Get("name") }
