package zmqsafe

// A Context owns the sockets that are opened in it and the handler that answers
// ZAP for them. Everything hangs on the order of the two: libzmq admits every
// CURVE client where it finds no handler, so the handler is bound before there
// is a socket, and stays bound until there is none any more. Should it end for a
// reason of its own, it stays bound all the same: connections then wait for an
// answer that does not come, until HandshakeInterval ends them.

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pebbe/zmq4"
)

// Config is of a Context. The zero value works.
type Config struct {
	// Log takes what the program has no other way to hear of: plaintext and its
	// reason, reloads that failed, handlers that panicked, messages dropped
	// (once a second of each kind). nil: slog.Default().
	Log *slog.Logger
	// Audit is called for each decision about a connection, before it takes
	// effect, one at a time: connections wait for it. When it panics the
	// connection is refused. nil: none.
	Audit func(Decision)
	// MaxSockets is how many sockets may be open at the same time. 0: 1000.
	MaxSockets int
}

// Context is where sockets are opened. It is safe for concurrent use.
type Context struct {
	zmq   *zmq4.Context
	log   *slog.Logger
	auth  *Authenticator
	zap   *Socket
	stop  context.CancelFunc // of the handler
	group sync.WaitGroup     // the handler

	opening sync.WaitGroup // sockets being opened
	wakers  atomic.Uint64  // names for their endpoints

	mu      sync.Mutex
	sockets map[*Socket]struct{}
	linger  time.Duration // the longest of all sockets
	closed  bool
	ended   chan struct{} // closed when zmq has terminated
	termErr error
}

// ErrClosed tells that the socket or its Context is closed.
var ErrClosed = errors.New("zmqsafe: closed")

// NewContext makes a Context that admits nobody yet, see Authenticator.
func NewContext(c Config) (*Context, error) {
	if c.MaxSockets == 0 {
		c.MaxSockets = 1000
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	z, err := zmq4.NewContext()
	if err != nil {
		return nil, fmt.Errorf("zmqsafe: context: %w", err)
	}
	ctx := &Context{zmq: z, log: c.Log, sockets: map[*Socket]struct{}{}, ended: make(chan struct{})}
	// Each socket comes with two that wake it; one more is the ZAP handler.
	most := 3 * (c.MaxSockets + 1)
	err = errors.Join(
		took("MAX_SOCKETS", z.SetMaxSockets(most), z.GetMaxSockets, most),
		took("BLOCKY", z.SetBlocky(false), z.GetBlocky, false),
	)
	if err == nil {
		err = ctx.startZAP(c.Audit)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("zmqsafe: context: %w", err), z.Term())
	}
	return ctx, nil
}

func (c *Context) startZAP(audit func(Decision)) error {
	z, err := c.zmq.NewSocket(zmq4.ROUTER)
	if err != nil {
		return err
	}
	o, err := Options{Linger: DropUnsent}.withDefaults()
	if err == nil {
		err = harden(z, o)
	}
	if err == nil {
		err = z.Bind("inproc://zeromq.zap.01")
	}
	if err == nil {
		c.zap, err = newSocket(c, z, zmq4.ROUTER, o)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("ZAP handler: %w", err), z.Close())
	}
	c.auth = newAuthenticator(c, audit)
	ctx, stop := context.WithCancel(context.Background())
	c.stop = stop
	c.group.Go(func() { c.auth.serve(ctx, c.zap) })
	return nil
}

// Authenticator decides who may connect to the servers of the Context.
func (c *Context) Authenticator() *Authenticator { return c.auth }

// ZMQ is the context of zmq4, for sockets that the program keeps itself: CURVE
// servers among them are asked about by the same Authenticator. They have to be
// closed before the Context is; Revoke does not reach their connections.
func (c *Context) ZMQ() *zmq4.Context { return c.zmq }

// begin keeps the Context from ending while a socket is opened, until done is
// called.
func (c *Context) begin() (done func(), err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil, ErrClosed
	}
	c.opening.Add(1)
	return c.opening.Done, nil
}

func (c *Context) add(s *Socket) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return ErrClosed
	}
	c.sockets[s] = struct{}{}
	c.linger = max(c.linger, s.o.Linger)
	return nil
}

func (c *Context) remove(s *Socket) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.sockets, s)
}

func (c *Context) open() []*Socket {
	c.mu.Lock()
	defer c.mu.Unlock()
	list := make([]*Socket, 0, len(c.sockets))
	for s := range c.sockets {
		list = append(list, s)
	}
	return list
}

// closeGrace is what closing may take besides the linger of the sockets.
const closeGrace = 5 * time.Second

// Close closes the sockets, then the handler, then terminates the context of
// zmq4, within five seconds and the longest Linger. Receives and sends under way
// end with ErrClosed. See Shutdown.
func (c *Context) Close() error {
	c.mu.Lock()
	bound := c.linger + closeGrace
	c.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), bound)
	defer cancel()
	return c.Shutdown(ctx)
}

// Shutdown is Close with another bound. When that ends first, the error tells
// what is still open; closing goes on, and Shutdown can be called again to wait
// for it. The ZAP handler outlives every socket: nobody gets in meanwhile.
func (c *Context) Shutdown(ctx context.Context) error {
	c.mu.Lock()
	first := !c.closed
	c.closed = true
	c.mu.Unlock()
	list := c.open()
	for _, s := range list {
		s.startClose()
	}
	if first {
		go c.end(list)
	}
	select {
	case <-c.ended:
		return c.termErr
	case <-ctx.Done():
	}
	if list := c.open(); len(list) > 0 {
		return fmt.Errorf("zmqsafe: %d sockets are still in use, one is %v: %w", len(list), list[0], ctx.Err())
	}
	return fmt.Errorf("zmqsafe: sockets of zmq4 are open in the context, or messages wait to be sent: %w", ctx.Err())
}

// end waits for what cannot be hurried. Once libzmq terminates, no socket of the
// context receives any more, those that the program keeps itself included. Only
// then, which the handler notices first, may its endpoint go.
func (c *Context) end(list []*Socket) {
	defer close(c.ended)
	c.opening.Wait()
	for _, s := range list {
		<-s.done
	}
	term := make(chan error, 1)
	go func() { term <- c.zmq.Term() }()
	c.group.Wait()
	c.stop()
	c.zap.startClose()
	<-c.zap.done
	if err := <-term; err != nil {
		c.termErr = fmt.Errorf("zmqsafe: terminate the context: %w", err)
	}
}
