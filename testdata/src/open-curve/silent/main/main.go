// The program starts the authenticator in time, though not next to the bind.
package main

import (
	"log"
	"os"
	"strings"

	zmq "github.com/pebbe/zmq4"
)

type app struct {
	rep    *zmq.Socket
	secret string
}

func init() {
	if err := zmq.AuthStart(); err != nil {
		log.Fatal(err)
	}
}

func (a *app) keys() {
	zmq.AuthCurveAdd("app", strings.Fields(os.Getenv("CLIENTS"))...)
}

func (a *app) listen() (err error) {
	if a.rep, err = zmq.NewSocket(zmq.REP); err != nil {
		return err
	}
	if err = a.rep.ServerAuthCurve("app", a.secret); err != nil {
		return err
	}
	return a.rep.Bind("tcp://10.0.0.1:5555")
}

func main() {
	defer zmq.AuthStop()
	a := &app{secret: os.Getenv("SECRET")}
	a.keys()
	if err := a.listen(); err != nil {
		log.Print(err)
		return
	}
	defer a.rep.Close()
	for {
		if _, err := a.rep.Recv(0); err != nil {
			return
		}
		if _, err := a.rep.Send("", 0); err != nil {
			return
		}
	}
}
