// Package silent sets all keys that the role needs, in one way or another.
package silent

import (
	"errors"

	zmq "github.com/pebbe/zmq4"
)

// A server needs no public key.
func Server(secret string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(s.SetCurveSecretkey(secret), s.SetCurveServer(1)); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://10.0.0.1:5555")
}

// Client is given its keys one after the other, by a method for each.
type Client struct{ sub *zmq.Socket }

func NewClient() (*Client, error) {
	sub, err := zmq.NewSocket(zmq.SUB)
	return &Client{sub}, err
}

func (c *Client) pair(public, secret string) error {
	if err := c.sub.SetCurvePublickey(public); err != nil {
		return err
	}
	return c.sub.SetCurveSecretkey(secret)
}

func (c *Client) server(key string) error { return c.sub.SetCurveServerkey(key) }

func (c *Client) Start(public, secret, server string) error {
	if err := c.pair(public, secret); err != nil {
		return err
	}
	if err := c.server(server); err != nil {
		return err
	}
	return c.sub.Connect("tcp://10.0.0.1:5556")
}

// Setters that the package's users call in an order of their own.
type Builder struct{ push *zmq.Socket }

func NewBuilder() (*Builder, error) {
	push, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return nil, err
	}
	if err := push.SetCurvePublickey(zmq.CURVE_ALLOW_ANY); err != nil {
		return nil, err
	}
	return &Builder{push}, nil
}

func (b *Builder) Secret(key string) error { return b.push.SetCurveSecretkey(key) }
func (b *Builder) Server(key string) error { return b.push.SetCurveServerkey(key) }
func (b *Builder) Dial() error             { return b.push.Connect("tcp://10.0.0.1:5557") }

// Local sockets may be as incomplete as they like.
func Local() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PAIR)
	if err != nil {
		return nil, err
	}
	if err := s.SetCurveServer(1); err != nil {
		return nil, err
	}
	return s, s.Bind("tcp://127.0.0.1:5558")
}
