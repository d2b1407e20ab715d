// Package silent looks at errors in its own ways, or drops some that do not
// matter here.
package silent

import (
	"errors"
	"fmt"
	"log"
	"time"

	zmq "github.com/pebbe/zmq4"
)

func check(what string, err error) {
	if err != nil {
		log.Printf("%s: %v", what, err)
	}
}

// Somebody gets each error.
func Looked(s *zmq.Socket, failed chan<- error) (err error) {
	check("size", s.SetMaxmsgsize(1<<20))
	failed <- s.SetRcvhwm(100)
	var errs []error
	errs = append(errs, s.SetSndhwm(100), s.SetTcpKeepalive(1))
	defer func() { err = errors.Join(err, s.SetLinger(time.Second)) }()
	if s.SetHandshakeIvl(time.Second) != nil {
		return fmt.Errorf("handshake interval")
	}
	return errors.Join(errs...)
}

// No limits: what they are for shows soon enough when they fail.
func Others(s *zmq.Socket) {
	s.SetSubscribe("prices.")
	s.SetIdentity("feed-7")
	s.SetRcvtimeo(time.Second)
	s.SetConflate(true)
}

// Security setters are unchecked-curve's.
func Security(s *zmq.Socket, key string) {
	s.SetCurveServer(1)
	s.ServerAuthCurve("domain", key)
}
