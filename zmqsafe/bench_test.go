package zmqsafe

import (
	"context"
	"errors"
	"testing"

	"github.com/pebbe/zmq4"
	"golang.org/x/time/rate"
)

// The same sockets, options and sender; the receiver is a loop over zmq4, or
// Receive without a rate.
func BenchmarkReceive(b *testing.B) {
	for _, curve := range []bool{false, true} {
		name := "plain/"
		if curve {
			name = "curve/"
		}
		b.Run(name+"zmq4", func(b *testing.B) {
			benchmark(b, curve, func(s *Socket) {
				err := s.use(func(z *zmq4.Socket) error {
					for range b.N {
						if _, err := z.RecvMessageBytes(0); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					b.Error(err)
				}
			})
		})
		b.Run(name+"zmqsafe", func(b *testing.B) {
			benchmark(b, curve, func(s *Socket) {
				ctx, cancel := context.WithCancel(context.Background())
				n := 0
				err := Receive(ctx, s, Limits{Rate: rate.Inf}, func(context.Context, *Message) error {
					if n++; n == b.N {
						cancel()
					}
					return nil
				})
				if !errors.Is(err, context.Canceled) {
					b.Error(err)
				}
			})
		})
	}
}

func benchmark(b *testing.B, curve bool, take func(*Socket)) {
	ctx := newContext(b, quiet)
	o := Options{SndHWM: 1000, RcvHWM: 1000}
	sc, cc := newCert(b), newCert(b)
	server, client := Local(), Local()
	if curve {
		allow(b, ctx, "client", cc.Public)
		server, client = Server(sc, "d"), Client(cc, sc.Public)
	}
	pull := listen(b, ctx, zmq4.PULL, o, server)
	push := dial(b, ctx, zmq4.PUSH, pull, o, client)
	body := make([]byte, 1024)
	go push.Post(context.Background(), func(z *zmq4.Socket) error {
		for range b.N {
			if _, err := z.SendBytes(body, 0); err != nil {
				return err
			}
		}
		return nil
	})
	b.SetBytes(1024)
	b.ResetTimer()
	take(pull)
}

// One request and its answer at a time.
func BenchmarkRoundTrip(b *testing.B) {
	body := make([]byte, 1024)
	b.Run("zmq4", func(b *testing.B) {
		server, client := pair(b, zmq4.REP, zmq4.REQ, Options{})
		go server.Post(context.Background(), func(z *zmq4.Socket) error {
			for range b.N {
				m, err := z.RecvMessageBytes(0)
				if err != nil {
					return err
				}
				if _, err := z.SendBytes(m[0], 0); err != nil {
					return err
				}
			}
			return nil
		})
		b.ResetTimer()
		err := client.use(func(z *zmq4.Socket) error {
			for range b.N {
				if _, err := z.SendBytes(body, 0); err != nil {
					return err
				}
				if _, err := z.RecvMessageBytes(0); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Error(err)
		}
	})
	b.Run("zmqsafe", func(b *testing.B) {
		server, client := pair(b, zmq4.REP, zmq4.REQ, Options{})
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		go Receive(ctx, server, Limits{Rate: rate.Inf}, func(ctx context.Context, m *Message) error {
			return m.Reply(ctx, m.Frames...)
		})
		b.ResetTimer()
		for range b.N {
			if err := client.Send(ctx, body); err != nil {
				b.Fatal(err)
			}
			if _, err := client.Recv(ctx); err != nil {
				b.Fatal(err)
			}
		}
	})
}
