// Package stop takes the authenticator away from open servers.
package stop

import (
	"time"

	zmq "github.com/pebbe/zmq4"
)

// Reload believes that keys are read when the authenticator starts.
func Reload(secret string, keys func() []string) error {
	if err := zmq.AuthStart(); err != nil {
		return err
	}
	zmq.AuthCurveAdd("rpc", keys()...)
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.ServerAuthCurve("rpc", secret); err != nil {
		return err
	}
	if err := s.Bind("tcp://10.0.0.1:5555"); err != nil {
		return err
	}
	for {
		time.Sleep(time.Hour)
		zmq.AuthStop() // want `^AuthStop while the REP socket bound to tcp://10\.0\.0\.1:5555 is open: from here on it admits any client key \(auth-gap\)$`
		zmq.AuthCurveAdd("rpc", keys()...)
		if err := zmq.AuthStart(); err != nil {
			return err
		}
	}
}

// Other closes a socket before, and not the server.
func Other(secret string, keys []string) error {
	zmq.AuthCurveAdd("feed", keys...)
	helper, err := zmq.NewSocket(zmq.PAIR)
	if err != nil {
		return err
	}
	pub, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return err
	}
	if err := pub.ServerAuthCurve("feed", secret); err != nil {
		return err
	}
	if err := pub.Bind("tcp://10.0.0.1:5556"); err != nil {
		return err
	}
	defer pub.Close()
	helper.Close()
	zmq.AuthStop() // want `^AuthStop while the PUB socket bound to tcp://10\.0\.0\.1:5556 is open`
	return nil
}
