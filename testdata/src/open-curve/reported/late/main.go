// The program starts the authenticator when its server is open already: who
// connects in between is admitted, and stays.
package main

import (
	"log"
	"os"

	zmq "github.com/pebbe/zmq4"
)

func main() {
	rep, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		log.Fatal(err)
	}
	if err := rep.ServerAuthCurve("rpc", os.Getenv("SECRET")); err != nil {
		log.Fatal(err)
	}
	if err := rep.Bind("tcp://10.0.0.1:5555"); err != nil { // want `^REP socket is bound to tcp://10\.0\.0\.1:5555 as a CURVE server that admits any client key: the authenticator is started after it`
		log.Fatal(err)
	}
	zmq.AuthCurveAdd("rpc", os.Args[1:]...)
	if err := zmq.AuthStart(); err != nil {
		log.Fatal(err)
	}
	defer zmq.AuthStop()
	for {
		if _, err := rep.Recv(0); err != nil {
			log.Fatal(err)
		}
		if _, err := rep.Send("ok", 0); err != nil {
			log.Fatal(err)
		}
	}
}
