//go:build libzmq && cgo && unix

package attack

// Attacks on memory. Those on zmqsafe have a key that is admitted, unless they
// are called strangers.

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pebbe/zmq4"
	"github.com/zmqlint/zmqlint/zmqsafe"
	"github.com/zmqlint/zmqlint/zmqsafe/certs"
)

// little is how many megabytes a service may grow by that holds. It is the
// collector of Go and libzmq's buffers.
const little = 16

func (s *stage) bounded(most float64, what string) outcome {
	grown := s.grown()
	return outcome{grown < most, fmt.Sprintf("%s, memory grew by %.0f MB", what, grown)}
}

func oversize(s *stage) outcome {
	const size = 128 << 20
	service := s.listen(zmq4.PULL)
	client := s.dial(zmq4.PUSH, service.Endpoint())
	s.serves(service, client)
	s.attack("frames", service.Endpoint(), s.known, 1, size)
	what := "refused"
	if m := service.Take(2 * time.Second); m != nil {
		what = fmt.Sprintf("taken, %d MB", len(m[0])>>20)
	}
	s.serves(service, client)
	return s.bounded(little, "a frame of 128 MB "+what)
}

// manyFrames is about what the program is given.
func manyFrames(s *stage) outcome {
	most := s.frames(1_000_000)
	if most == 0 {
		return outcome{true, fmt.Sprintf("thrown away, the program is told; memory grew by %.0f MB", s.grown())}
	}
	return outcome{most <= 64, fmt.Sprintf("the program gets a message of %d frames, memory grew by %.0f MB", most, s.grown())}
}

// endlessFrames is about what libzmq holds meanwhile, for which fewer will do.
func endlessFrames(s *stage) outcome {
	s.frames(150_000)
	return s.bounded(little, "at 150,000 frames")
}

// frames tells how many frames the program was given in one message, of n.
func (s *stage) frames(n int) int {
	service := s.listen(zmq4.PULL)
	client := s.dial(zmq4.PUSH, service.Endpoint())
	s.serves(service, client)
	s.attack("frames", service.Endpoint(), s.known, n, 8).wait()
	got := 0
	if e, ok := service.(safeEnd); ok {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if _, err := e.Recv(ctx); !errors.Is(err, zmqsafe.ErrTooLarge) {
			fatal(fmt.Errorf("the message is not too large, but %w", err))
		}
	} else {
		got = len(service.Take(patience))
	}
	s.serves(service, client)
	return got
}

func subscriptions(s *stage) outcome      { return s.subscriptions(s.stranger) }
func knownSubscriptions(s *stage) outcome { return s.subscriptions(s.known) }

func (s *stage) subscriptions(who certs.Certificate) outcome {
	const n = 50_000
	service := s.listen(zmq4.XPUB)
	s.attack("subscribe", service.Endpoint(), who, n, 100).wait()
	got := 0
	for service.Take(time.Second) != nil {
		got++
	}
	return s.bounded(little, fmt.Sprintf("%d of %d subscriptions taken", got, n))
}

func slowSubscriber(s *stage) outcome {
	const n, size = 1200, 256 << 10
	service := s.listen(zmq4.XPUB)
	a := s.attack("deaf-sub", service.Endpoint(), s.known, 0, 0)
	if a.wait(); service.Take(patience) == nil {
		fatal(errors.New("no subscription came"))
	}
	for range n {
		service.Offer(make([]byte, size))
	}
	return s.bounded(64, fmt.Sprintf("%d messages of 256 kB published", n))
}

// slowReader sends until there is no room, as programs that push work do.
func slowReader(s *stage) outcome {
	service := s.listen(zmq4.PUSH)
	s.attack("deaf-pull", service.Endpoint(), s.known, 0, 0).wait()
	message := []byte(strings.Repeat("x", 64<<10))
	const long = 4 * time.Second
	took, ended := soon(long, func() {
		if e, ok := service.(safeEnd); ok {
			for {
				err := e.Send(context.Background(), message)
				if errors.Is(err, zmqsafe.ErrSendTimeout) {
					return
				}
				must(err)
			}
		}
		for {
			_, err := service.(*plainEnd).SendBytes(message, 0)
			must(err)
		}
	})
	if !ended {
		return outcome{false, "a send still waits after " + long.String()}
	}
	return outcome{true, fmt.Sprintf("the send ended with ErrSendTimeout after %.1f s (SendTimeout %v)", took.Seconds(), brief.SendTimeout)}
}
