package main

import (
	"fmt"

	zmq "github.com/pebbe/zmq4"
)

// Watcher receives the measurements of some topics.
type Watcher struct {
	socket *zmq.Socket
}

// NewWatcher subscribes to topics at address.
func NewWatcher(address string, topics ...string) (*Watcher, error) {
	socket, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return nil, err
	}
	w := &Watcher{socket: socket}
	w.limit()
	if err := w.subscribe(topics); err != nil {
		socket.Close()
		return nil, err
	}
	if err := socket.Connect(address); err != nil {
		socket.Close()
		return nil, err
	}
	return w, nil
}

func (w *Watcher) limit() {
	w.socket.SetRcvhwm(0)
	w.socket.SetMaxmsgsize(64 << 10)
	w.socket.SetTcpKeepalive(1)
}

func (w *Watcher) subscribe(topics []string) error {
	for _, t := range topics {
		if err := w.socket.SetSubscribe(t); err != nil {
			return err
		}
	}
	return nil
}

// Run calls handle with each measurement until the context is terminated.
func (w *Watcher) Run(handle func(topic, value string)) error {
	for {
		parts, err := w.socket.RecvMessage(0)
		if err != nil {
			return err
		}
		if len(parts) != 3 {
			return fmt.Errorf("message of %d parts, want topic, time and value", len(parts))
		}
		handle(parts[0], parts[2])
	}
}

// Close ends the subscription.
func (w *Watcher) Close() error { return w.socket.Close() }
