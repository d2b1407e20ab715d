package certs

import (
	"crypto/ecdh"
	"errors"
	"fmt"
)

const (
	keySize  = 32 // bytes
	textSize = 40 // characters of Z85
)

// PublicKey is the half of a pair that peers are known by. It is comparable, so
// it can be the key of a map. The zero value is no key.
type PublicKey struct {
	bytes [keySize]byte
}

// ParsePublic reads a public key from its 40 characters of Z85.
func ParsePublic(z85 string) (PublicKey, error) {
	key, problem := decodeZ85(z85)
	if problem != "" {
		return PublicKey{}, errors.New("the public key " + problem)
	}
	return newPublic(key)
}

// PublicFromBytes reads a public key from its 32 bytes, as a ZAP request holds
// it (RFC 27, the credentials of CURVE).
func PublicFromBytes(b []byte) (PublicKey, error) {
	if len(b) != keySize {
		return PublicKey{}, fmt.Errorf("the public key has %d bytes, want %d", len(b), keySize)
	}
	return newPublic([keySize]byte(b))
}

// newPublic refuses the few points with which everybody shares the same secret,
// the all-zero key of a library without CURVE among them. X25519 itself tells
// them, whatever the secret is (RFC 7748, section 6.1).
func newPublic(key [keySize]byte) (PublicKey, error) {
	point, err := ecdh.X25519().NewPublicKey(key[:])
	if err != nil {
		return PublicKey{}, fmt.Errorf("the public key cannot be used: %w", err)
	}
	if _, err := anySecret.ECDH(point); err != nil {
		return PublicKey{}, errors.New("the public key is zero, or as weak: it protects nothing")
	}
	return PublicKey{key}, nil
}

var anySecret = func() *ecdh.PrivateKey {
	key, err := ecdh.X25519().NewPrivateKey([]byte("any scalar tells the weak points"))
	if err != nil {
		panic(err) // it has 32 bytes
	}
	return key
}()

// IsZero tells whether k is no key.
func (k PublicKey) IsZero() bool { return k == PublicKey{} }

// Z85 is the text of the key, as libzmq's options take it; empty for the zero
// value.
func (k PublicKey) Z85() string {
	if k.IsZero() {
		return ""
	}
	return encodeZ85(&k.bytes)
}

// String is the text of the key: public keys are no secret.
func (k PublicKey) String() string { return k.Z85() }

// MarshalText gives the Z85 text.
func (k PublicKey) MarshalText() ([]byte, error) { return []byte(k.Z85()), nil }

// UnmarshalText reads Z85 text. An empty text is the zero value.
func (k *PublicKey) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*k = PublicKey{}
		return nil
	}
	*k, err = ParsePublic(string(text))
	return err
}
