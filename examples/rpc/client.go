package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/zmqlint/zmqlint/zmqsafe"
	"github.com/zmqlint/zmqlint/zmqsafe/certs"
)

// errNoAnswer tells that the server did not answer: it is gone, or does not know
// the key any more, of which it says nothing.
var errNoAnswer = errors.New("no answer")

// client asks one thing at a time, and again when no answer came: a request may
// be handled twice.
type client struct {
	name     string
	key      certs.PublicKey
	socket   *zmqsafe.Socket
	requests uint64
	rejected int
}

// askMany asks as fast as answers come.
func (c *client) askMany(ctx context.Context, n uint64) error {
	for i := range n {
		sum, err := c.ask(ctx, i, i)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		if sum != 2*i {
			return fmt.Errorf("%s: %d+%d = %d", c.name, i, i, sum)
		}
	}
	fmt.Printf("%s: %d answers, after %d rejections\n", c.name, n, c.rejected)
	return nil
}

func (c *client) ask(ctx context.Context, a, b uint64) (sum uint64, err error) {
	request := binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, a), b)
	for tries := 0; tries < 3; {
		answer, err := c.try(ctx, request)
		var rejection zmqsafe.Rejection
		switch {
		case err == nil && len(answer) == 8:
			return binary.BigEndian.Uint64(answer), nil
		case err == nil:
			return 0, fmt.Errorf("an answer of %d bytes", len(answer))
		case errors.As(err, &rejection) && rejection.RetryAfter > 0:
			c.rejected++
			if err := sleep(ctx, rejection.RetryAfter); err != nil {
				return 0, err
			}
		case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil:
			tries++
		default:
			return 0, err
		}
	}
	return 0, errNoAnswer
}

// try sends a request and waits for its answer, a second in all. The error may
// be a Rejection. It bears no id, which does not matter while one request is
// under way.
func (c *client) try(ctx context.Context, request []byte) (answer []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	c.requests++
	id := binary.BigEndian.AppendUint64(nil, c.requests)
	if err := c.socket.Send(ctx, id, request); err != nil {
		return nil, err
	}
	for {
		m, err := c.socket.Recv(ctx)
		if err != nil {
			return nil, err
		}
		if r, ok := zmqsafe.AsRejection(m.Frames); ok {
			return nil, r
		}
		if len(m.Frames) == 2 && bytes.Equal(m.Frames[0], id) {
			return m.Frames[1], nil
		}
		// The late answer to a request that was given up.
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
