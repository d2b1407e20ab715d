package zmqsafe_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/pebbe/zmq4"
	"github.com/zmqlint/zmqlint/zmqsafe"
	"github.com/zmqlint/zmqlint/zmqsafe/certs"
)

// Work is pushed by clients whose keys the server knows, and pulled at a limited
// rate.
func Example_pushPull() {
	// Keys are made once, with zmqlint keygen, and loaded with certs.Load.
	server, client := newCert(), newCert()

	ctx := newContext()
	defer ctx.Close()
	check(ctx.Authenticator().Allow("jobs", "pump-7", client.Public))
	pull, err := zmqsafe.Listen(ctx, zmq4.PULL, "tcp://127.0.0.1:*", zmqsafe.Options{}, zmqsafe.Server(server, "jobs"))
	check(err)

	// In another program:
	push, err := zmqsafe.Dial(ctx, zmq4.PUSH, pull.Endpoint(), zmqsafe.Options{}, zmqsafe.Client(client, server.Public))
	check(err)
	check(push.Send(context.Background(), []byte("job 1")))
	check(push.Send(context.Background(), []byte("job 2")))

	stop, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err = zmqsafe.Receive(stop, pull, zmqsafe.Limits{Rate: 100}, func(_ context.Context, m *zmqsafe.Message) error {
		fmt.Printf("%s from %v\n", m.Frames[0], m.Peer)
		if string(m.Frames[0]) == "job 2" {
			cancel() // an example has an end
		}
		return nil
	})
	fmt.Println(err)
	// Output:
	// job 1 from pump-7
	// job 2 from pump-7
	// context canceled
}

// A publisher is the server: subscribers need a key that it knows. An XPUB sees
// who subscribes.
func Example_pubSub() {
	server, client := newCert(), newCert()

	ctx := newContext()
	defer ctx.Close()
	check(ctx.Authenticator().Allow("prices", "desk", client.Public))
	pub, err := zmqsafe.Listen(ctx, zmq4.XPUB, "tcp://127.0.0.1:*", zmqsafe.Options{}, zmqsafe.Server(server, "prices"))
	check(err)

	// In another program:
	sub, err := zmqsafe.Dial(ctx, zmq4.SUB, pub.Endpoint(), zmqsafe.Options{}, zmqsafe.Client(client, server.Public))
	check(err)
	check(sub.Subscribe("gold"))

	for m, err := range zmqsafe.Messages(context.Background(), pub, zmqsafe.Limits{Rate: 100}) {
		check(err)
		if topic, ok := bytes.CutPrefix(m.Frames[0], []byte{1}); ok {
			fmt.Printf("%v subscribes to %s\n", m.Peer, topic)
			break
		}
	}
	check(pub.Send(context.Background(), []byte("silver 1")))
	check(pub.Send(context.Background(), []byte("gold 2")))
	m, err := sub.Recv(context.Background())
	check(err)
	fmt.Printf("%s\n", m.Frames[0])
	// Output:
	// desk subscribes to gold
	// gold 2
}

// A REP answers each request, also when the handler does not. A REQ that waits in
// vain is closed, and another one dialed.
func Example_reqRep() {
	server, client := newCert(), newCert()

	ctx := newContext()
	defer ctx.Close()
	check(ctx.Authenticator().Allow("clock", "desk", client.Public))
	rep, err := zmqsafe.Listen(ctx, zmq4.REP, "tcp://127.0.0.1:*", zmqsafe.Options{}, zmqsafe.Server(server, "clock"))
	check(err)
	stop, cancel := context.WithCancel(context.Background())
	defer cancel()
	go zmqsafe.Receive(stop, rep, zmqsafe.Limits{Rate: 100}, func(ctx context.Context, m *zmqsafe.Message) error {
		if string(m.Frames[0]) != "time" {
			return errors.New("no such request") // logged; the client hears "failed"
		}
		return m.Reply(ctx, []byte("noon"))
	})

	// In another program:
	req, err := zmqsafe.Dial(ctx, zmq4.REQ, rep.Endpoint(), zmqsafe.Options{}, zmqsafe.Client(client, server.Public))
	check(err)
	for _, question := range []string{"time", "place"} {
		check(req.Send(context.Background(), []byte(question)))
		wait, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		m, err := req.Recv(wait)
		cancel()
		check(err)
		if r, ok := zmqsafe.AsRejection(m.Frames); ok {
			fmt.Println(r)
			continue
		}
		fmt.Printf("%s\n", m.Frames[0])
	}
	// Output:
	// noon
	// zmqsafe: rejected: failed
}

