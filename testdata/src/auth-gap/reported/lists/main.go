// The program allows addresses and has no ZAP domain: its NULL sockets never
// ask.
package main

import (
	"log"

	zmq "github.com/pebbe/zmq4"
)

func main() {
	if err := zmq.AuthStart(); err != nil {
		log.Fatal(err)
	}
	zmq.AuthAllow("feed", "10.0.0.0/8") // want `^AuthAllow has no effect: no socket of the program sets a ZAP domain, and without one a NULL socket never asks the authenticator \(auth-gap\)$`
	pub, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		log.Fatal(err)
	}
	if err := pub.Bind("ipc:///run/feed"); err != nil {
		log.Fatal(err)
	}
	for {
		if _, err := pub.Send("tick", 0); err != nil {
			log.Fatal(err)
		}
	}
}
