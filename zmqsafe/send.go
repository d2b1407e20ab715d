package zmqsafe

import (
	"context"
	"errors"
	"fmt"
	"syscall"

	"github.com/pebbe/zmq4"
)

// ErrSendTimeout tells that there was no room for a message within SendTimeout:
// no peer, or none that reads.
var ErrSendTimeout = errors.New("zmqsafe: no room to send within the time")

// ErrUnreachable tells that a ROUTER has no such peer.
var ErrUnreachable = errors.New("zmqsafe: the peer is not connected")

// ErrPeerFull tells that the peer of a ROUTER has SndHWM messages waiting.
var ErrPeerFull = errors.New("zmqsafe: the peer does not take its messages")

// ErrNoFrames tells that a message had no frames; zmq4 would send nothing and
// report success.
var ErrNoFrames = errors.New("zmqsafe: a message has at least one frame")

// Send sends one message of one frame or several; for a ROUTER, the first is the
// routing id of the peer. It waits for room until ctx or SendTimeout ends
// (ErrSendTimeout). That it was sent does not mean that it arrives.
//
// PUB and XPUB never wait: a subscriber without room misses the message. Nor
// does ROUTER, which would let one peer hold up all (ErrPeerFull,
// ErrUnreachable). What is larger than the limits is not sent (ErrTooLarge).
func (s *Socket) Send(ctx context.Context, frames ...[]byte) error {
	if err := s.checkSend(frames); err != nil {
		return err
	}
	if err := s.enter(); err != nil {
		return err
	}
	defer s.leave()
	if err := s.interrupted(ctx); err != nil {
		return err
	}
	err := sendNow(s.z, frames)
	if is(err, zmq4.Errno(syscall.EAGAIN)) && !s.decidesAtOnce() {
		err = s.sendLater(ctx, frames)
	}
	if err != nil {
		return s.sendError(err)
	}
	s.stats.sent.Add(1)
	return nil
}

func (s *Socket) sendLater(ctx context.Context, frames [][]byte) error {
	ctx, cancel := context.WithTimeoutCause(ctx, s.o.SendTimeout, ErrSendTimeout)
	defer cancel()
	for {
		switch err := s.wait(ctx, s.out); {
		case err == nil:
		case ctx.Err() != nil && !errors.Is(err, ErrClosed):
			return context.Cause(ctx)
		default:
			return err
		}
		// Posted work may have taken the room.
		if err := sendNow(s.z, frames); !is(err, zmq4.Errno(syscall.EAGAIN)) {
			return err
		}
	}
}

// sendNow sends all frames or none. After the first frame libzmq has taken the
// message, unless the peer vanishes in between: then it drops frames up to the
// last one, which therefore has to come.
func sendNow(z *zmq4.Socket, frames [][]byte) (err error) {
	for i, f := range frames {
		flags := zmq4.DONTWAIT
		if i < len(frames)-1 {
			flags |= zmq4.SNDMORE
		}
		_, e := z.SendBytes(f, flags)
		if e != nil && i == 0 {
			return e
		}
		if e != nil && err == nil {
			err = fmt.Errorf("zmqsafe: the peer left during a message: %w", ErrUnreachable)
		}
	}
	return err
}

func (s *Socket) checkSend(frames [][]byte) error {
	if len(frames) == 0 {
		return ErrNoFrames
	}
	var c counter
	for _, f := range frames {
		if err := c.add(s.o, len(f)); err != nil {
			return fmt.Errorf("zmqsafe: send: %w", err)
		}
	}
	return nil
}

// decidesAtOnce tells that waiting for room makes no sense: a ROUTER always
// counts as ready.
func (s *Socket) decidesAtOnce() bool { return s.typ == zmq4.ROUTER }

func (s *Socket) sendError(err error) error {
	switch {
	case is(err, zmq4.Errno(syscall.EHOSTUNREACH)):
		return ErrUnreachable
	case is(err, zmq4.Errno(syscall.EAGAIN)):
		return ErrPeerFull
	}
	var no zmq4.Errno
	if errors.As(err, &no) || errors.Is(err, zmq4.ErrorSocketClosed) {
		return s.failed(err)
	}
	return err // ours, or that of a context
}