// A ROUTER serves many at a time, a few each second to each peer, and tells those
// who ask more when to come back.
func Example_routerDealer() {
	server, client := newCert(), newCert()

	ctx := newContext()
	defer ctx.Close()
	check(ctx.Authenticator().Allow("sums", "desk", client.Public))
	router, err := zmqsafe.Listen(ctx, zmq4.ROUTER, "tcp://127.0.0.1:*", zmqsafe.Options{}, zmqsafe.Server(server, "sums"))
	check(err)
	stop, cancel := context.WithCancel(context.Background())
	defer cancel()
	limits := zmqsafe.Limits{Concurrency: 8, PeerRate: 0.1, PeerBurst: 2, PeerOver: zmqsafe.Reject}
	go zmqsafe.Receive(stop, router, limits, func(ctx context.Context, m *zmqsafe.Message) error {
		return m.Reply(ctx, fmt.Appendf(nil, "%s: done", m.Frames[0]))
	})

	// In another program:
	dealer, err := zmqsafe.Dial(ctx, zmq4.DEALER, router.Endpoint(), zmqsafe.Options{}, zmqsafe.Client(client, server.Public))
	check(err)
	for _, question := range []string{"1", "2", "3"} {
		check(dealer.Send(context.Background(), []byte(question)))
		m, err := dealer.Recv(context.Background())
		check(err)
		if r, ok := zmqsafe.AsRejection(m.Frames); ok {
			fmt.Println(r)
			continue
		}
		fmt.Printf("%s\n", m.Frames[0])
	}
	// Output:
	// 1: done
	// 2: done
	// zmqsafe: rejected: rate, try again in 10s
}

// A proxy is two Receives that post to each other. Unlike zmq4.Proxy it ends with
// its context, holds its clients to a rate, and to the limits on messages.
func Example_proxy() {
	server, client := newCert(), newCert()

	ctx := newContext()
	defer ctx.Close()
	check(ctx.Authenticator().Allow("front", "desk", client.Public))
	front, err := zmqsafe.Listen(ctx, zmq4.ROUTER, "tcp://127.0.0.1:*", zmqsafe.Options{}, zmqsafe.Server(server, "front"))
	check(err)
	back, err := zmqsafe.Listen(ctx, zmq4.DEALER, "inproc://workers", zmqsafe.Options{}, zmqsafe.Local())
	check(err)
	stop, cancel := context.WithCancel(context.Background())
	defer cancel()
	go zmqsafe.Receive(stop, front, zmqsafe.Limits{Rate: 1000}, zmqsafe.Forward(back))
	go zmqsafe.Receive(stop, back, zmqsafe.Limits{}, zmqsafe.Forward(front))

	worker, err := zmqsafe.Dial(ctx, zmq4.REP, back.Endpoint(), zmqsafe.Options{}, zmqsafe.Local())
	check(err)
	go zmqsafe.Receive(stop, worker, zmqsafe.Limits{}, func(ctx context.Context, m *zmqsafe.Message) error {
		return m.Reply(ctx, fmt.Appendf(nil, "%s, by a worker", m.Frames[0]))
	})

	// In another program:
	req, err := zmqsafe.Dial(ctx, zmq4.REQ, front.Endpoint(), zmqsafe.Options{}, zmqsafe.Client(client, server.Public))
	check(err)
	check(req.Send(context.Background(), []byte("done")))
	m, err := req.Recv(context.Background())
	check(err)
	fmt.Printf("%s\n", m.Frames[0])
	// Output:
	// done, by a worker
}

// Code that keeps its sockets has their limits set in one call.
func ExampleHarden() {
	s, err := zmq4.NewSocket(zmq4.PULL)
	check(err)
	defer s.Close()
	check(zmqsafe.Harden(s, zmqsafe.Options{MaxMsgSize: 64 << 10, RcvHWM: 50}))
	check(s.Bind("tcp://127.0.0.1:*"))
	hwm, err := s.GetRcvhwm()
	check(err)
	fmt.Println(hwm)
	// Output:
	// 50
}

func newContext() *zmqsafe.Context {
	ctx, err := zmqsafe.NewContext(zmqsafe.Config{})
	check(err)
	return ctx
}

func newCert() certs.Certificate {
	c, err := certs.New()
	check(err)
	return c
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
