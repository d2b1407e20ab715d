package zmqsafe

// Limits of a socket, and what their zero values mean.

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"time"
)

// DropUnsent as Linger drops what is unsent when a socket is closed.
const DropUnsent time.Duration = -1

// Options are the limits of one socket. The zero value of each is a default that
// is safe on a network; no value turns a limit off. Durations are whole
// milliseconds (those of TCP keepalive whole seconds), because libzmq counts in
// these and would take a fraction for none at all.
//
// A peer that does not read can make a socket hold SndHWM messages, one that
// sends RcvHWM messages: with the defaults 100 MiB a peer, in the worst case
// each way. A program that expects many peers sets MaxMsgSize and the marks lower.
type Options struct {
	// MaxMsgSize is the largest frame in bytes, sent or received. The peer that
	// announces a larger one is disconnected (ZMQ_MAXMSGSIZE), before memory is
	// taken for it. What CURVE adds to a frame is not counted. A libzmq peer
	// that dialed connects again; a Dial that meets a larger frame stays
	// disconnected for good, without an error: there, choose it generously.
	// 0: 1 MiB. At least 1024, less would stop the CURVE handshake.
	MaxMsgSize int64
	// MaxFrames is the largest number of frames in a message, envelope
	// included. 0: 64.
	MaxFrames int
	// MaxMessage is the largest sum of a message's frames in bytes. 0: 4 MiB,
	// or MaxMsgSize where that is larger.
	MaxMessage int64

	// SndHWM and RcvHWM are how many messages wait for each peer and from each
	// peer (ZMQ_SNDHWM, ZMQ_RCVHWM). 0: 100. libzmq's own default is 1000.
	SndHWM, RcvHWM int

	// SendTimeout is how long a send waits for room. 0: 5 s.
	SendTimeout time.Duration
	// Linger is how long messages are kept after Close when the peer does not
	// take them. 0: 1 s. DropUnsent: not at all. libzmq's own default is for ever.
	Linger time.Duration
	// HandshakeInterval is how long a connection may take to authenticate.
	// 0: 5 s.
	HandshakeInterval time.Duration

	// HeartbeatInterval is how often the peer is asked whether it is there, and
	// HeartbeatTimeout how long it has for an answer before the connection
	// ends. 0: 10 s, and three times the interval. Peers with libzmq < 4.2 are
	// not asked. They hold for PUB, SUB, XPUB and XSUB: sockets of other types
	// hold their peers back when they are not read, and would take that for the
	// death of the peer. TCP keepalive finds dead peers of those.
	HeartbeatInterval, HeartbeatTimeout time.Duration
	// KeepAliveIdle, KeepAliveInterval and KeepAliveCount are those of TCP:
	// silence before the first probe, between probes, probes without an answer.
	// 0: 60 s, 15 s, 4.
	KeepAliveIdle, KeepAliveInterval time.Duration
	KeepAliveCount                   int

	// ReconnectInterval is the pause before a Dial connects again, which doubles
	// up to ReconnectMax. 0: 100 ms, and 10 s.
	ReconnectInterval, ReconnectMax time.Duration

	// Networks are where endpoints may be. None: loopback, and for the rest
	// private addresses (RFC 1918, RFC 4193, link-local); Dial takes host names
	// as well. With networks, only addresses in them are taken, and no names.
	Networks []netip.Prefix
}

const (
	minMsgSize = 1024 // the CURVE handshake needs about 300
	maxMillis  = 1<<31 - 1
	maxTTL     = 6553599 * time.Millisecond // ZMQ_HEARTBEAT_TTL
)

// withDefaults fills in what is zero, and refuses what libzmq would refuse or
// take for something else.
func (o Options) withDefaults() (Options, error) {
	o.MaxMsgSize = cmp.Or(o.MaxMsgSize, 1<<20)
	o.MaxFrames = cmp.Or(o.MaxFrames, 64)
	o.MaxMessage = cmp.Or(o.MaxMessage, max(4<<20, o.MaxMsgSize))
	o.SndHWM = cmp.Or(o.SndHWM, 100)
	o.RcvHWM = cmp.Or(o.RcvHWM, 100)
	o.SendTimeout = cmp.Or(o.SendTimeout, 5*time.Second)
	switch o.Linger {
	case 0:
		o.Linger = time.Second
	case DropUnsent:
		o.Linger = 0
	}
	o.HandshakeInterval = cmp.Or(o.HandshakeInterval, 5*time.Second)
	o.HeartbeatInterval = cmp.Or(o.HeartbeatInterval, 10*time.Second)
	o.HeartbeatTimeout = cmp.Or(o.HeartbeatTimeout, 3*o.HeartbeatInterval)
	o.KeepAliveIdle = cmp.Or(o.KeepAliveIdle, time.Minute)
	o.KeepAliveInterval = cmp.Or(o.KeepAliveInterval, 15*time.Second)
	o.KeepAliveCount = cmp.Or(o.KeepAliveCount, 4)
	o.ReconnectInterval = cmp.Or(o.ReconnectInterval, 100*time.Millisecond)
	o.ReconnectMax = cmp.Or(o.ReconnectMax, max(10*time.Second, o.ReconnectInterval))
	return o, o.check()
}

func (o Options) check() error {
	return errors.Join(
		inRange("MaxMsgSize", o.MaxMsgSize, minMsgSize, 1<<40),
		inRange("MaxFrames", o.MaxFrames, 1, 1<<20),
		inRange("MaxMessage", o.MaxMessage, o.MaxMsgSize, 1<<40),
		inRange("SndHWM", o.SndHWM, 1, maxMillis),
		inRange("RcvHWM", o.RcvHWM, 1, maxMillis),
		whole("SendTimeout", o.SendTimeout, time.Millisecond, 1),
		whole("Linger", o.Linger, time.Millisecond, 0),
		whole("HandshakeInterval", o.HandshakeInterval, time.Millisecond, 1),
		whole("HeartbeatInterval", o.HeartbeatInterval, time.Millisecond, 1),
		whole("HeartbeatTimeout", o.HeartbeatTimeout, time.Millisecond, 1),
		inRange("HeartbeatTimeout", o.HeartbeatTimeout, 100*time.Millisecond, maxTTL),
		whole("KeepAliveIdle", o.KeepAliveIdle, time.Second, 1),
		whole("KeepAliveInterval", o.KeepAliveInterval, time.Second, 1),
		inRange("KeepAliveCount", o.KeepAliveCount, 1, 127),
		whole("ReconnectInterval", o.ReconnectInterval, time.Millisecond, 1),
		whole("ReconnectMax", o.ReconnectMax, time.Millisecond, 1),
		inRange("ReconnectMax", o.ReconnectMax, o.ReconnectInterval, maxMillis*time.Millisecond),
	)
}

func inRange[T cmp.Ordered](name string, v, least, most T) error {
	if v < least || v > most {
		return fmt.Errorf("%s is %v, and has to be from %v to %v", name, v, least, most)
	}
	return nil
}

// whole refuses a duration that libzmq would cut down to its unit, or that does
// not fit a C int.
func whole(name string, d, unit, least time.Duration) error {
	if d%unit != 0 || d < least*unit || d/time.Millisecond > maxMillis {
		return fmt.Errorf("%s is %v, and has to be a whole number of %v, at least %d, up to 24 days", name, d, unit, least)
	}
	return nil
}
