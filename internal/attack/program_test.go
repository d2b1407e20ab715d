//go:build libzmq && cgo && unix

package attack

// What happens to the program itself: its end, and its keys.

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pebbe/zmq4"
	"github.com/zmqlint/zmqlint/zmqsafe"
	"github.com/zmqlint/zmqlint/zmqsafe/certs"
)

func unsent(s *stage) outcome {
	s.options.Linger = 500 * time.Millisecond
	service := s.listen(zmq4.PUSH)
	s.attack("deaf-pull", service.Endpoint(), s.known, 0, 0).wait()
	message := make([]byte, 64<<10)
	for end := time.Now().Add(patience); !service.Offer(message); {
		if time.Now().After(end) {
			fatal(errors.New("no peer"))
		}
	}
	for service.Offer(message) {
	}
	const long = 4 * time.Second
	took, ended := soon(long, func() {
		if s.safe {
			must(s.ctx.Close())
			return
		}
		must(service.(*plainEnd).Close())
		must(zmq4.Term())
	})
	if !ended {
		return outcome{false, "Term still waits after " + long.String()}
	}
	return outcome{took < s.options.Linger+time.Second, fmt.Sprintf("Close ended after %.1f s (Linger %v)", took.Seconds(), s.options.Linger)}
}

// shared has goroutines send on one socket, as a program does that forgets that
// it must not.
func shared(s *stage) outcome {
	service := s.listen(zmq4.PULL)
	client := s.dial(zmq4.PUSH, service.Endpoint())
	s.serves(service, client)
	var told, sent atomic.Int64
	send := func() error {
		_, err := client.(*plainEnd).SendBytes(make([]byte, 100), zmq4.DONTWAIT)
		return err
	}
	if e, ok := client.(safeEnd); ok {
		send = func() error { return e.Send(context.Background(), make([]byte, 100)) }
	}
	var group sync.WaitGroup
	end := time.Now().Add(2 * time.Second)
	for range 4 {
		group.Go(func() {
			for time.Now().Before(end) {
				switch err := send(); {
				case err == nil:
					sent.Add(1)
				case errors.Is(err, zmqsafe.ErrConcurrentUse):
					told.Add(1)
					time.Sleep(100 * time.Microsecond) // leave the processor to the one that has it
				case s.safe:
					fatal(err)
				}
			}
		})
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		group.Wait()
	}()
	for running := true; running; {
		service.Take(10 * time.Millisecond)
		select {
		case <-ended:
			running = false
		default:
		}
	}
	s.serves(service, client)
	return outcome{told.Load() > 0, fmt.Sprintf("ErrConcurrentUse for %d of %d calls, the others sent", told.Load(), told.Load()+sent.Load())}
}

func exposedKey(s *stage) outcome {
	dir := try(os.MkdirTemp("", "attack"))
	s.after(func() { os.RemoveAll(dir) })
	name := filepath.Join(dir, "server")
	if s.safe {
		must(s.server.Save(name))
		secret := name + "_secret"
		try(certs.Load(secret))
		must(os.Chmod(secret, 0o644))
		_, err := certs.Load(secret)
		return outcome{errors.Is(err, certs.ErrExposed), "a file with mode 0644 is refused"}
	}
	must(os.WriteFile(name, []byte(s.server.Secret.Z85()), 0o644))
	must(os.Chmod(name, 0o644)) // whatever the umask
	z := try(zmq4.NewSocket(zmq4.PULL))
	must(z.ServerAuthCurve(domain, string(try(os.ReadFile(name)))))
	must(z.Bind(loopback))
	return outcome{false, "a file with mode 0644 is read, the service starts"}
}

// malformedKeys: ClientAuthCurve has no error for a secret key that is none, and
// nothing can tell that it is another one, unless the public key is at hand.
func malformedKeys(s *stage) outcome {
	const n = 2000
	random := rand.New(rand.NewPCG(3, 4))
	z := try(zmq4.NewSocket(zmq4.PUSH))
	good := fmt.Sprintf("curve\n    public-key = \"%s\"\n    secret-key = \"%s\"\n", s.known.Public.Z85(), s.known.Secret.Z85())
	try(certs.Parse("good", []byte(good)))
	taken := 0
	for range n {
		key := s.known.Secret.Z85()
		bad := corrupt(random, key)
		var err error
		if s.safe {
			_, err = certs.Parse("bad", []byte(strings.Replace(good, key, bad, 1)))
		} else {
			err = z.ClientAuthCurve(s.server.Public.Z85(), s.known.Public.Z85(), bad)
		}
		if err == nil {
			taken++
		}
	}
	must(z.Close())
	return outcome{taken == 0, fmt.Sprintf("%d of %d taken", taken, n)}
}

// corrupt is a key with an accident.
func corrupt(r *rand.Rand, key string) string {
	i := r.IntN(len(key))
	switch r.IntN(4) {
	case 0:
		return key[:i]
	case 1:
		return key[:i] + key[i+1:]
	case 2:
		return key[:i] + "\"" + key[i:]
	}
	for {
		if c := byte(33 + r.IntN(94)); c != key[i] {
			return key[:i] + string(c) + key[i+1:]
		}
	}
}
