// The program reads its domains: whether they are the same shows only when it
// runs.
package main

import (
	"log"
	"os"

	zmq "github.com/pebbe/zmq4"
)

func main() {
	if err := zmq.AuthStart(); err != nil {
		log.Fatal(err)
	}
	zmq.AuthCurveAdd(os.Getenv("KEY_DOMAIN"), os.Args[1:]...)
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		log.Fatal(err)
	}
	if err := s.ServerAuthCurve("jobs", os.Getenv("SECRET")); err != nil {
		log.Fatal(err)
	}
	if err := s.Bind("tcp://*:5555"); err != nil {
		log.Fatal(err)
	}
	if _, err := s.Recv(0); err != nil {
		log.Fatal(err)
	}
}
