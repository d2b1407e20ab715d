package zmqsafe

// Waiting for a socket of libzmq and for other goroutines at the same time: a
// pair of inproc sockets beside it, polled together with it.

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/pebbe/zmq4"
)

type waker struct {
	rang atomic.Bool  // one ring is enough until it is heard
	r    *zmq4.Socket // belongs to who holds the socket

	mu sync.Mutex // guards w: who rings can be anyone
	w  *zmq4.Socket
}

// reserved begins the names of inproc endpoints that are not for the program.
const reserved = "zmqsafe."

func newWaker(c *Context) (*waker, error) {
	var k waker
	var err error
	if k.r, err = c.zmq.NewSocket(zmq4.PAIR); err != nil {
		return nil, err
	}
	if k.w, err = c.zmq.NewSocket(zmq4.PAIR); err != nil {
		return nil, errors.Join(err, k.r.Close())
	}
	name := fmt.Sprintf("inproc://%swake.%d", reserved, c.wakers.Add(1))
	err = errors.Join(
		did("LINGER", k.r.SetLinger(0)),
		did("LINGER", k.w.SetLinger(0)),
		k.r.Bind(name),
		k.w.Connect(name),
	)
	if err != nil {
		return nil, errors.Join(err, k.close())
	}
	return &k, nil
}

// ring wakes whoever waits now, or who will next.
func (k *waker) ring() {
	if !k.rang.CompareAndSwap(false, true) {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	// There is room, since nothing else was sent. After close it fails, when
	// nobody waits any more.
	_, _ = k.w.SendBytes(nil, zmq4.DONTWAIT)
}

// heard takes the ring, so that what is looked at afterwards is newer than it.
func (k *waker) heard() {
	if _, err := k.r.RecvBytes(zmq4.DONTWAIT); err == nil {
		k.rang.Store(false)
	}
}

func (k *waker) close() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return errors.Join(k.r.Close(), k.w.Close())
}
