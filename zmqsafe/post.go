package zmqsafe

// Work that goroutines hand to the one that has the socket.

import (
	"context"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/pebbe/zmq4"
)

// jobs is a queue. It needs no limit of its own: who posts waits.
type jobs struct {
	count  atomic.Int64 // of list, to look at without the lock
	mu     sync.Mutex
	list   []*job
	closed bool
}

type job struct {
	work func(*zmq4.Socket) error
	done chan error
}

func (q *jobs) waiting() bool { return q.count.Load() > 0 }

func (q *jobs) push(j *job) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return false
	}
	q.list = append(q.list, j)
	q.count.Add(1)
	return true
}

func (q *jobs) pop() *job {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.list) == 0 {
		return nil
	}
	j := q.list[0]
	q.list = q.list[1:]
	q.count.Add(-1)
	return j
}

// withdraw takes a job back that nobody has begun.
func (q *jobs) withdraw(j *job) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, other := range q.list {
		if other == j {
			q.list = append(q.list[:i:i], q.list[i+1:]...)
			q.count.Add(-1)
			return true
		}
	}
	return false
}

// run does the work that is there now. What is posted meanwhile is for the next
// time, so that posters cannot keep the owner from its own work.
func (q *jobs) run(z *zmq4.Socket) {
	for n := q.count.Load(); n > 0; n-- {
		j := q.pop()
		if j == nil {
			return
		}
		j.done <- contain(func() error { return j.work(z) })
	}
}

func (q *jobs) refuse() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	for _, j := range q.list {
		j.done <- ErrClosed
	}
	q.list = nil
	q.count.Store(0)
}

// Post calls work with the socket of zmq4 while no other goroutine has it: in
// the goroutine that waits in Recv, Send or Receive, or in this one when there is
// none. It returns the error of work, a PanicError when it panicked, ErrClosed,
// or the error of ctx when that ended before work began.
//
// Everyone else waits for work, so it should be short: a message sent, an option
// set. Sends take SendTimeout at most. It must not close z, keep it, or call
// methods of s.
func (s *Socket) Post(ctx context.Context, work func(z *zmq4.Socket) error) error {
	j := &job{work, make(chan error, 1)}
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.isClosing() || !s.jobs.push(j) {
		return ErrClosed
	}
	s.tend()
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
		if s.jobs.withdraw(j) {
			return ctx.Err()
		}
		return <-j.done
	}
}

// PostMessage is Send by way of Post, for goroutines that do not own the socket.
// When there is no room it tries again and again, without keeping others from
// the socket, until SendTimeout or ctx ends.
func (s *Socket) PostMessage(ctx context.Context, frames ...[]byte) error {
	if err := s.checkSend(frames); err != nil {
		return err
	}
	if sent, err := s.sendFree(ctx, frames); sent || err != nil {
		return err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, s.o.SendTimeout, ErrSendTimeout)
	defer cancel()
	for pause := time.Millisecond; ; pause = min(2*pause, 20*time.Millisecond) {
		err := s.Post(ctx, func(z *zmq4.Socket) error { return sendNow(z, frames) })
		switch {
		case err == nil:
			s.stats.sent.Add(1)
			return nil
		case is(err, zmq4.Errno(syscall.EAGAIN)) && !s.decidesAtOnce():
		case ctx.Err() != nil && context.Cause(ctx) == ErrSendTimeout:
			return ErrSendTimeout
		default:
			return s.sendError(err)
		}
		if err := s.sleep(ctx, pause); err != nil {
			if context.Cause(ctx) == ErrSendTimeout {
				return ErrSendTimeout
			}
			return err
		}
	}
}

// sendFree sends at once when nobody has the socket and there is room: the usual
// case, in which a timer and a job cost more than the message.
func (s *Socket) sendFree(ctx context.Context, frames [][]byte) (sent bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if !s.turn.TryLock() {
		return false, nil
	}
	defer s.tend()
	defer s.turn.Unlock()
	if s.isClosing() {
		return false, ErrClosed
	}
	err = sendNow(s.z, frames)
	switch {
	case err == nil:
		s.stats.sent.Add(1)
		return true, nil
	case is(err, zmq4.Errno(syscall.EAGAIN)) && !s.decidesAtOnce():
		return false, nil
	}
	return false, s.sendError(err)
}

// sleep ends early, with an error, when ctx ends or the socket closes.
func (s *Socket) sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-s.closing:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}
