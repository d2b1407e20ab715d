package main

import (
	"strconv"
	"time"

	zmq "github.com/pebbe/zmq4"
)

// Publisher sends measurements to whoever subscribes.
type Publisher struct {
	socket *zmq.Socket
}

// NewPublisher listens on address.
func NewPublisher(address string) (*Publisher, error) {
	socket, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return nil, err
	}
	p := &Publisher{socket: socket}
	if err := p.listen(address); err != nil {
		socket.Close()
		return nil, err
	}
	return p, nil
}

func (p *Publisher) listen(address string) error {
	if err := p.socket.Bind(address); err != nil {
		return err
	}
	return p.configure()
}

// configure bounds what a slow subscriber can make the gateway keep.
func (p *Publisher) configure() error {
	if err := p.socket.SetSndhwm(500); err != nil {
		return err
	}
	if err := p.socket.SetTcpKeepalive(1); err != nil {
		return err
	}
	return p.socket.SetLinger(1000)
}

// Publish sends one measurement.
func (p *Publisher) Publish(topic string, at time.Time, value string) error {
	_, err := p.socket.SendMessage(topic, strconv.FormatInt(at.Unix(), 10), value)
	return err
}

// Close stops listening.
func (p *Publisher) Close() error { return p.socket.Close() }
