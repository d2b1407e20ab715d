// The program uses the authenticator as it is meant.
package main

import (
	"flag"
	"log"
	"os"
	"strings"

	zmq "github.com/pebbe/zmq4"
)

var verbose = flag.Bool("v", false, "log what the authenticator does")

const domain = "jobs"

type server struct {
	domain string
	sock   *zmq.Socket
}

func newServer(domain, secret string) (*server, error) {
	sock, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		return nil, err
	}
	if err := sock.ServerAuthCurve(domain, secret); err != nil {
		return nil, err
	}
	return &server{domain, sock}, nil
}

func (s *server) admit(keys []string) { zmq.AuthCurveAdd(s.domain, keys...) }

func main() {
	flag.Parse()
	zmq.AuthSetVerbose(*verbose)
	if err := zmq.AuthStart(); err != nil {
		log.Fatal(err)
	}
	defer zmq.AuthStop()
	zmq.AuthAllow(domain, "10.0.0.0/8", "2001:db8::/32", "192.0.2.1", os.Getenv("ALLOW"))
	s, err := newServer(domain, os.Getenv("SECRET"))
	if err != nil {
		log.Fatal(err)
	}
	s.admit(strings.Fields(os.Getenv("CLIENTS")))
	if err := s.sock.Bind("tcp://*:5555"); err != nil {
		log.Fatal(err)
	}
	if _, err := s.sock.RecvMessage(0); err != nil {
		log.Print(err)
	}
	if err := s.sock.Close(); err != nil {
		log.Print(err)
	}
	zmq.AuthStop()
}
