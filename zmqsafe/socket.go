package zmqsafe

// Who has the socket. libzmq's sockets may move between goroutines, with a lock
// in between, but two must never be in one at the same time. Two things are kept
// apart:
//
//   - inUse, the calls of the program. A second one at the same time is a mistake
//     of the program: ErrConcurrentUse.
//   - turn, the lock. A call of the program holds it, also while it waits for
//     messages; so does work that others post, for as long as it takes. Who
//     posts while a call waits rings, and the waiting goroutine does the work.
//     Who posts while nobody has the socket does it on its own.

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pebbe/zmq4"
)

// ErrConcurrentUse tells that another goroutine uses the socket: see [Socket.Post].
var ErrConcurrentUse = errors.New("zmqsafe: another goroutine uses the socket, hand the work over with Post")

// Socket is one that has limits, made by [Listen] and [Dial]. Its Recv, Send,
// Subscribe and Unsubscribe are for one goroutine at a time: a call while
// another one is under way returns ErrConcurrentUse. Close, Post, PostMessage,
// Endpoint and Stats may be called by any.
type Socket struct {
	z        *zmq4.Socket // for who has turn
	ctx      *Context
	typ      zmq4.Type
	o        Options
	domain   string // of a CURVE server
	endpoint string
	listens  bool
	ipcPath  string

	inUse     atomic.Bool
	receiving atomic.Bool // Receive or Messages has the receiving side
	turn      sync.Mutex
	wake      *waker
	in, out   *zmq4.Poller

	jobs    jobs
	closing chan struct{}
	once    sync.Once
	done    chan struct{} // closed when z is
	err     error         // of closing

	stats stats
}

func newSocket(c *Context, z *zmq4.Socket, t zmq4.Type, o Options) (*Socket, error) {
	w, err := newWaker(c)
	if err != nil {
		return nil, err
	}
	s := &Socket{z: z, ctx: c, typ: t, o: o, wake: w, closing: make(chan struct{}), done: make(chan struct{})}
	s.in, s.out = zmq4.NewPoller(), zmq4.NewPoller()
	s.in.Add(z, zmq4.POLLIN)
	s.in.Add(w.r, zmq4.POLLIN)
	s.out.Add(z, zmq4.POLLOUT)
	s.out.Add(w.r, zmq4.POLLIN)
	return s, nil
}

// Endpoint is where the socket was opened, with the port that * became.
func (s *Socket) Endpoint() string { return s.endpoint }

// String is the type and the endpoint.
func (s *Socket) String() string { return fmt.Sprintf("%v %s", s.typ, s.endpoint) }

// enter begins a call of the program, which leave ends.
func (s *Socket) enter() error {
	if s.isClosing() {
		return ErrClosed
	}
	if !s.inUse.CompareAndSwap(false, true) {
		return ErrConcurrentUse
	}
	s.turn.Lock() // posted work has it, if anyone
	if s.isClosing() {
		s.leave()
		return ErrClosed
	}
	return nil
}

func (s *Socket) leave() {
	s.turn.Unlock()
	s.inUse.Store(false)
	s.tend()
}

// tend does what waits to be done, unless another goroutine has the socket: that
// one is woken if it waits, and tends when it leaves. It follows each unlock of
// turn, so that nothing is left lying.
func (s *Socket) tend() {
	for s.isClosing() || s.jobs.waiting() {
		if !s.turn.TryLock() {
			s.wake.ring()
			return
		}
		s.jobs.run(s.z)
		if s.isClosing() {
			s.shut()
			s.turn.Unlock()
			return
		}
		s.turn.Unlock()
	}
}

// wait waits for an event of the socket, and does posted work meanwhile. The
// caller has turn.
func (s *Socket) wait(ctx context.Context, p *zmq4.Poller) error {
	defer context.AfterFunc(ctx, s.wake.ring)()
	for {
		if err := s.interrupted(ctx); err != nil {
			return err
		}
		ready, err := p.Poll(-1)
		if err != nil {
			return s.failed(err)
		}
		happened := false
		for _, r := range ready {
			if r.Socket == s.z {
				happened = true
			} else {
				s.wake.heard()
			}
		}
		s.jobs.run(s.z)
		if happened {
			return nil
		}
	}
}

func (s *Socket) interrupted(ctx context.Context) error {
	if s.isClosing() {
		return ErrClosed
	}
	return ctx.Err()
}

// failed is the error of a call of libzmq, in words of this package.
func (s *Socket) failed(err error) error {
	if is(err, zmq4.ETERM) || errors.Is(err, zmq4.ErrorSocketClosed) {
		return ErrClosed
	}
	return fmt.Errorf("zmqsafe: %v: %w", s, err)
}

func is(err error, no zmq4.Errno) bool { return err != nil && zmq4.AsErrno(err) == no }

// Subscribe lets a SUB socket have the messages that begin with prefix; "" is all.
// While Receive has the socket, post it.
func (s *Socket) Subscribe(prefix string) error {
	return s.use(func(z *zmq4.Socket) error { return z.SetSubscribe(prefix) })
}

// Unsubscribe takes a Subscribe with the same prefix back.
func (s *Socket) Unsubscribe(prefix string) error {
	return s.use(func(z *zmq4.Socket) error { return z.SetUnsubscribe(prefix) })
}

func (s *Socket) use(f func(*zmq4.Socket) error) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.leave()
	if err := f(s.z); err != nil {
		return s.failed(err)
	}
	return nil
}

func (s *Socket) isClosing() bool {
	select {
	case <-s.closing:
		return true
	default:
		return false
	}
}

// Close ends the calls under way with ErrClosed and closes the socket. Messages
// that are not sent yet have Options.Linger for it, which Close does not wait
// for: see [Context.Close]. It waits for the goroutine that has the socket, five
// seconds at most; when posted work takes longer, the socket is closed after it.
func (s *Socket) Close() error {
	s.startClose()
	timer := time.NewTimer(closeGrace)
	defer timer.Stop()
	select {
	case <-s.done:
		return s.err
	case <-timer.C:
		return fmt.Errorf("zmqsafe: %v is in use and will be closed after that", s)
	}
}

func (s *Socket) startClose() {
	s.once.Do(func() { close(s.closing) })
	s.tend()
}

// shut closes the socket itself. The caller has turn.
func (s *Socket) shut() {
	select {
	case <-s.done:
		return
	default:
	}
	s.err = errors.Join(s.z.Close(), s.wake.close())
	s.jobs.refuse()
	s.ctx.remove(s)
	close(s.done)
}

// PanicError is the panic of a function that this package called.
type PanicError struct {
	Value any
	Stack []byte
}

// Error tells the value without the stack.
func (e *PanicError) Error() string { return fmt.Sprintf("zmqsafe: panic: %v", e.Value) }

// contain calls f and makes an error of its panic.
func contain(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{v, debug.Stack()}
		}
	}()
	return f()
}
