//go:build libzmq && cgo

package certs

import (
	"bytes"
	"strings"
	"testing"

	zmq "github.com/pebbe/zmq4"
)

// TestLivePairs: pairs of libzmq are pairs here, and the other way round.
func TestLivePairs(t *testing.T) {
	for range 200 {
		public, secret, err := zmq.NewCurveKeypair()
		if err != nil {
			t.Fatal(err)
		}
		key := mustSecret(t, secret)
		if got := key.Public().Z85(); got != public || key.Z85() != secret {
			t.Fatalf("libzmq's public key is %s, here it is %s", public, got)
		}
		c, err := New()
		if err != nil {
			t.Fatal(err)
		}
		if got, err := zmq.AuthCurvePublic(c.Secret.Z85()); err != nil || got != c.Public.Z85() {
			t.Fatalf("the public key is %s, to libzmq it is %s (%v)", c.Public, got, err)
		}
	}
}

// TestLiveZ85 has libzmq encode and decode the same bytes and texts.
func TestLiveZ85(t *testing.T) {
	for _, pattern := range []string{"\x00", "\xff", "\x00\x00\x00\x01", "\xff\xff\xff\xfe", "\x80\x00\x00\x00", "a b c d!"} {
		var key [keySize]byte
		copy(key[:], strings.Repeat(pattern, keySize/len(pattern)))
		text := encodeZ85(&key)
		if want := zmq.Z85encode(string(key[:])); text != want {
			t.Errorf("%x is %s, to libzmq %s", key, text, want)
		}
		if back, problem := decodeZ85(text); problem != "" || !bytes.Equal(back[:], []byte(zmq.Z85decode(text))) {
			t.Errorf("%s is %x (%s), to libzmq %x", text, back, problem, zmq.Z85decode(text))
		}
	}
}
