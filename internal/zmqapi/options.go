// Package zmqapi is the one table of the zmq4 API: what each call does, and
// what each socket option means to libzmq.
//
// Everything else asks here instead of knowing names: the engine which call
// sets, opens or receives, the rules which unit, range and default an option
// has and when it takes effect, the loader which value a C constant has. The
// rows come from zmq_setsockopt(3) and options.cpp of libzmq 4.3.5 and from
// zmq4's own sources; the tests hold them against every released version of
// zmq4 and against the libzmq at hand. The package itself needs neither.
package zmqapi

import (
	"math"
	"slices"
	"strconv"
)

// Option is a socket option that zmq4, or zmq4/draft, has a setter for.
type Option uint8

// The options, by theme; the rows are in the options_*.go file of the theme.
const (
	NoOption Option = iota

	// options_limits.go
	MaxMsgSize
	RcvHWM
	SndHWM
	Linger
	RcvTimeo
	SndTimeo
	RcvBuf
	SndBuf
	Backlog
	Conflate
	Immediate

	// options_liveness.go
	TCPKeepalive
	TCPKeepaliveIdle
	TCPKeepaliveCnt
	TCPKeepaliveIntvl
	TCPMaxRT
	HeartbeatIvl
	HeartbeatTimeout
	HeartbeatTTL
	HandshakeIvl
	ConnectTimeout
	ReconnectIvl
	ReconnectIvlMax

	// options_security.go
	CurveServer
	CurvePublicKey
	CurveSecretKey
	CurveServerKey
	ZAPDomain
	PlainServer
	PlainUsername
	PlainPassword
	GSSAPIServer
	GSSAPIPrincipal
	GSSAPIServicePrincipal
	GSSAPIPlaintext

	// options_pattern.go
	Identity
	ConnectRID
	RouterMandatory
	RouterHandover
	RouterRaw
	RouterNotify
	ProbeRouter
	ReqCorrelate
	ReqRelaxed
	Subscribe
	Unsubscribe
	XPubVerbose
	XPubVerboser
	XPubNoDrop
	XPubManual
	XPubWelcomeMsg
	InvertMatching
	StreamNotify
	HelloMsg
	DisconnectMsg
	HiccupMsg

	// options_transport.go
	Affinity
	IPv6
	TOS
	TCPAcceptFilter
	SocksProxy
	UseFD
	Rate
	RecoveryIvl
	MulticastHops
	MulticastMaxTPDU
	VMCIBufferSize
	VMCIBufferMinSize
	VMCIBufferMaxSize
	VMCIConnectTimeout

	// NumOptions is one more than the largest Option. OptionSet has room for 128.
	NumOptions
)

// ArgKind is the Go type that a setter takes.
type ArgKind uint8

const (
	Int ArgKind = iota // int, narrowed to C's int by zmq4
	Int64
	Uint64
	Bool
	Duration // cut to whole milliseconds by zmq4, then narrowed to C's int
	String
)

func (k ArgKind) String() string {
	return [...]string{"int", "int64", "uint64", "bool", "time.Duration", "string"}[k]
}

// When says from when on a set option counts.
type When uint8

const (
	// NextOpen: at the next Bind or Connect; what is open keeps the old value.
	NextOpen When = iota
	// AtOnce: also for what is open already.
	AtOnce
	// HighWater: at once after a Connect; connections accepted after a Bind
	// keep the marks that were set when Bind was called.
	HighWater
	// NextConnect: used up by the next Connect.
	NextConnect
)

func (w When) String() string {
	return [...]string{"next bind or connect", "at once", "at once, but for accepted connections at bind", "next connect"}[w]
}

// Special is a value with a meaning of its own.
type Special struct {
	Value   int64 // for String options, the length
	Meaning string
}

