package zmqsafe

// Ending the connections of a socket, by closing its endpoint and opening it
// again. Measured: after Unbind, libzmq ends the connections that the endpoint
// had accepted; a bind right after it finds the port taken for a millisecond.

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/pebbe/zmq4"
)

const reopenTime = 2 * time.Second

func (s *Socket) reopen(ctx context.Context) error {
	err := s.Post(ctx, func(z *zmq4.Socket) error {
		if !s.listens {
			return errors.Join(z.Disconnect(s.endpoint), z.Connect(s.endpoint))
		}
		err := z.Unbind(s.endpoint)
		if err == nil {
			err = s.unlinked()
		}
		if err == nil {
			err = retry(func() error { return z.Bind(s.endpoint) })
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("zmqsafe: open %v again: %w", s, err)
	}
	return nil
}

// unlinked waits until the file of an ipc endpoint is gone. libzmq removes it in
// another thread, and would take that of a bind that came first.
func (s *Socket) unlinked() error {
	if s.ipcPath == "" {
		return nil
	}
	return retry(func() error {
		if _, err := os.Stat(s.ipcPath); !errors.Is(err, fs.ErrNotExist) {
			return errors.Join(err, fmt.Errorf("%s is still there", s.ipcPath))
		}
		return nil
	})
}

func retry(f func() error) error {
	end := time.Now().Add(reopenTime)
	for {
		err := f()
		if err == nil || time.Now().After(end) {
			return err
		}
		time.Sleep(time.Millisecond)
	}
}
