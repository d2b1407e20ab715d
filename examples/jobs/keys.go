package main

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/zmqlint/zmqlint/zmqsafe/certs"
)

// keys are those of the server and of the clients, by name. The server admits
// the clients whose public key is in the directory.
type keys struct {
	dir, admitted string
	server        certs.Certificate
	clients       map[string]certs.Certificate
}

func makeKeys() (k *keys, err error) {
	k = &keys{clients: map[string]certs.Certificate{}}
	if k.dir, err = os.MkdirTemp("", "jobs"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, k.remove())
		}
	}()
	k.admitted = filepath.Join(k.dir, "admitted")
	if err := os.Mkdir(k.admitted, 0o755); err != nil {
		return nil, err
	}
	if k.server, err = certs.New(); err != nil {
		return nil, err
	}
	for _, name := range []string{"pump", "flood", "newcomer"} {
		cert, err := certs.New()
		if err != nil {
			return nil, err
		}
		cert.Metadata.Set("name", name)
		k.clients[name] = cert
	}
	return k, errors.Join(k.admit("pump"), k.admit("flood"))
}

// admit is what an operator does when a client has handed in its public key.
func (k *keys) admit(name string) error {
	return k.clients[name].SavePublic(filepath.Join(k.admitted, name+".key"))
}

func (k *keys) remove() error { return os.RemoveAll(k.dir) }
