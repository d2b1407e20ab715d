// The program adds keys and forgets AuthStart, so that nobody looks at them.
package main

import (
	"log"
	"os"
	"strings"

	zmq "github.com/pebbe/zmq4"
)

func main() {
	secret, err := os.ReadFile("/etc/jobs/secret.key")
	if err != nil {
		log.Fatal(err)
	}
	for _, key := range strings.Fields(os.Getenv("CLIENTS")) {
		zmq.AuthCurveAdd("jobs", key)
	}
	router, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		log.Fatal(err)
	}
	defer router.Close()
	if err := router.ServerAuthCurve("jobs", strings.TrimSpace(string(secret))); err != nil {
		log.Fatal(err)
	}
	if err := router.Bind("tcp://*:5555"); err != nil { // want `^ROUTER socket is bound to tcp://\*:5555 as a CURVE server that admits any client key: no authenticator is started \(AuthStart\)`
		log.Fatal(err)
	}
	serve(router)
}

func serve(s *zmq.Socket) {
	for {
		msg, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		if _, err := s.SendMessage(msg); err != nil {
			return
		}
	}
}
