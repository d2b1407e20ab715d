//go:build libzmq && cgo && unix

package attack

// Attacks by somebody who has the network between a client and the service.

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"github.com/pebbe/zmq4"
)

const secretText = "account 4711: 1,000,000 EUR"

func eavesdrop(s *stage) outcome {
	const n = 100
	service := s.listen(zmq4.PULL)
	r := s.newRelay(service.Endpoint(), nil)
	client := s.dial(zmq4.PUSH, r.Endpoint())
	for range n {
		if !pass(client, service, secretText, patience) {
			fatal(fmt.Errorf("a message got lost"))
		}
	}
	read := bytes.Count(r.captured(), []byte(secretText))
	return outcome{read == 0, fmt.Sprintf("%d of %d messages read in %d bytes", read, n, len(r.captured()))}
}

func tamper(s *stage) outcome {
	const n = 20
	service := s.listen(zmq4.PULL)
	changes := 0
	r := s.newRelay(service.Endpoint(), func(b []byte) []byte {
		if i := bytes.Index(b, []byte("1,000,000")); i >= 0 {
			changes++
			return bytes.Replace(b, []byte("1,000,000"), []byte("9,999,999"), -1)
		}
		if bytes.Contains(b, []byte("\x07MESSAGE")) {
			changes++
			b = slices.Clone(b)
			b[len(b)-1] ^= 1
		}
		return b
	})
	client := s.dial(zmq4.PUSH, r.Endpoint())
	forged, sent := 0, 0
	for end := time.Now().Add(patience); sent < n && time.Now().Before(end); sent++ {
		client.Offer([]byte(secretText))
		if m := service.Take(50 * time.Millisecond); m != nil && string(m[0]) != secretText {
			forged++
		}
	}
	if r.close(); changes == 0 {
		fatal(fmt.Errorf("nothing was changed"))
	}
	s.serves(service, s.dial(zmq4.PUSH, service.Endpoint()))
	return outcome{forged == 0, fmt.Sprintf("%d forged messages of %d arrived", forged, sent)}
}

func impostor(s *stage) outcome {
	z := try(zmq4.NewSocket(zmq4.REP))
	if s.safe {
		must(z.SetCurveServer(1))
		must(z.SetCurveSecretkey(s.stranger.Secret.Z85()))
	}
	must(z.Bind(loopback))
	fake := newPlain(z)
	if s.safe {
		// The impostor is a server that takes anyone who asks for it.
		if !pass(newPlain(connect(zmq4.REQ, fake.Endpoint(), s.stranger.Public, s.known)), fake, "x", patience) {
			fatal(fmt.Errorf("the impostor is none"))
		}
		try(z.SendBytes(nil, 0))
	}
	client := s.dial(zmq4.REQ, fake.Endpoint())
	if pass(client, fake, secretText, s.wait()) {
		return outcome{false, "the request was read and can be answered"}
	}
	service := s.listen(zmq4.REP)
	s.serves(service, s.dial(zmq4.REQ, service.Endpoint()))
	return outcome{true, "no request in " + silence.String()}
}

func deadPeer(s *stage) outcome {
	s.options.HeartbeatInterval, s.options.HeartbeatTimeout = 200*time.Millisecond, 400*time.Millisecond
	publisher := s.listen(zmq4.PUB)
	r := s.newRelay(publisher.Endpoint(), nil)
	subscriber := s.dial(zmq4.SUB, r.Endpoint())
	if e, ok := subscriber.(safeEnd); ok {
		must(e.Subscribe(""))
	} else {
		must(subscriber.(*plainEnd).SetSubscribe(""))
	}
	hears := func(d time.Duration) (time.Duration, bool) {
		start := time.Now()
		for time.Since(start) < d {
			publisher.Offer([]byte("news"))
			if subscriber.Take(5*time.Millisecond) != nil {
				return time.Since(start), true
			}
		}
		return time.Since(start), false
	}
	if _, ok := hears(patience); !ok {
		fatal(fmt.Errorf("the subscriber hears nothing"))
	}
	r.freeze()
	for subscriber.Take(50*time.Millisecond) != nil {
	}
	const long = 4 * time.Second
	if d, ok := hears(long); ok {
		return outcome{true, fmt.Sprintf("messages again after %.1f s (heartbeat %v, timeout %v)", d.Seconds(), s.options.HeartbeatInterval, s.options.HeartbeatTimeout)}
	}
	return outcome{false, "none in " + long.String()}
}
