// Package reported sets options when the socket is open already.
package reported

import (
	"errors"
	"fmt"
	"time"

	zmq "github.com/pebbe/zmq4"
)

func limits(s *zmq.Socket) error {
	return errors.Join(s.SetSndhwm(100), s.SetRcvhwm(100), s.SetLinger(0))
}

func Serve() error {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := limits(s); err != nil {
		return err
	}
	if err := s.Bind("tcp://10.0.0.5:5555"); err != nil {
		return err
	}
	if err := s.SetMaxmsgsize(1 << 20); err != nil { // want `^SetMaxmsgsize after the REP socket was opened: MAXMSGSIZE acts on later binds and connects only \(late-option\)$`
		return err
	}
	if err := s.SetTcpKeepalive(1); err != nil { // want `^SetTcpKeepalive after the REP socket was opened: TCP_KEEPALIVE acts on later binds and connects only `
		return err
	}
	_, err = s.Recv(0)
	return err
}

// High water marks after a bind: the manual says at once, and it is wrong for
// the connections that are accepted later.
func Marks() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(s.SetLinger(0), s.SetTcpKeepalive(1)); err != nil {
		return nil, err
	}
	if err := s.Bind("tcp://10.0.0.5:5556"); err != nil {
		return nil, err
	}
	return s, s.SetSndhwm(10) // want `^SetSndhwm after the PUB socket was bound: connections accepted from here on keep the SNDHWM that was set before the bind `
}

// Client is opened in one method and configured in another; the constructor
// calls both, in the wrong order.
type Client struct {
	sock     *zmq.Socket
	endpoint string
}

func NewClient(endpoint string) (*Client, error) {
	sock, err := zmq.NewSocket(zmq.PUSH)
	if err != nil {
		return nil, err
	}
	c := &Client{sock: sock, endpoint: endpoint}
	if err := limits(sock); err != nil {
		return nil, err
	}
	if err := c.dial(); err != nil {
		return nil, err
	}
	return c, c.tune()
}

func (c *Client) dial() error {
	if err := c.sock.Connect("tcp://" + c.endpoint); err != nil {
		return fmt.Errorf("connect to %s: %w", c.endpoint, err)
	}
	return nil
}

func (c *Client) tune() error {
	if err := c.sock.SetTcpKeepalive(1); err != nil { // want `^SetTcpKeepalive after the PUSH socket was opened: `
		return err
	}
	return c.sock.SetReconnectIvl(time.Second) // want `^SetReconnectIvl after the PUSH socket was opened: RECONNECT_IVL acts on later binds and connects only `
}

// All endpoints first, then the options.
func Subscribe(endpoints ...string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(s.SetMaxmsgsize(1<<20), s.SetRcvhwm(10), s.SetTcpKeepalive(1), s.SetSubscribe("")); err != nil {
		return nil, err
	}
	for _, e := range []string{"tcp://feed-a:5557", "tcp://feed-b:5557"} {
		if err := s.Connect(e); err != nil {
			return nil, err
		}
	}
	return s, s.SetIpv6(true) // want `^SetIpv6 after the SUB socket was opened: `
}
