//go:build libzmq && cgo && unix

package attack

// What the service and honest clients are made of: sockets of zmq4 used as its
// examples use them, or sockets of zmqsafe. An attack is written once, over both.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"syscall"
	"time"

	"github.com/pebbe/zmq4"
	"github.com/zmqlint/zmqlint/zmqsafe"
	"github.com/zmqlint/zmqlint/zmqsafe/certs"
)

const (
	loopback = "tcp://127.0.0.1:*"
	domain   = "jobs"
	patience = 10 * time.Second // for what has to happen
	silence  = 700 * time.Millisecond
)

// keys are who is who. The stranger has a pair that nobody knows.
type keys struct{ server, known, stranger certs.Certificate }

func newKeys() keys {
	return keys{try(certs.New()), try(certs.New()), try(certs.New())}
}

// stage is where one service is attacked.
type stage struct {
	keys
	safe       bool
	ctx        *zmqsafe.Context // of the service and of honest clients
	audit      func(zmqsafe.Decision)
	options    zmqsafe.Options
	goroutines int
	memory     float64
	cleanup    []func()
}

func newStage(safe bool) *stage {
	return &stage{keys: newKeys(), safe: safe, options: brief, goroutines: runtime.NumGoroutine(), memory: peakMemory()}
}

// quiet logs nowhere.
var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// context is that of zmqsafe, in which the known client is allowed.
func (s *stage) context() *zmqsafe.Context {
	if s.ctx == nil {
		s.ctx = try(zmqsafe.NewContext(zmqsafe.Config{Log: quiet, Audit: s.audit}))
		must(s.ctx.Authenticator().Allow(domain, "known", s.known.Public))
	}
	return s.ctx
}

func (s *stage) after(f func()) { s.cleanup = append(s.cleanup, f) }

// close ends the zmqsafe side in order. What is left of it is an error. The plain
// side ends with the process, as it may not end at all.
func (s *stage) close() {
	for _, f := range s.cleanup {
		f()
	}
	if s.ctx != nil {
		must(s.ctx.Close())
	}
	if !s.safe {
		return
	}
	for end := time.Now().Add(patience); runtime.NumGoroutine() > s.goroutines; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			stacks := make([]byte, 1<<16)
			fatal(fmt.Errorf("%d goroutines are left of %d\n%s", runtime.NumGoroutine()-s.goroutines, s.goroutines, stacks[:runtime.Stack(stacks, true)]))
		}
	}
}

// end is a socket of either kind.
type end interface {
	Endpoint() string
	// Offer sends unless there is no room.
	Offer(frames ...[]byte) bool
	// Take waits for a message, nil when there is none within the time.
	Take(d time.Duration) [][]byte
}

// plainEnd is a socket with zmq4's defaults.
type plainEnd struct {
	*zmq4.Socket
	poller *zmq4.Poller
}

func newPlain(z *zmq4.Socket) *plainEnd {
	p := &plainEnd{z, zmq4.NewPoller()}
	p.poller.Add(z, zmq4.POLLIN)
	return p
}

func (p *plainEnd) Endpoint() string { return try(p.GetLastEndpoint()) }

func (p *plainEnd) Offer(frames ...[]byte) bool {
	_, err := p.SendMessageDontwait(frames)
	return err == nil
}

func (p *plainEnd) Take(d time.Duration) [][]byte {
	ready := try(p.poller.Poll(d))
	if len(ready) == 0 {
		return nil
	}
	return try(p.RecvMessageBytes(0))
}

// safeEnd is a socket of zmqsafe.
type safeEnd struct{ *zmqsafe.Socket }

func (e safeEnd) Offer(frames ...[]byte) bool {
	ctx, cancel := context.WithTimeout(context.Background(), silence)
	defer cancel()
	return e.Send(ctx, frames...) == nil
}

func (e safeEnd) Take(d time.Duration) [][]byte {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()
	for {
		m, err := e.Recv(ctx)
		switch bad := new(zmqsafe.DiscardedError); {
		case err == nil:
			return append(m.Envelope, m.Frames...)
		case errors.As(err, &bad):
		case ctx.Err() != nil:
			return nil
		default:
			fatal(err)
		}
	}
}

