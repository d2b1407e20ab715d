package zmqsafe

// Receiving whole messages, within limits.

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"syscall"

	"github.com/pebbe/zmq4"
	"github.com/zmqlint/zmqlint/zmqsafe/certs"
)

// Peer is who a message is from, as far as it is known.
type Peer struct {
	// Key and Name are those that the Authenticator admitted, for messages to a
	// CURVE server; zero otherwise. They cannot be forged. The routing id in
	// the envelope of a ROUTER can: the peer chooses it.
	Key  certs.PublicKey
	Name string
	// Address is the IP address of a tcp peer, for messages to a CURVE server
	// or with a limit for each peer; empty otherwise.
	Address string
}

// String is the name, or else the key, or else the address.
func (p Peer) String() string {
	switch {
	case p.Name != "":
		return p.Name
	case !p.Key.IsZero():
		return p.Key.String()
	case p.Address != "":
		return p.Address
	}
	return "unknown"
}

// Message is one that was received, whole.
type Message struct {
	// Envelope is what a reply begins with: for a ROUTER the routing id of the
	// peer and, when it is a REQ, the empty frame after it. Empty for others.
	Envelope [][]byte
	// Frames are the content: at least one, which can be empty.
	Frames [][]byte
	Peer   Peer

	socket   *Socket
	answered atomic.Bool
}

// Size is the sum of all frames in bytes.
func (m *Message) Size() (n int) {
	for _, list := range [2][][]byte{m.Envelope, m.Frames} {
		for _, f := range list {
			n += len(f)
		}
	}
	return n
}

// Reply answers a message to a ROUTER or REP. It may be called from any
// goroutine, while others receive; a REP takes one reply for each request. It
// waits for no peer: see [Socket.Send] for the errors.
func (m *Message) Reply(ctx context.Context, frames ...[]byte) error {
	s := m.socket
	switch {
	case s == nil || (s.typ != zmq4.ROUTER && s.typ != zmq4.REP):
		return errors.New("zmqsafe: only messages to ROUTER and REP have a reply")
	case len(frames) == 0:
		return ErrNoFrames
	case !m.answered.CompareAndSwap(false, true) && s.typ == zmq4.REP:
		return errors.New("zmqsafe: the request was answered already")
	}
	err := s.PostMessage(ctx, slices.Concat(m.Envelope, frames)...)
	if err != nil {
		m.answered.Store(false)
	}
	return err
}

// DiscardedError is about one message that was received and thrown away. The
// socket is as good as before; a REP has answered with a Rejection.
type DiscardedError struct {
	Peer   Peer
	Reason string // ReasonTooLarge or ReasonRevoked
	Err    error
}

// Error tells from whom the message was, and what was wrong.
func (e *DiscardedError) Error() string {
	return fmt.Sprintf("zmqsafe: message from %v thrown away: %v", e.Peer, e.Err)
}

// Unwrap is ErrTooLarge with details, or ErrRevoked.
func (e *DiscardedError) Unwrap() error { return e.Err }

// ErrTooLarge tells that a message has more frames or bytes than the Options
// allow.
var ErrTooLarge = errors.New("too large")

// ErrRevoked tells that a message is from a key that is not allowed any more.
var ErrRevoked = errors.New("the key is not allowed any more")

// Recv waits for a message, until ctx ends or the socket is closed (ErrClosed). A
// DiscardedError is about one message, any other error about the socket:
//
//	m, err := s.Recv(ctx)
//	if bad := new(zmqsafe.DiscardedError); errors.As(err, &bad) {
//		continue
//	}
//
// It does not limit the rate: see [Receive].
func (s *Socket) Recv(ctx context.Context) (*Message, error) {
	if s.receiving.Load() {
		return nil, ErrConcurrentUse
	}
	return s.recv(ctx, false)
}

func (s *Socket) recv(ctx context.Context, address bool) (*Message, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.leave()
	if err := s.interrupted(ctx); err != nil {
		return nil, err
	}
	m, err := s.take(address)
	for is(err, zmq4.Errno(syscall.EAGAIN)) {
		if err := s.wait(ctx, s.in); err != nil {
			return nil, err
		}
		m, err = s.take(address)
	}
	return m, err
}

// look has libzmq take note of peers that have something to say again. By itself
// it does so when there is nothing to receive, or every 100 messages
// (inbound_poll_rate): with pauses between them, a peer that was silent for a
// moment would wait for all that time behind one that floods.
func (s *Socket) look() error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.leave()
	if _, err := s.z.GetEvents(); err != nil {
		return s.failed(err)
	}
	return nil
}

