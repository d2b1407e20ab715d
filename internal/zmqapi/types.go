package zmqapi

import (
	"math/bits"
	"strconv"
	"strings"
)

// SocketType is a ZeroMQ socket type. Its value is libzmq's number, which is
// also the value of the zmq4 constant.
type SocketType uint8

// The socket types of zmq.h; those from SERVER on exist in the draft API only.
const (
	PAIR    SocketType = 0
	PUB     SocketType = 1
	SUB     SocketType = 2
	REQ     SocketType = 3
	REP     SocketType = 4
	DEALER  SocketType = 5
	ROUTER  SocketType = 6
	PULL    SocketType = 7
	PUSH    SocketType = 8
	XPUB    SocketType = 9
	XSUB    SocketType = 10
	STREAM  SocketType = 11
	SERVER  SocketType = 12
	CLIENT  SocketType = 13
	RADIO   SocketType = 14
	DISH    SocketType = 15
	GATHER  SocketType = 16
	SCATTER SocketType = 17
	DGRAM   SocketType = 18

	numSocketTypes = 19
)

var typeNames = [numSocketTypes]string{
	"PAIR", "PUB", "SUB", "REQ", "REP", "DEALER", "ROUTER", "PULL", "PUSH", "XPUB", "XSUB", "STREAM",
	"SERVER", "CLIENT", "RADIO", "DISH", "GATHER", "SCATTER", "DGRAM",
}

// Valid reports whether t is a number that libzmq knows.
func (t SocketType) Valid() bool { return t < numSocketTypes }

func (t SocketType) String() string {
	if !t.Valid() {
		return "SocketType(" + strconv.Itoa(int(t)) + ")"
	}
	return typeNames[t]
}

// TypeSet is a set of socket types, bit 1<<SocketType each. The zero value is
// empty; where a table says so, empty stands for every type.
type TypeSet uint32

// AllTypes holds every socket type.
const AllTypes TypeSet = 1<<numSocketTypes - 1

// TypesOf returns the set of the given types.
func TypesOf(types ...SocketType) (s TypeSet) {
	for _, t := range types {
		if t.Valid() {
			s |= 1 << t
		}
	}
	return s
}

func (s TypeSet) Has(t SocketType) bool     { return t.Valid() && s&(1<<t) != 0 }
func (s TypeSet) Union(t TypeSet) TypeSet   { return s | t }
func (s TypeSet) Inter(t TypeSet) TypeSet   { return s & t }
func (s TypeSet) Empty() bool               { return s&AllTypes == 0 }
func (s TypeSet) Len() int                  { return bits.OnesCount32(uint32(s & AllTypes)) }
func (s TypeSet) With(t SocketType) TypeSet { return s | TypesOf(t) }

// Types returns the members in the order of libzmq's numbers.
func (s TypeSet) Types() []SocketType {
	var out []SocketType
	for t := range SocketType(numSocketTypes) {
		if s.Has(t) {
			out = append(out, t)
		}
	}
	return out
}

// String reads "PUSH or PULL".
func (s TypeSet) String() string {
	var names []string
	for _, t := range s.Types() {
		names = append(names, t.String())
	}
	if n := len(names); n > 2 {
		return strings.Join(names[:n-1], ", ") + " or " + names[n-1]
	}
	return strings.Join(names, " or ")
}

var (
	// DGRAM is left out: it exists over udp only, where no option bounds a peer.
	receiving = TypesOf(REP, REQ, DEALER, ROUTER, PULL, SUB, XSUB, XPUB, PAIR, STREAM, SERVER, CLIENT, DISH, GATHER)
	notSender = TypesOf(PULL, SUB, DISH, GATHER)
	// noLinger are the types with nothing that Term would have to wait for:
	// libzmq itself gives SUB, XSUB and DISH a linger of 0.
	noLinger = notSender.With(XSUB)
)

// Receives reports whether the application can receive messages on the type,
// so that a peer can fill its queue.
func Receives(t SocketType) bool { return receiving.Has(t) }

// Sends reports whether the application can send on the type. XSUB can, though
// nothing but subscriptions.
func Sends(t SocketType) bool { return t.Valid() && !notSender.Has(t) }

// NeedsRcvHWM and NeedsMaxMsgSize hold for the types that receive.
func NeedsRcvHWM(t SocketType) bool     { return Receives(t) }
func NeedsMaxMsgSize(t SocketType) bool { return Receives(t) }

// NeedsSndHWM reports whether unsent messages can pile up on the type.
// XSUB sends only subscriptions.
func NeedsSndHWM(t SocketType) bool { return Sends(t) && t != XSUB }

// NeedsLinger reports whether unsent messages of the type can keep Term waiting.
func NeedsLinger(t SocketType) bool { return t.Valid() && !noLinger.Has(t) }
