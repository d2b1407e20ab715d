// Command rpc has clients ask a server, which knows them by their keys, handles
// several requests at a time, and takes so many a second from each client. Who
// asks more often is told when to come back. In the end the key of one client is
// revoked: nothing of it is answered any more.
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

const domain = "sums"

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
	zctx, err := zmqsafe.NewContext(zmqsafe.Config{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, zctx.Close()) }()
	server, err := certs.New()
	if err != nil {
		return fmt.Errorf("make a key: %w", err)
	}
	router, err := zmqsafe.Listen(zctx, zmq4.ROUTER, "tcp://127.0.0.1:*", zmqsafe.Options{}, zmqsafe.Server(server, domain))
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		limits := zmqsafe.Limits{Concurrency: 8, PeerRate: 20, PeerBurst: 5, PeerOver: zmqsafe.Reject}
		if err := zmqsafe.Receive(ctx, router, limits, add); !errors.Is(err, context.Canceled) {
			return err
		}
		return nil
	})
	group.Go(func() error {
		defer stop()
		return askAndRevoke(ctx, zctx, router.Endpoint(), server.Public)
	})
	return group.Wait()
}

// askAndRevoke has three clients ask, and then the last of them expelled.
func askAndRevoke(ctx context.Context, zctx *zmqsafe.Context, endpoint string, server certs.PublicKey) error {
	auth := zctx.Authenticator()
	var clients []*client
	for _, name := range []string{"desk-1", "desk-2", "desk-3"} {
		key, err := certs.New()
		if err != nil {
			return fmt.Errorf("make a key: %w", err)
		}
		if err := auth.Allow(domain, name, key.Public); err != nil {
			return err
		}
		s, err := zmqsafe.Dial(zctx, zmq4.DEALER, endpoint, zmqsafe.Options{}, zmqsafe.Client(key, server))
		if err != nil {
			return err
		}
		clients = append(clients, &client{name: name, key: key.Public, socket: s})
	}

	asking, working := errgroup.WithContext(ctx)
	for _, c := range clients {
		asking.Go(func() error { return c.askMany(working, 15) })
	}
	if err := asking.Wait(); err != nil {
		return err
	}

	kept, expelled := clients[0], clients[2]
	if err := auth.Revoke(ctx, domain, expelled.key); err != nil {
		return fmt.Errorf("revoke: %w", err)
	}
	sum, err := kept.ask(ctx, 20, 22)
	if err != nil {
		return fmt.Errorf("after another one was revoked: %w", err)
	}
	fmt.Printf("%s: 20+22 = %d, after %s was revoked\n", kept.name, sum, expelled.name)
	if sum, err := expelled.ask(ctx, 20, 22); !errors.Is(err, errNoAnswer) {
		return fmt.Errorf("%s is revoked, and gets %d, %w", expelled.name, sum, err)
	}
	fmt.Printf("%s: %v\n", expelled.name, errNoAnswer)
	return nil
}
