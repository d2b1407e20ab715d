//go:build libzmq && cgo && unix

package attack

// Attacks by somebody who may not, or may no more.

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"

	"github.com/pebbe/zmq4"
	"github.com/zmqlint/zmqlint/zmqsafe"
	"github.com/zmqlint/zmqlint/zmqsafe/certs"
)

// enters is what becomes of a service that a stranger sends to. Afterwards it has
// to serve an honest client, if there is one: without that, it says nothing that
// the stranger got nowhere.
func (s *stage) enters(service, stranger, honest end, who string) outcome {
	entered := pass(stranger, service, "intruder", s.wait())
	if honest != nil {
		entered = s.serves(service, honest) || entered
	}
	if entered {
		return outcome{false, who + " was served"}
	}
	return outcome{true, "nothing of " + who + " in " + silence.String()}
}

// unknownKey: zmq4's authenticator answers in the default context only; in
// another one libzmq finds nobody to ask.
func unknownKey(s *stage) outcome {
	const who = "a client with an unknown key"
	if s.safe {
		service := s.listen(zmq4.PULL)
		return s.enters(service, s.intruder(service, s.stranger), s.intruder(service, s.known), who)
	}
	must(zmq4.AuthStart())
	zmq4.AuthCurveAdd(domain, s.known.Public.Z85())
	service := s.curve(try(zmq4.NewContext()), zmq4.PULL)
	return s.enters(service, s.intruder(service, s.stranger), nil, who+" (AuthStart, socket of a NewContext)")
}

func withoutCurve(s *stage) outcome {
	service := s.listen(zmq4.PULL)
	return s.enters(service, s.intruder(service, nobody), s.dial(zmq4.PUSH, service.Endpoint()), "a client without CURVE")
}

// defaultContext is the context that zmq4's authenticator works in.
func defaultContext() *zmq4.Context {
	z := try(zmq4.NewSocket(zmq4.PAIR))
	defer z.Close()
	return try(z.Context())
}

// plainAuth is a service of zmq4 that does admit the known client only.
func (s *stage) plainAuth() end {
	must(zmq4.AuthStart())
	zmq4.AuthCurveAdd(domain, s.known.Public.Z85())
	service := s.curve(defaultContext(), zmq4.PULL)
	if pass(s.intruder(service, s.stranger), service, "early", silence) {
		fatal(errors.New("the stranger was served too early"))
	}
	return service
}

// authenticatorFails: where zmq4's is stopped, libzmq finds nobody to ask. There
// is no way to stop the other one; what may fail in it is the hook of the program.
func authenticatorFails(s *stage) outcome {
	const who = "a client with an unknown key"
	if s.safe {
		var asked atomic.Bool
		s.audit = func(zmqsafe.Decision) { asked.Store(true); panic("the disk is full") }
		service := s.listen(zmq4.PULL)
		o := s.enters(service, s.intruder(service, s.stranger), nil, who)
		if !asked.Load() {
			fatal(errors.New("the hook was not called"))
		}
		return o
	}
	service := s.plainAuth()
	zmq4.AuthStop()
	return s.enters(service, s.intruder(service, s.stranger), nil, who)
}

// revoked: AuthCurveRemove is for connections to come.
func revoked(s *stage) outcome {
	const who = "the revoked client"
	if !s.safe {
		service := s.plainAuth()
		bad := s.intruder(service, s.known)
		s.serves(service, bad)
		zmq4.AuthCurveRemove(domain, s.known.Public.Z85())
		return s.enters(service, bad, nil, who)
	}
	service := s.listen(zmq4.PULL)
	auth := s.context().Authenticator()
	must(auth.Allow(domain, "other", s.stranger.Public))
	bad, other := s.intruder(service, s.known), s.intruder(service, s.stranger)
	s.serves(service, bad)
	s.serves(service, other)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	must(auth.Revoke(ctx, domain, s.known.Public))
	return s.enters(service, bad, other, who)
}

func malformedZAP(s *stage) outcome {
	var service end
	ctx := defaultContext()
	if s.safe {
		service = s.listen(zmq4.PULL)
		ctx = s.context().ZMQ()
	} else {
		must(zmq4.AuthStart())
		zmq4.AuthCurveAdd(domain, s.known.Public.Z85())
		service = s.curve(ctx, zmq4.PULL)
	}
	const n = 2000 // zmqsafe takes so many a second
	random := rand.New(rand.NewPCG(1, 2))
	admitted, answered := 0, 0
	z := try(ctx.NewSocket(zmq4.DEALER))
	must(z.SetLinger(0))
	must(z.Connect("inproc://zeromq.zap.01"))
	for range n {
		_, err := z.SendMessage(malformed(random, s.stranger.Public))
		must(err)
		for {
			reply, err := z.RecvMessage(zmq4.DONTWAIT)
			if err != nil {
				break
			}
			answered++
			if len(reply) > 3 && reply[3] == "200" {
				admitted++
			}
		}
	}
	must(z.Close())
	o := s.enters(service, s.intruder(service, s.stranger), s.intruder(service, s.known), "a stranger")
	o.Held = o.Held && admitted == 0
	o.Measured = fmt.Sprintf("%d of %d requests admitted, the known client is served", admitted, n)
	return o
}

// malformed is a request for a key, changed at random.
func malformed(r *rand.Rand, key certs.PublicKey) [][]byte {
	frames := [][]byte{nil, []byte("1.0"), []byte("1"), []byte(domain), []byte("127.0.0.1"), nil, []byte("CURVE"), []byte(key.Z85())[:32]}
	for range 1 + r.IntN(3) {
		i := 1 + r.IntN(len(frames)-1)
		switch f := frames[i]; r.IntN(5) {
		case 0:
			frames = slices.Delete(frames, i, i+1)
		case 1:
			frames = slices.Insert(frames, i, f)
		case 2:
			frames[i] = f[:r.IntN(len(f)+1)]
		case 3:
			frames[i] = append(slices.Clone(f), make([]byte, r.IntN(300))...)
		default:
			frames[i] = make([]byte, len(f))
			for k := range frames[i] {
				frames[i][k] = byte(r.Uint32())
			}
		}
		if len(frames) < 2 {
			return [][]byte{nil, nil}
		}
	}
	return frames
}
