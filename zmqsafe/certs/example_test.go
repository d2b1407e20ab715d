package certs_test

import (
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/zmqlint/zmqlint/zmqsafe/certs"
)

// A pair is made once, on the machine that its secret stays on.
func Example() {
	dir, err := os.MkdirTemp("", "certs")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "server.key")

	cert, err := certs.New()
	if err != nil {
		log.Fatal(err)
	}
	if err := cert.Metadata.Set("name", "orders"); err != nil {
		log.Fatal(err)
	}
	if err := cert.Save(file); err != nil { // server.key and server.key_secret
		log.Fatal(err)
	}

	server, err := certs.Load(file) // in the server, from server.key_secret
	if err != nil {
		log.Fatal(err)
	}
	peer, err := certs.LoadPublic(file) // in its clients, which get server.key
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(server.Name(), server.Secret, server.Public == peer.Public)
	// Output: orders REDACTED true
}
