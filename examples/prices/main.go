// Command prices publishes prices to two subscribers, which it knows by their
// keys. One keeps up. The other is slow: the publisher does not wait for it and
// keeps a bounded number of updates for it, so it misses some, and can tell.
//
// Here they share a process, and the keys are gone at the end. In real life each
// is a program of its own, with a pair that was made once with zmqlint keygen.
package main

import (
	"context"
	"encoding/binary"
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

const (
	domain = "prices"
	topic  = "gold "
	size   = 128 << 10 // bytes of an update: the price and the order book
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
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	zctx, err := zmqsafe.NewContext(zmqsafe.Config{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, zctx.Close()) }()
	server, err := certs.New()
	if err != nil {
		return fmt.Errorf("make a key: %w", err)
	}
	// 20 updates wait for each subscriber and no more: 2.5 MB.
	options := zmqsafe.Options{MaxMsgSize: 2 * size, SndHWM: 20}
	pub, err := zmqsafe.Listen(zctx, zmq4.PUB, "tcp://127.0.0.1:*", options, zmqsafe.Server(server, domain))
	if err != nil {
		return err
	}

	group, ctx := errgroup.WithContext(ctx)
	for name, work := range map[string]time.Duration{"fast": 0, "slow": 15 * time.Millisecond} {
		sub, err := dial(zctx, name, pub.Endpoint(), server.Public)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		group.Go(func() error { return watch(ctx, sub, name, work) })
	}
	group.Go(func() error {
		defer stop()
		return publish(ctx, pub)
	})
	return group.Wait()
}

// publish sends an update every few milliseconds, for a time.
func publish(ctx context.Context, pub *zmqsafe.Socket) error {
	tick := time.NewTicker(4 * time.Millisecond)
	defer tick.Stop()
	begin := time.Now()
	update := append([]byte(topic), make([]byte, size)...)
	n := uint64(0)
	for ; time.Since(begin) < 2*time.Second; n++ {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		binary.BigEndian.PutUint64(update[len(topic):], n)
		// It never waits: a subscriber that has no room misses the update.
		if err := pub.Send(ctx, update); err != nil {
			return fmt.Errorf("publish: %w", err)
		}
	}
	fmt.Printf("publisher: %d updates in %v\n", n, time.Since(begin).Round(100*time.Millisecond))
	return nil
}

// dial makes a key for a subscriber, has the publisher admit it, and subscribes.
func dial(zctx *zmqsafe.Context, name, endpoint string, server certs.PublicKey) (*zmqsafe.Socket, error) {
	key, err := certs.New()
	if err != nil {
		return nil, err
	}
	if err := zctx.Authenticator().Allow(domain, name, key.Public); err != nil {
		return nil, err
	}
	sub, err := zmqsafe.Dial(zctx, zmq4.SUB, endpoint, zmqsafe.Options{RcvHWM: 5}, zmqsafe.Client(key, server))
	if err != nil {
		return nil, err
	}
	return sub, sub.Subscribe(topic)
}

// watch takes updates, each of which is some work, and sees by their numbers
// which it has missed.
func watch(ctx context.Context, sub *zmqsafe.Socket, name string, work time.Duration) error {
	var next, seen, missed uint64
	for m, err := range zmqsafe.Messages(ctx, sub, zmqsafe.Limits{}) {
		if errors.Is(err, context.Canceled) {
			break
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if len(m.Frames[0]) < len(topic)+8 {
			return fmt.Errorf("%s: an update without a number", name)
		}
		n := binary.BigEndian.Uint64(m.Frames[0][len(topic):])
		if seen > 0 {
			missed += n - next
		}
		next = n + 1
		seen++
		time.Sleep(work)
	}
	fmt.Printf("%s: %d updates handled, %d missed\n", name, seen, missed)
	return nil
}
