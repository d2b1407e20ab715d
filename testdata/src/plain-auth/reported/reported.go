// Package reported relies on passwords and addresses.
package reported

import (
	"fmt"

	zmq "github.com/pebbe/zmq4"
)

// Account is the client's.
type Account struct{ User, Password string }

// Client logs in with a password.
type Client struct {
	account Account
	req     *zmq.Socket
}

func NewClient(a Account) (*Client, error) {
	req, err := zmq.NewSocket(zmq.REQ)
	if err != nil {
		return nil, err
	}
	if err := req.ClientAuthPlain(a.User, a.Password); err != nil {
		return nil, err
	}
	return &Client{a, req}, nil
}

func (c *Client) Dial(host string) error {
	return c.req.Connect(fmt.Sprintf("tcp://%s:5555", host)) // want `^REQ socket is connected to tcp://… with PLAIN: passwords and messages travel in clear, and zmq4's check of passwords is not to be relied on; use CURVE \(plain-auth\)$`
}

// Server asks for passwords.
func Server(accounts []Account) (*zmq.Socket, error) {
	if err := zmq.AuthStart(); err != nil {
		return nil, err
	}
	for _, a := range accounts {
		zmq.AuthPlainAdd("rpc", a.User, a.Password)
	}
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return nil, err
	}
	if err := s.ServerAuthPlain("rpc"); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://*:5555") // want `^REP socket is bound to tcp://\*:5555 with PLAIN: `
}

// Setters do the same one by one.
func Setters(a Account) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.DEALER)
	if err != nil {
		return nil, err
	}
	for _, set := range []func() error{
		func() error { return s.SetPlainUsername(a.User) },
		func() error { return s.SetPlainPassword(a.Password) },
	} {
		if err := set(); err != nil {
			return nil, err
		}
	}
	return s, s.Connect("tcp://10.0.0.1:5556") // want `^DEALER socket is connected to tcp://10\.0\.0\.1:5556 with PLAIN: `
}

// Addresses trusts where peers come from.
func Addresses() (*zmq.Socket, error) {
	zmq.AuthAllow("feed", "10.0.0.0/8")
	s, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return nil, err
	}
	if err := s.ServerAuthNull("feed"); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://10.0.0.1:5557") // want `^PUB socket is bound to tcp://10\.0\.0\.1:5557 with ServerAuthNull, which looks at addresses only: messages travel in clear; use CURVE \(plain-auth\)$`
}
