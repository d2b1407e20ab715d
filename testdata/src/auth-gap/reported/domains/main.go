// The program adds its keys to one domain and uses another.
package main

import (
	"log"
	"os"

	zmq "github.com/pebbe/zmq4"
)

const (
	keyDomain    = "Jobs"
	socketDomain = "jobs"
)

func listen(secret string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		return nil, err
	}
	if err := s.ServerAuthCurve(socketDomain, secret); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://*:5555") // want `^no key is ever added to the ZAP domain "jobs" of the ROUTER socket bound to tcp://\*:5555: the authenticator refuses every client \(auth-gap\)$`
}

func main() {
	if err := zmq.AuthStart(); err != nil {
		log.Fatal(err)
	}
	defer zmq.AuthStop()
	zmq.AuthCurveAdd(keyDomain, os.Args[1:]...) // want `^keys are added to the ZAP domain "Jobs", which no CURVE server of the program uses \(auth-gap\)$`
	s, err := listen(os.Getenv("SECRET"))
	if err != nil {
		log.Fatal(err)
	}
	if _, err := s.RecvMessage(0); err != nil {
		log.Fatal(err)
	}
}