// take receives one message if there is one, otherwise its error is EAGAIN.
func (s *Socket) take(address bool) (*Message, error) {
	var from sender
	frame, err := s.frame(&from, address)
	if is(err, zmq4.Errno(syscall.EAGAIN)) {
		return nil, err
	}
	frames, tooLarge, err := s.rest(frame, err, &from, address)
	if err != nil {
		return nil, s.failed(err)
	}
	peer, known := Peer{}, true
	if s.domain != "" {
		peer, known = s.ctx.auth.recognise(s.domain, from.id)
	}
	peer.Address = from.address
	switch {
	case !known && !s.fromLibzmq(frame, from):
		s.stats.revoked.Add(1)
		return nil, s.discard(&DiscardedError{peer, ReasonRevoked, ErrRevoked})
	case tooLarge != nil:
		s.stats.tooLarge.Add(1)
		return nil, s.discard(&DiscardedError{peer, ReasonTooLarge, tooLarge})
	}
	s.stats.received.Add(1)
	return s.message(frames, peer), nil
}

// fromLibzmq tells that a message is no peer's: the unsubscriptions that an XPUB
// makes up for a subscriber that left.
func (s *Socket) fromLibzmq(frame []byte, from sender) bool {
	return s.typ == zmq4.XPUB && from.id == "" && len(frame) > 0 && frame[0] == 0
}

// sender is what libzmq says of one.
type sender struct{ id, address string }

// frame receives one, and finds out who it is from if that is wanted.
func (s *Socket) frame(from *sender, address bool) (frame []byte, err error) {
	var meta map[string]string
	switch {
	case s.domain != "":
		frame, meta, err = s.z.RecvBytesWithMetadata(zmq4.DONTWAIT, "User-Id", "Peer-Address")
	case address:
		frame, meta, err = s.z.RecvBytesWithMetadata(zmq4.DONTWAIT, "Peer-Address")
	default:
		return s.z.RecvBytes(zmq4.DONTWAIT)
	}
	*from = sender{meta["User-Id"], meta["Peer-Address"]}
	return frame, err
}

// rest receives the other frames, which are there: libzmq hands over whole
// messages. It keeps them as long as they are within the limits.
func (s *Socket) rest(frame []byte, err error, from *sender, address bool) (frames [][]byte, tooLarge, _ error) {
	if err != nil {
		return nil, nil, err
	}
	var size counter
	tooLarge = size.add(s.o, len(frame))
	frames = append(frames, frame)
	more, err := s.z.GetRcvmore()
	for more && err == nil {
		if size.frames == 1 && s.typ == zmq4.ROUTER {
			// The routing id has no metadata when libzmq put it in front
			// while it was polled (4.3.4). The frame after it is the peer's.
			frame, err = s.frame(from, address)
		} else {
			frame, err = s.z.RecvBytes(zmq4.DONTWAIT)
		}
		if err != nil {
			break
		}
		if tooLarge == nil {
			tooLarge = size.add(s.o, len(frame))
			frames = append(frames, frame)
		}
		more, err = s.z.GetRcvmore()
	}
	return frames, tooLarge, err
}

// discard keeps a REP in step, which takes no other request before its answer.
func (s *Socket) discard(e *DiscardedError) error {
	if s.typ == zmq4.REP {
		if err := sendNow(s.z, Rejection{Reason: e.Reason}.Frames()); err != nil {
			return s.failed(err)
		}
	}
	return e
}

func (s *Socket) message(frames [][]byte, peer Peer) *Message {
	m := &Message{Frames: frames, Peer: peer, socket: s}
	if s.typ == zmq4.ROUTER {
		n := 1
		if len(frames) > 2 && len(frames[1]) == 0 {
			n = 2
		}
		m.Envelope, m.Frames = frames[:n:n], frames[n:]
	}
	return m
}

// counter adds up a message.
type counter struct {
	frames int
	bytes  int64
}

// add tells the limit that one more frame exceeds.
func (c *counter) add(o Options, size int) error {
	c.frames++
	c.bytes += int64(size)
	switch {
	case int64(size) > o.MaxMsgSize:
		return fmt.Errorf("a frame of %d bytes is %w: MaxMsgSize is %d", size, ErrTooLarge, o.MaxMsgSize)
	case c.frames > o.MaxFrames:
		return fmt.Errorf("%d frames and more are %w: MaxFrames is %d", c.frames, ErrTooLarge, o.MaxFrames)
	case c.bytes > o.MaxMessage:
		return fmt.Errorf("%d bytes and more are %w: MaxMessage is %d", c.bytes, ErrTooLarge, o.MaxMessage)
	}
	return nil
}
