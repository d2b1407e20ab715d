package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/zmqlint/zmqlint/zmqsafe"
)

// tally handles jobs: it counts them. It is for one goroutine at a time, as
// handlers are while Limits.Concurrency is 1.
type tally struct {
	left   int
	done   func() // called when none is left
	counts map[string]count
}

type count struct {
	jobs    int
	slowest time.Duration
}

func newTally(jobs int, done func()) *tally {
	return &tally{jobs, done, map[string]count{}}
}

func (t *tally) handle(_ context.Context, m *zmqsafe.Message) error {
	sent, err := time.Parse(time.RFC3339Nano, string(m.Frames[0]))
	if err != nil {
		return fmt.Errorf("job of %v: %w", m.Peer, err) // logged and counted; the next one is handled
	}
	c := t.counts[m.Peer.Name]
	t.counts[m.Peer.Name] = count{c.jobs + 1, max(c.slowest, time.Since(sent))}
	if t.left--; t.left == 0 {
		t.done()
	}
	return nil
}

func (t *tally) print() {
	for _, name := range slices.Sorted(maps.Keys(t.counts)) {
		c := t.counts[name]
		fmt.Printf("%s: %d handled, the slowest %v after it was sent\n", name, c.jobs, c.slowest.Round(time.Millisecond))
	}
}
