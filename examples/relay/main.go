// Command relay stands between clients and workers: it takes requests from the
// clients that it knows, a limited number a second, and hands them to workers,
// which it knows too. Neither side has the keys of the other, or can reach it.
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
	"github.com/zmqlint/zmqlint/zmqsafe/certs"
	"golang.org/x/sync/errgroup"
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
	ctx, stop := context.WithTimeout(ctx, 20*time.Second)
	defer stop()
	zctx, err := zmqsafe.NewContext(zmqsafe.Config{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, zctx.Close()) }()
	key, err := certs.New()
	if err != nil {
		return fmt.Errorf("make a key: %w", err)
	}
	// One key for both sides, but a list of its own for each.
	front, err := zmqsafe.Listen(zctx, zmq4.ROUTER, "tcp://127.0.0.1:*", zmqsafe.Options{}, zmqsafe.Server(key, "clients"))
	if err != nil {
		return err
	}
	back, err := zmqsafe.Listen(zctx, zmq4.DEALER, "tcp://127.0.0.1:*", zmqsafe.Options{}, zmqsafe.Server(key, "workers"))
	if err != nil {
		return err
	}

	group, ctx := errgroup.WithContext(ctx)
	serve := func(s *zmqsafe.Socket, l zmqsafe.Limits, h zmqsafe.Handler) {
		group.Go(func() error {
			if err := zmqsafe.Receive(ctx, s, l, h); !errors.Is(err, context.Canceled) {
				return err
			}
			return nil
		})
	}
	// The limit is where strangers' messages come in. Replies are as many.
	serve(front, zmqsafe.Limits{Rate: 100}, zmqsafe.Forward(back))
	serve(back, zmqsafe.Limits{}, zmqsafe.Forward(front))

	for _, name := range []string{"worker-1", "worker-2"} {
		worker, err := dial(zctx, zmq4.REP, back.Endpoint(), "workers", name, key.Public)
		if err != nil {
			return err
		}
		serve(worker, zmqsafe.Limits{}, func(ctx context.Context, m *zmqsafe.Message) error {
			return m.Reply(ctx, fmt.Appendf(nil, "%s, by %s", m.Frames[0], name))
		})
	}
	client, err := dial(zctx, zmq4.REQ, front.Endpoint(), "clients", "desk", key.Public)
	if err != nil {
		return err
	}
	group.Go(func() error {
		defer stop()
		return ask(ctx, client, 4)
	})
	return group.Wait()
}

// dial makes a key, has the relay admit it, and connects.
func dial(zctx *zmqsafe.Context, t zmq4.Type, endpoint, domain, name string, relay certs.PublicKey) (*zmqsafe.Socket, error) {
	key, err := certs.New()
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	if err := zctx.Authenticator().Allow(domain, name, key.Public); err != nil {
		return nil, err
	}
	return zmqsafe.Dial(zctx, t, endpoint, zmqsafe.Options{}, zmqsafe.Client(key, relay))
}

func ask(ctx context.Context, client *zmqsafe.Socket, n int) error {
	for i := range n {
		if err := client.Send(ctx, fmt.Appendf(nil, "request %d", i+1)); err != nil {
			return fmt.Errorf("ask: %w", err)
		}
		m, err := client.Recv(ctx)
		if err != nil {
			return fmt.Errorf("wait for an answer: %w", err)
		}
		fmt.Printf("desk: %s\n", m.Frames[0])
	}
	return nil
}
