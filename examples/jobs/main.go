// Command jobs has three clients push jobs to a server, which knows them by
// their keys and takes a limited number of jobs a second: pump sends one now and
// then, flood sends all that it has at once, newcomer is let in when its key
// appears in a directory.
//
// Here they share a process, and the keys are gone at the end. In real life each
// is a program of its own, with a pair that was made once with zmqlint keygen.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/pebbe/zmq4"
	"github.com/zmqlint/zmqlint/zmqsafe"
	"golang.org/x/sync/errgroup"
)

const (
	domain = "jobs"
	rate   = 200 // jobs a second
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx)
	stop()
	if err != nil && !errors.Is(err, context.Canceled) {
		log.Fatal(err)
	}
}

func run(ctx context.Context) (err error) {
	ctx, stop := context.WithTimeout(ctx, 30*time.Second)
	defer stop()
	keys, err := makeKeys()
	if err != nil {
		return fmt.Errorf("make keys: %w", err)
	}
	defer keys.remove()

	zctx, err := zmqsafe.NewContext(zmqsafe.Config{})
	if err != nil {
		return err
	}
	// Waits for messages on their way out, as long as Options.Linger allows.
	defer func() { err = errors.Join(err, zctx.Close()) }()

	auth := zctx.Authenticator()
	if err := auth.LoadDir(ctx, domain, keys.admitted); err != nil {
		return fmt.Errorf("load keys: %w", err)
	}
	group, working := errgroup.WithContext(ctx)
	group.Go(func() error {
		return untilDone(working, auth.WatchDir(working, domain, keys.admitted, 100*time.Millisecond))
	})

	// A job is 4 kB at most, so what waits for the server is within 400 kB a client.
	options := zmqsafe.Options{MaxMsgSize: 4 << 10, RcvHWM: 100}
	pull, err := zmqsafe.Listen(zctx, zmq4.PULL, "tcp://127.0.0.1:*", options, zmqsafe.Server(keys.server, domain))
	if err != nil {
		return err
	}
	const pumped, flooded = 20, 600
	jobs := newTally(pumped+flooded+1, stop)
	group.Go(func() error {
		return untilDone(working, zmqsafe.Receive(working, pull, zmqsafe.Limits{Rate: rate, Burst: 10}, jobs.handle))
	})

	c := clients{zctx, pull.Endpoint(), keys}
	group.Go(func() error { return c.submit(working, "pump", pumped, 50*time.Millisecond) })
	group.Go(func() error { return c.submit(working, "flood", flooded, 0) })
	group.Go(func() error { return c.arrive(working, "newcomer") })
	if err := group.Wait(); err != nil {
		return err
	}
	if jobs.left > 0 {
		return fmt.Errorf("%d jobs were not handled: %w", jobs.left, ctx.Err())
	}
	jobs.print()
	fmt.Printf("server: waited %d times for its limit of %d jobs a second\n", pull.Stats().Paused, rate)
	return nil
}

// untilDone is nil for what ended because the program does.
func untilDone(ctx context.Context, err error) error {
	if errors.Is(err, ctx.Err()) {
		return nil
	}
	return err
}