// OptionInfo is the row of one option.
type OptionInfo struct {
	Option Option
	Name   string // libzmq's name as zmq4 spells it, without ZMQ_
	ID     int    // value of the C constant
	Setter string
	Getter string // empty when zmq4 has none; Z85 form for keys
	Arg    ArgKind
	Unit   string // libzmq's unit

	Default    string // for people
	DefaultInt int64  // in Unit, when HasDefault
	HasDefault bool

	// Min and Max bound what libzmq accepts, in Unit; for String the length in
	// bytes. Values, when not nil, lists everything that is accepted.
	Min, Max int64
	Values   []int64
	Special  []Special

	// Types are those the option does something for, zero for all; Accepts are
	// those whose sockets take it without EINVAL, zero for all.
	Types, Accepts TypeSet
	Transports     []string // nil for all
	When           When

	Draft       bool   // only in zmq4/draft
	SinceZMQ4   string // first release of zmq4 with the setter
	SinceLibzmq string
	Deprecated  string // what to use instead
	Source      string
}

// Accepted reports whether libzmq takes the value (for String: the length).
func (i *OptionInfo) Accepted(v int64) bool {
	if i.Values != nil {
		return slices.Contains(i.Values, v)
	}
	return i.Min <= v && v <= i.Max
}

// Meaning returns what is special about the value, or "".
func (i *OptionInfo) Meaning(v int64) string {
	for _, s := range i.Special {
		if s.Value == v {
			return s.Meaning
		}
	}
	return ""
}

// WorksOn reports whether the option does something for sockets of type t.
func (i *OptionInfo) WorksOn(t SocketType) bool { return i.Types == 0 || i.Types.Has(t) }

// AcceptedBy reports whether a socket of type t takes the option without EINVAL.
func (i *OptionInfo) AcceptedBy(t SocketType) bool { return i.Accepts == 0 || i.Accepts.Has(t) }

// WorksOver reports whether the option does something for the transport ("tcp").
func (i *OptionInfo) WorksOver(transport string) bool {
	return i.Transports == nil || slices.Contains(i.Transports, transport)
}

// String returns libzmq's name without ZMQ_, such as "MAXMSGSIZE".
func (o Option) String() string {
	if o == NoOption || o >= NumOptions {
		return "Option(" + strconv.Itoa(int(o)) + ")"
	}
	return table[o].Name
}

// Info returns the row of the option, an empty one for NoOption.
func (o Option) Info() *OptionInfo {
	if o >= NumOptions {
		o = NoOption
	}
	return &table[o]
}

// Options returns every row in the order of the Option constants.
func Options() []OptionInfo { return slices.Clone(table[1:]) }

// BySetter returns the option that a method of *zmq4.Socket sets.
func BySetter(method string) (Option, bool) {
	o, ok := bySetter[method]
	return o, ok
}

// firstRelease of zmq4 has most of the API.
const firstRelease = "v1.0.0"

const (
	maxInt = math.MaxInt32 // C's int, which most options are
	minInt = math.MinInt32
)

// anyLength bounds strings that libzmq takes at any length.
const anyLength = math.MaxInt64

var onOff = []Special{{0, "off"}, {1, "on"}}

func special(v int64, meaning string) []Special { return []Special{{v, meaning}} }

var (
	table    [NumOptions]OptionInfo
	bySetter map[string]Option
)

func init() {
	bySetter = map[string]Option{}
	for _, rows := range [][]OptionInfo{limits, liveness, security, pattern, transport} {
		for _, r := range rows {
			r.complete()
			table[r.Option] = r
			bySetter[r.Setter] = r.Option
		}
	}
	// The calls need the options, hence one init for both.
	calls = slices.Concat(socketCalls, packageCalls, loopCalls, contextCalls(), optionCalls())
	callIndex = make(map[callKey]*Call, len(calls))
	for _, c := range calls {
		callIndex[callKey{c.Recv, c.Name}] = c
	}
}

// complete fills in what follows from the rest of the row.
func (i *OptionInfo) complete() {
	if i.Default == "" {
		i.Default = strconv.FormatInt(i.DefaultInt, 10)
		if m := i.Meaning(i.DefaultInt); m != "" {
			i.Default += " (" + m + ")"
		}
	}
	if i.SinceZMQ4 == "" {
		i.SinceZMQ4 = firstRelease
	}
	if i.SinceLibzmq == "" {
		i.SinceLibzmq = "4.0"
	}
	source := "zmq_setsockopt(3) ZMQ_" + i.Name + "; zmq4 socketset.go " + i.Setter
	if i.Source != "" {
		source += "; " + i.Source
	}
	i.Source = source
}
