package certs

// Printing a secret must not take more than a mistake in a format string, and
// fmt calls no method on a field that is unexported. So the key is behind a
// function: what walks over a value by reflection, fmt and the printers of test
// libraries among them, finds the address of code there.

import (
	"crypto/ecdh"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"log/slog"
)

const redacted = "REDACTED"

// SecretKey is the half of a pair that its owner alone has. Copies share the
// key. The zero value is no key.
//
// It cannot be compared with ==; see Equal.
type SecretKey struct {
	reveal func() *[keySize]byte
}

// newSecret keeps key, of which the caller drops its copies.
func newSecret(key [keySize]byte) (SecretKey, error) {
	if key == [keySize]byte{} {
		return SecretKey{}, errors.New("the secret key is zero")
	}
	return SecretKey{func() *[keySize]byte { return &key }}, nil
}

func generate() (SecretKey, error) {
	var key [keySize]byte
	rand.Read(key[:]) // never fails (crypto/rand)
	return newSecret(key)
}

// ParseSecret reads a secret key from its 40 characters of Z85. Its errors do
// not quote them.
func ParseSecret(z85 string) (SecretKey, error) {
	key, problem := decodeZ85(z85)
	if problem != "" {
		return SecretKey{}, errors.New("the secret key " + problem)
	}
	return newSecret(key)
}

// IsZero tells whether k is no key, or one that was wiped.
func (k SecretKey) IsZero() bool {
	return k.reveal == nil || *k.reveal() == [keySize]byte{}
}

// Public is the public key of k: the multiple of the base point of X25519, as
// libzmq computes it. It is zero for the zero value.
func (k SecretKey) Public() PublicKey {
	if k.IsZero() {
		return PublicKey{}
	}
	key, err := ecdh.X25519().NewPrivateKey(k.reveal()[:])
	if err != nil {
		panic(err) // any 32 bytes are a key
	}
	return PublicKey{[keySize]byte(key.PublicKey().Bytes())}
}

// Z85 is the text of the key, as libzmq's options take it; empty for the zero
// value. This is the secret itself: it belongs in no log, no argument of a
// program and no file that others can read.
func (k SecretKey) Z85() string {
	if k.IsZero() {
		return ""
	}
	return encodeZ85(k.reveal())
}

// Equal compares in constant time. Zero values are equal.
func (k SecretKey) Equal(other SecretKey) bool {
	if k.IsZero() || other.IsZero() {
		return k.IsZero() && other.IsZero()
	}
	return subtle.ConstantTimeCompare(k.reveal()[:], other.reveal()[:]) == 1
}

// Wipe overwrites the key in all copies of k, which are zero from then on. No
// other goroutine may use them meanwhile.
//
// It shortens the time that the key is in this memory, and promises no more:
// texts from Z85, the environment, the content of a file that was read, what
// libzmq copied into its sockets and what the system swapped out are out of its
// reach.
func (k SecretKey) Wipe() {
	if k.reveal != nil {
		*k.reveal() = [keySize]byte{}
	}
}

// String does not give the key away.
func (k SecretKey) String() string {
	if k.IsZero() {
		return ""
	}
	return redacted
}

// GoString does not give the key away.
func (k SecretKey) GoString() string { return "certs.SecretKey(" + k.String() + ")" }

// Format writes what String gives, whatever the verb.
func (k SecretKey) Format(f fmt.State, verb rune) {
	if verb == 'v' && f.Flag('#') {
		io.WriteString(f, k.GoString())
		return
	}
	io.WriteString(f, k.String())
}

// LogValue does not give the key away.
func (k SecretKey) LogValue() slog.Value { return slog.StringValue(k.String()) }

var errMarshal = errors.New("a secret key is not marshalled: keep it in a file that certs.Certificate.Save writes")

// MarshalText fails, unless k is zero: a secret should not get into JSON, XML
// or gob by way of a struct that holds it, and a text in its stead could not be
// read back.
func (k SecretKey) MarshalText() ([]byte, error) {
	if k.IsZero() {
		return nil, nil
	}
	return nil, errMarshal
}
