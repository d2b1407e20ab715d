// Package silent looks at every error, though not always at once.
package silent

import (
	"errors"
	"fmt"
	"log"

	"time"

	zmq "github.com/pebbe/zmq4"
)

type Keys struct{ Server, Public, Secret string }

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func Server(secret string) *zmq.Socket {
	s, err := zmq.NewSocket(zmq.REP)
	must(err)
	must(s.ServerAuthCurve("rep", secret))
	must(s.Bind("tcp://10.0.0.1:5555"))
	return s
}

// collect remembers the first error, as bufio.Writer does.
type collect struct{ err error }

func (c *collect) do(err error) {
	if c.err == nil {
		c.err = err
	}
}

func Client(k Keys) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return nil, err
	}
	var c collect
	c.do(s.SetCurveServerkey(k.Server))
	c.do(s.SetCurvePublickey(k.Public))
	c.do(s.SetCurveSecretkey(k.Secret))
	if c.err != nil {
		return nil, c.err
	}
	return s, s.Connect("tcp://10.0.0.1:5556")
}

// Logged says that it failed; whether to go on is the program's decision.
func Logged(s *zmq.Socket, k Keys) {
	if err := s.ClientAuthCurve(k.Server, k.Public, k.Secret); err != nil {
		log.Printf("no CURVE: %v", err)
	}
}

// Named results, deferred wrapping.
func Named(s *zmq.Socket, domain, secret string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("secure %s: %w", domain, err)
		}
	}()
	err = s.ServerAuthCurve(domain, secret)
	return
}

// Async hands the error to whoever waits for it.
func Async() <-chan error {
	done := make(chan error, 1)
	go func() { done <- zmq.AuthStart() }()
	return done
}

// Others have no error, or none that makes a socket less safe.
func Others(s *zmq.Socket) error {
	zmq.AuthCurveAdd("rep", "key")
	zmq.AuthCurveRemoveAll("rep")
	defer zmq.AuthStop()
	s.SetLinger(time.Second)
	s.GetCurvePublickeyRaw()
	return errors.Join(s.SetIpv6(true))
}
