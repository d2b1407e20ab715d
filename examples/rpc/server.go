package main

import (
	"context"
	"encoding/binary"
	"errors"
	"time"

	"github.com/zmqlint/zmqlint/zmqsafe"
)

// add answers a request: two numbers of eight bytes, after a frame by which the
// client knows its answer again. It runs in up to Limits.Concurrency goroutines.
// What it returns is logged; the client hears that its request failed, and
// nothing about the inside of the server.
func add(ctx context.Context, m *zmqsafe.Message) error {
	if len(m.Frames) != 2 || len(m.Frames[1]) != 16 {
		return errors.New("a request has an id and two numbers")
	}
	select {
	case <-time.After(20 * time.Millisecond): // real work takes longer than a sum
	case <-ctx.Done():
		return ctx.Err()
	}
	a, b := binary.BigEndian.Uint64(m.Frames[1]), binary.BigEndian.Uint64(m.Frames[1][8:])
	return m.Reply(ctx, m.Frames[0], binary.BigEndian.AppendUint64(nil, a+b))
}
