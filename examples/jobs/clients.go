package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/pebbe/zmq4"
	"github.com/zmqlint/zmqlint/zmqsafe"
)

// clients are the programs that have jobs.
type clients struct {
	zctx     *zmqsafe.Context
	endpoint string
	keys     *keys
}

func (c clients) dial(name string) (*zmqsafe.Socket, error) {
	// A server that does not know the key says nothing. After HandshakeInterval the
	// client tries again.
	options := zmqsafe.Options{SendTimeout: 10 * time.Second, HandshakeInterval: time.Second}
	s, err := zmqsafe.Dial(c.zctx, zmq4.PUSH, c.endpoint, options, zmqsafe.Client(c.keys.clients[name], c.keys.server.Public))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

// submit sends n jobs, with a pause after each.
func (c clients) submit(ctx context.Context, name string, n int, pause time.Duration) error {
	s, err := c.dial(name)
	if err != nil {
		return err
	}
	defer s.Close()
	for range n {
		if err := s.Send(ctx, []byte(time.Now().Format(time.RFC3339Nano))); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		time.Sleep(pause)
	}
	return nil
}

// arrive has a job before the server has its key.
func (c clients) arrive(ctx context.Context, name string) error {
	s, err := c.dial(name)
	if err != nil {
		return err
	}
	defer s.Close()
	job := []byte(time.Now().Format(time.RFC3339Nano))

	soon, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
	defer cancel()
	if err := s.Send(soon, job); !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s, whose key is not known, sends a job: %v", name, err)
	}
	fmt.Printf("%s: the server does not know the key, nobody takes the job\n", name)
	if err := c.keys.admit(name); err != nil {
		return err
	}
	if err := s.Send(ctx, job); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	fmt.Printf("%s: the key is in the directory, the job is sent\n", name)
	return nil
}