// brief are the defaults, but for times that are too long to wait for.
var brief = zmqsafe.Options{
	SendTimeout:       time.Second,
	ReconnectInterval: 20 * time.Millisecond,
	ReconnectMax:      100 * time.Millisecond,
}

func (s *stage) listen(t zmq4.Type) end {
	if s.safe {
		return safeEnd{try(zmqsafe.Listen(s.context(), t, loopback, s.options, zmqsafe.Server(s.server, domain)))}
	}
	z := try(zmq4.NewSocket(t))
	must(z.Bind(loopback))
	return newPlain(z)
}

// dial is an honest client, which knows the key of the server.
func (s *stage) dial(t zmq4.Type, endpoint string) end {
	if s.safe {
		return safeEnd{try(zmqsafe.Dial(s.context(), t, endpoint, s.options, zmqsafe.Client(s.known, s.server.Public)))}
	}
	z := try(zmq4.NewSocket(t))
	must(z.Connect(endpoint))
	return newPlain(z)
}

// curve is a service with the CURVE of zmq4, in a context.
func (s *stage) curve(ctx *zmq4.Context, t zmq4.Type) end {
	z := try(ctx.NewSocket(t))
	must(z.ServerAuthCurve(domain, s.server.Secret.Z85()))
	must(z.Bind(loopback))
	return newPlain(z)
}

// intruder is a PUSH of zmq4 with the key of somebody, or with none.
func (s *stage) intruder(service end, who certs.Certificate) end {
	return newPlain(connect(zmq4.PUSH, service.Endpoint(), s.server.Public, who))
}

// connect is a client of zmq4 that sends whatever it wants, and queues nothing
// that it does not read.
func connect(t zmq4.Type, endpoint string, server certs.PublicKey, who certs.Certificate) *zmq4.Socket {
	z := try(zmq4.NewSocket(t))
	must(z.SetReconnectIvl(10 * time.Millisecond))
	must(z.SetRcvhwm(1))
	must(z.SetSndhwm(0))
	if !who.Secret.IsZero() {
		must(z.ClientAuthCurve(server.Z85(), who.Public.Z85(), who.Secret.Z85()))
	}
	must(z.Connect(endpoint))
	return z
}

var nobody certs.Certificate

// pass tells whether a message gets from one socket to another.
func pass(from, to end, text string, d time.Duration) bool {
	end := time.Now().Add(d)
	for !from.Offer([]byte(text)) {
		if time.Now().After(end) {
			return false
		}
		time.Sleep(time.Millisecond)
	}
	for {
		switch m := to.Take(time.Until(end)); {
		case m == nil:
			return false
		case string(m[len(m)-1]) == text:
			return true
		}
	}
}

// wait is how long it takes to see that an attack does not get through. Where it
// does, it takes no time.
func (s *stage) wait() time.Duration {
	if s.safe {
		return silence
	}
	return patience
}

// serves holds the service against what it is for, and tells whether something of
// an intruder arrives before the message of an honest client.
func (s *stage) serves(service, client end) (intruded bool) {
	for end := time.Now().Add(patience); !client.Offer([]byte("honest")); {
		if time.Now().After(end) {
			fatal(errors.New("an honest client is not connected"))
		}
	}
	for {
		switch m := service.Take(patience); {
		case m == nil:
			fatal(errors.New("an honest client is not served"))
		case string(m[len(m)-1]) == "honest":
			return intruded
		case string(m[len(m)-1]) == "intruder":
			intruded = true
		}
	}
}

// peakMemory is the peak memory of the process in megabytes.
func peakMemory() float64 {
	var u syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	unit := 1024.0 // kilobytes, but for Apple
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		unit = 1
	}
	return float64(u.Maxrss) * unit / 1e6
}

// grown is by how much the memory has grown at its peak.
func (s *stage) grown() float64 { return peakMemory() - s.memory }

// soon tells whether something ends within a time.
func soon(d time.Duration, f func()) (time.Duration, bool) {
	start, done := time.Now(), make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	select {
	case <-done:
		return time.Since(start), true
	case <-time.After(d):
		return d, false
	}
}
