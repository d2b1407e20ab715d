//go:build libzmq && cgo && unix

package attack

// What zmqsafe costs: the same sockets with the same options, used by way of
// zmq4 alone and by way of zmqsafe, in turn. The best of many short rounds is what
// depends least on the neighbours; ratios mean something on another machine.

import (
	"context"
	"errors"
	"syscall"
	"testing"
	"time"

	"github.com/pebbe/zmq4"
	"github.com/zmqlint/zmqlint/zmqsafe"
	"golang.org/x/time/rate"
)

const rounds = 25

// overhead has two sockets of the same kind, whichever way they are used.
type overhead struct {
	b       *testing.B
	s       *stage
	bare    bool // zmq4 alone
	curve   bool
	options zmqsafe.Options
}

// open makes a pair of connected sockets. Those of zmqsafe have it set their
// options, those of zmq4 have them from Harden.
func (o overhead) open(listen, dial zmq4.Type) (server, client *zmqsafe.Socket, z, y *zmq4.Socket) {
	ctx := o.s.context()
	if !o.bare {
		at, to := zmqsafe.Local(), zmqsafe.Local()
		if o.curve {
			at, to = zmqsafe.Server(o.s.server, domain), zmqsafe.Client(o.s.known, o.s.server.Public)
		}
		server = try(zmqsafe.Listen(ctx, listen, loopback, o.options, at))
		client = try(zmqsafe.Dial(ctx, dial, server.Endpoint(), o.options, to))
		return server, client, nil, nil
	}
	z, y = try(ctx.ZMQ().NewSocket(listen)), try(ctx.ZMQ().NewSocket(dial))
	must(zmqsafe.Harden(z, o.options))
	must(zmqsafe.Harden(y, o.options))
	if o.curve {
		must(z.ServerAuthCurve(domain, o.s.server.Secret.Z85()))
		must(y.ClientAuthCurve(o.s.server.Public.Z85(), o.s.known.Public.Z85(), o.s.known.Secret.Z85()))
	}
	must(z.Bind(loopback))
	must(y.Connect(try(z.GetLastEndpoint())))
	return nil, nil, z, y
}

var kibibyte = make([]byte, 1024)

// throughput is how long n messages take from a PUSH to a PULL. The first is for
// the connection.
func (o overhead) throughput(n int) time.Duration {
	server, client, z, y := o.open(zmq4.PULL, zmq4.PUSH)
	sent := make(chan struct{})
	var start time.Time
	if o.bare {
		go func() {
			defer close(sent)
			for range n + 1 {
				try(y.SendBytes(kibibyte, 0))
			}
		}()
		for i := range n + 1 {
			if try(z.RecvMessageBytes(0)); i == 0 {
				start = time.Now()
			}
		}
	} else {
		go func() {
			defer close(sent)
			for range n + 1 {
				must(client.Send(context.Background(), kibibyte))
			}
		}()
		ctx, cancel := context.WithCancel(context.Background())
		got := 0
		err := zmqsafe.Receive(ctx, server, zmqsafe.Limits{Rate: rate.Inf}, func(context.Context, *zmqsafe.Message) error {
			switch got++; got {
			case 1:
				start = time.Now()
			case n + 1:
				cancel()
			}
			return nil
		})
		if !errors.Is(err, context.Canceled) {
			fatal(err)
		}
	}
	took := time.Since(start)
	<-sent
	o.close(server, client, z, y)
	return took
}

// latency is how long n requests from a REQ to a REP and back take, one after
// the other.
func (o overhead) latency(n int) time.Duration {
	server, client, z, y := o.open(zmq4.REP, zmq4.REQ)
	ended := make(chan struct{})
	var start time.Time
	if o.bare {
		go func() {
			defer close(ended)
			for range n + 1 {
				try(z.SendMessage(try(z.RecvMessageBytes(0))))
			}
		}()
		for i := range n + 1 {
			try(y.SendBytes(kibibyte, 0))
			if try(y.RecvMessageBytes(0)); i == 0 {
				start = time.Now()
			}
		}
	} else {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		go func() {
			defer close(ended)
			got := 0
			err := zmqsafe.Receive(ctx, server, zmqsafe.Limits{Rate: rate.Inf}, func(ctx context.Context, m *zmqsafe.Message) error {
				if got++; got == n+1 {
					defer cancel()
				}
				return m.Reply(ctx, m.Frames...)
			})
			if !errors.Is(err, context.Canceled) {
				fatal(err)
			}
		}()
		for i := range n + 1 {
			must(client.Send(context.Background(), kibibyte))
			if try(client.Recv(context.Background())); i == 0 {
				start = time.Now()
			}
		}
	}
	took := time.Since(start)
	<-ended
	o.close(server, client, z, y)
	return took
}

func (o overhead) close(server, client *zmqsafe.Socket, z, y *zmq4.Socket) {
	if o.bare {
		must(errors.Join(z.Close(), y.Close()))
	} else {
		must(errors.Join(server.Close(), client.Close()))
	}
}

func BenchmarkLiveOverhead(b *testing.B) {
	for b.Loop() {
		for _, mechanism := range []string{"curve", "plain"} {
			s := newStage(true)
			o := overhead{b: b, s: s, curve: mechanism == "curve", options: zmqsafe.Options{SndHWM: 1000, RcvHWM: 1000}}
			compare(o, mechanism+"-throughput", 20_000, overhead.throughput)
			compare(o, mechanism+"-latency", 400, overhead.latency)
			s.close()
		}
	}
}

// compare reports how fast zmqsafe is, as a part of what zmq4 alone is, and the
// same of the processor time, which neighbours disturb less.
func compare(o overhead, name string, n int, measure func(overhead, int) time.Duration) {
	var bare, safe, bareCPU, safeCPU time.Duration
	for range rounds {
		for _, o.bare = range []bool{true, false} {
			before := processorTime()
			took, cpu := measure(o, n), processorTime()
			if cpu -= before; o.bare {
				bare, bareCPU = best(bare, took), best(bareCPU, cpu)
			} else {
				safe, safeCPU = best(safe, took), best(safeCPU, cpu)
			}
		}
	}
	o.b.Logf("%s: zmq4 %.2f µs a message (processor %.2f), zmqsafe %.2f µs (%.2f)",
		name, micros(bare, n), micros(bareCPU, n), micros(safe, n), micros(safeCPU, n))
	o.b.ReportMetric(bare.Seconds()/safe.Seconds(), name+"/zmq4")
	o.b.ReportMetric(bareCPU.Seconds()/safeCPU.Seconds(), name+"-processor/zmq4")
}

func best(a, b time.Duration) time.Duration {
	if a == 0 {
		return b
	}
	return min(a, b)
}

// processorTime is that of all threads of the process.
func processorTime() time.Duration {
	var u syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func micros(d time.Duration, n int) float64 { return float64(d.Microseconds()) / float64(n) }
