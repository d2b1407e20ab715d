// Package unsupported has secrets that do not look like keys.
package unsupported

import (
	"embed"
	"encoding/hex"

	zmq "github.com/pebbe/zmq4"
)

// Binary keys are 32 bytes that can be anything: only the Z85 form is known.
const binary = "\x8e\x0b\xdd\x69\x76\x28\xb9\x1d\x8f\x24\x55\x87\xee\x95\xc5\xb0\x4d\x48\x96\x3f\x79\x25\x98\x77\xb4\x9c\xd9\x06\x3a\xea\xd3\xb7"

func Binary(s *zmq.Socket) error { return s.SetCurveSecretkey(binary) }

// Encoded keys are only keys once they are decoded, which is not done here.
func Encoded(s *zmq.Socket) error {
	b, err := hex.DecodeString("8e0bdd697628b91d8f245587ee95c5b04d48963f79259877b49cd9063aead3b7")
	if err != nil {
		return err
	}
	return s.SetCurveSecretkey(zmq.Z85encode(string(b)))
}

// Files in the binary are not read.
var files embed.FS

func Embedded(s *zmq.Socket) error {
	b, err := files.ReadFile("secret.key")
	if err != nil {
		return err
	}
	return s.SetCurveSecretkey(string(b))
}
