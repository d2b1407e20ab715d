package zmqsafe

// Ending the connections of a socket, by closing its endpoint and opening it
// again. Measured with libzmq 4.3.4:
//
//   - From Unbind on, nothing goes out on the connections that the endpoint had
//     accepted. What came in on them and was not received yet still is.
//   - The connections themselves end when the socket is used the next time and
//     has received that. Only then do peers notice and connect again.
//   - A bind right after Unbind finds the port taken for a millisecond.

import (
	"context"
	"errors"
	"fmt"
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
		if err := z.Unbind(s.endpoint); err != nil {
			return err
		}
		if err := s.bindAgain(z); err != nil {
			return err
		}
		return s.settle(z)
	})
	if err != nil {
		return fmt.Errorf("zmqsafe: open %v again: %w", s, err)
	}
	return nil
}

func (s *Socket) bindAgain(z *zmq4.Socket) error {
	for end := time.Now().Add(reopenTime); ; time.Sleep(time.Millisecond) {
		err := z.Bind(s.endpoint)
		if err == nil || time.Now().After(end) {
			return err
		}
	}
}

// settle lets libzmq do its part of the closing while nobody uses the socket.
func (s *Socket) settle(z *zmq4.Socket) error {
	for range 5 {
		time.Sleep(time.Millisecond)
		if _, err := z.GetEvents(); err != nil {
			return err
		}
	}
	if s.ipcPath == "" {
		return nil
	}
	// Versions before 4.3 remove the file when they close, in another thread:
	// then it may be the new one.
	_, err := os.Stat(s.ipcPath)
	return err
}
