// The program starts the authenticator after the bind, in another function:
// which of two functions runs first is not compared.
package main

import (
	"log"
	"os"

	zmq "github.com/pebbe/zmq4"
)

func listen() *zmq.Socket {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		log.Fatal(err)
	}
	if err := s.ServerAuthCurve("rpc", os.Getenv("SECRET")); err != nil {
		log.Fatal(err)
	}
	if err := s.Bind("tcp://10.0.0.1:5555"); err != nil {
		log.Fatal(err)
	}
	return s
}

func authenticate() {
	if err := zmq.AuthStart(); err != nil {
		log.Fatal(err)
	}
	zmq.AuthCurveAdd("rpc", os.Args[1:]...)
}

func main() {
	s := listen()
	authenticate()
	for {
		if _, err := s.Recv(0); err != nil {
			log.Fatal(err)
		}
		if _, err := s.Send("", 0); err != nil {
			log.Fatal(err)
		}
	}
}
